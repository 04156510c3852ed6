import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { DataTerraformRemoteState, TerraformData } from '../../../src/bindings/terraform.js';
import { readConfiguration } from '../../../src/language/index.js';
import {
  App,
  Check,
  Fn,
  Local,
  Op,
  Output,
  Removed,
  Stack,
  Variable,
  count,
  each,
  type Resource,
} from '../../../src/constructs/index.js';

const installed = spawnSync('terraform', ['version']).status === 0;
if (!installed)
  console.log('skipped: terraform is not installed, so the synthesized documents are not validated with it');

/** Every form of block and reference that Terraform knows without a provider. */
function program(): App {
  const app = new App();
  const base = new Stack(app, 'base');
  const stack = new Stack(app, 'all');
  const shared = new TerraformData(base, 'shared', { input: { key: [1, 2] } });
  const size = new Variable(stack, 'size', {
    type: 'number',
    default: 1,
    nullable: false,
    description: 'How many.',
    validation: [{ condition: '${var.size > 0}', errorMessage: 'Must be more than none.' }],
  });
  const secret = new Variable(stack, 'secret', { type: 'string', sensitive: true });
  const local = new Local(stack, 'local', { twice: Op.mul(size.value, 2), text: Fn.format('%03d', size.value) });
  const first: Resource = new TerraformData(stack, 'first', {
    input: {
      a: `x-${local.value.get('twice')}`,
      b: Fn.join('","', ['a "quoted" \\ text', `${size}`]),
      c: Fn.rawString('${no} %{no}'),
    },
    triggersReplace: [shared.output.get('key').at(0), `${shared.id}`],
    lifecycle: { createBeforeDestroy: true, ignoreChanges: ['input'] },
  });
  first.addPostcondition({ condition: Op.neq(first.attribute('id'), ''), errorMessage: 'It needs an id.' });
  first.moveFrom('terraform_data.old');
  new Removed(stack, 'gone', { from: 'terraform_data.gone', destroy: false });
  new Check(stack, 'check', { assertions: [{ condition: Op.neq(first.attribute('id'), ''), errorMessage: 'No id.' }] });
  const counted = new TerraformData(stack, 'counted', { input: count.index, count: 2, dependsOn: [first] });
  const each1 = new TerraformData(stack, 'each', {
    input: Fn.conditional(Op.eq(each.key, 'a'), each.value, secret.value),
    forEach: ['a', 'b'],
    lifecycle: { replaceTriggeredBy: [first], ignoreChanges: 'all' },
  });
  const remote = new DataTerraformRemoteState(stack, 'remote', { backend: 'local', config: { path: 'x.tfstate' } });
  new Output(stack, 'all', {
    value: [
      counted.instance(0).output,
      counted.pluck('id'),
      each1.instance('a').id,
      each1.pluck('output'),
      remote.outputs,
    ],
    sensitive: true,
    dependsOn: [first],
    precondition: [{ condition: Op.gt(size.value, 0), errorMessage: 'Never.' }],
  });
  return app;
}

test('Landform reads the documents without an error', () => {
  for (const { name, document } of program().assemble().stacks) {
    const { configuration, diagnostics } = readConfiguration([{ name: `${name}.tf.json`, text: document }]);
    expect(diagnostics.filter(({ code }) => code !== 'not-supported-yet')).toEqual([]);
    const own = [...configuration.resources.values()].filter(({ key }) => !key.includes('cross-stack'));
    for (const { origin } of own) expect(origin?.constructPath).toMatch(new RegExp(`^${name}/`));
  }
});

test.skipIf(!installed)('terraform validate accepts every stack', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'landform-validate-'));
  try {
    for (const { document } of program().assemble().stacks) {
      writeFileSync(path.join(directory, 'landform.tf.json'), document);
      const options = { cwd: directory, encoding: 'utf8', stdio: 'pipe' } as const;
      execFileSync('terraform', ['init', '-backend=false', '-input=false', '-no-color'], options);
      const { stdout } = spawnSync('terraform', ['validate', '-json', '-no-color'], options);
      expect(JSON.parse(stdout)).toMatchObject({ valid: true, diagnostics: [] });
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});
