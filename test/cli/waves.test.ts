import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { Folder } from '../support/run-landform.js';
import { answering, readable } from '../support/terminal.js';

let folder: Folder;
afterEach(() => folder.remove());

/** The blocks of docs/waves.md: a configuration, and what `plan` prints. */
async function documented(): Promise<readonly [configuration: string, output: string]> {
  const text = await readFile(new URL('../../docs/waves.md', import.meta.url), 'utf8');
  const [configuration = '', output = ''] = [...text.matchAll(/```(?:hcl|console)\n(.*?)```/gs)].map(
    (match) => match[1]!,
  );
  return [configuration, output];
}

describe('waves on a terminal', () => {
  it('are approved once, and again before something is destroyed', async () => {
    const [configuration] = await documented();
    folder = await Folder.make({ 'main.tf': configuration });
    const first = readable(
      await folder.atTerminal('apply', {
        during: answering(['Enter a value: ', 'yes\r'], ['Enter a value: ', 'no\r']),
      }),
    );
    expect(first.match(/Enter a value:/g)).toHaveLength(1);
    expect(first).toMatch(/2 objects wait[^]*Do you want to make these changes\?[^]*Next wave:[^]*Plan: 2 to add/);
    expect(first).toContain('Apply complete! Resources: 3 added, 0 changed, 0 destroyed.');

    await folder.write('main.tf', configuration.replace('["a", "b"]', '["b", "c"]'));
    const ran = await folder.atTerminal('apply', {
      during: answering(['Enter a value: ', 'yes\r'], ['Enter a value: ', 'no\r']),
    });
    const second = readable(ran);
    expect(second).toMatch(
      /Do you want to make[^]*Next wave:[^]*Destroyed:[^]*Do you also want to make these changes\?/,
    );
    expect(second).toContain('Resources: 0 added, 1 changed, 0 destroyed.');
    expect(second).toContain('2 objects not started. Run the command again to continue.');
    expect(ran.code).toBe(1);
    expect((await folder.warm('state list')).stdout).toContain('terraform_data.each["a"]');
  });
});

/** Writes the account of its configuration into what it creates. */
const PROVIDER = `
import { appendFile } from 'node:fs/promises';
import { defineProvider, string } from 'landform/provider';
export default defineProvider({
  name: 'acme/ops',
  configuration: { account: string({ required: true }) },
  configure: ({ account }) => ({ account }),
  resources: {
    ops_service: {
      schema: { name: string({ required: true }), id: string({ computed: true, stable: true }) },
      create: async ({ name }, { client: { account } }) => ({ id: account + '/' + name }),
      read: async (state) => state,
      update: async () => {},
      delete: async ({ id }, { client: { account } }) => appendFile('deleted.log', account + ' deletes ' + id),
    },
  },
});
`;

describe('a provider whose configuration waits', () => {
  const document = (names: readonly string[], service: object): object => ({
    terraform: { required_providers: { ops: { source: 'acme/ops' } } },
    provider: { ops: { account: '${join("-", keys(terraform_data.each))}' } },
    resource: {
      terraform_data: { names: { input: names }, each: { for_each: '${toset(terraform_data.names.output)}' } },
      ...service,
    },
  });

  it('makes its objects wait, and deletions too', async () => {
    folder = await Folder.make({
      'landform.json': { providers: { 'acme/ops': './ops.mjs' } },
      'ops.mjs': PROVIDER,
      'main.tf.json': document(['a'], { ops_service: { s: { name: 's' } } }),
    });
    await folder.link();
    const planned = await folder.warm('plan --out plan.json');
    expect(planned.stdout).toMatch(/ops_service\.s +waits for terraform_data\.each/);
    expect(JSON.parse(await folder.read('plan.json'))).toMatchObject({
      deferred_changes: [
        { reason: 'provider_config_unknown', resource_change: { address: 'ops_service.s' } },
        { reason: 'instance_count_unknown' },
      ],
    });
    expect((await folder.warm('apply --auto-approve')).code).toBe(0);
    expect((await folder.warm('state show ops_service.s')).stdout).toContain('a/s');

    await folder.write('main.tf.json', document(['b'], {}));
    const next = await folder.warm('plan');
    expect(next.stdout).toMatch(/- ops_service\.s +waits for terraform_data\.each/);
    expect((await folder.warm('apply --auto-approve')).code).toBe(0);
    expect(await folder.read('deleted.log')).toBe('b deletes a/s');
  });
});

/** Both stacks have unknown instances; those of `web` are known after all waves of `network`. */
const STACKS = `
import { App, Fn, Stack } from 'landform';
import { TerraformData } from 'landform/providers/terraform';
const app = new App();
const network = new Stack(app, 'network');
const names = new TerraformData(network, 'names', { input: ['a', 'b'] });
new TerraformData(network, 'each', { forEach: Fn.toset(names.output), input: 'v' });
const made = new TerraformData(network, 'made', { input: '\${keys(terraform_data.each)}' });
const web = new Stack(app, 'web');
new TerraformData(web, 'server', { forEach: Fn.toset(made.output), input: 's' });
app.synth();
`;

describe('stacks with waves', () => {
  it('are applied one after the other, each to its end', async () => {
    folder = await Folder.make({ 'landform.json': { program: 'main.ts' }, 'main.ts': STACKS });
    await folder.link();
    const { code, stdout, stderr } = await folder.warm('apply --auto-approve');
    expect([code, stderr.includes('Error')], stdout + stderr).toEqual([0, false]);
    expect(stdout).toContain('Resources: 6 added');
    expect((await folder.warm('plan --detailed-exitcode')).code).toBe(0);
  });
});

describe('waves in a pipeline', () => {
  it('are planned as documented, and applied one by one from saved plans', async () => {
    const [configuration, output] = await documented();
    folder = await Folder.make({ 'main.tf': configuration });
    const planned = await folder.warm('plan --detailed-exitcode --out plan.json');
    expect(planned).toMatchObject({ code: 2, stdout: output });
    expect(planned.stderr).toContain('Then plan the 2 objects that wait for it:  landform plan');
    expect((await folder.warm('show plan.json')).stdout).toBe(output);
    expect(JSON.parse((await folder.warm('show --json plan.json')).stdout)).toMatchObject({
      complete: false,
      deferred_changes: [{ reason: 'instance_count_unknown', resource_change: { index_unknown: true } }],
    });
    const applied = await folder.warm('apply plan.json');
    expect(applied.code).toBe(0);
    expect(applied.stdout).toContain('2 objects waited for this apply. To plan them:  landform plan');
    const next = await folder.warm('plan --json --detailed-exitcode');
    expect(next.code).toBe(2);
    expect(next.stdout).not.toContain('deferred_change');
    expect((await folder.warm('apply --auto-approve')).code).toBe(0);
    expect((await folder.warm('plan --detailed-exitcode')).code).toBe(0);
  });

  it('are lines of JSON, and count together', async () => {
    const [configuration] = await documented();
    folder = await Folder.make({ 'main.tf': configuration });
    const { stdout, code } = await folder.warm('apply --json --auto-approve');
    expect(code).toBe(0);
    const messages = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; deferred?: unknown; changes?: unknown });
    expect(messages.filter(({ type }) => type === 'deferred_change').map(({ deferred }) => deferred)).toEqual([
      {
        address: 'terraform_data.each[*]',
        kind: 'resource',
        reason: 'instance_count_unknown',
        waits_for: ['terraform_data.names'],
      },
      { address: 'output.made', kind: 'output', reason: 'deferred_prereq', waits_for: ['terraform_data.each'] },
    ]);
    const summaries = messages.filter(({ type }) => type === 'change_summary').map(({ changes }) => changes);
    expect(summaries).toMatchObject([
      { operation: 'plan', add: 1 },
      { operation: 'plan', add: 2 },
      { operation: 'apply', add: 3 },
    ]);
  });
});
