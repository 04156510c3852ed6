import { describe, expect, it } from 'vitest';
import { Sensitive } from '../../../../src/model/index.js';
import { DataProvider, TERRAFORM_SOURCE } from '../../../../src/providers/builtin/data.js';
import { EngineRig } from '../../../support/engine.js';

/** As Landform's programs write it. */
const generated = { '//': { metadata: { path: 'network' } } };

const document = {
  resource: {
    terraform_data: { plain: { input: { a: 'x' } }, secret: { input: '${sensitive("s")}' } },
  },
  output: {
    'cross-stack-output-plain': { value: '${terraform_data.plain.input}', sensitive: true, ...generated },
    'cross-stack-output-secret': { value: '${terraform_data.secret.input}', sensitive: true, ...generated },
    'cross-stack-output-later': { value: '${terraform_data.plain.output}', sensitive: true, ...generated },
    declared: { value: '${terraform_data.plain.input}', sensitive: true },
  },
};

describe('an output that a program generates for another stack', () => {
  it('is as sensitive as its value, and stays so in state', async () => {
    const rig = new EngineRig(TERRAFORM_SOURCE, {
      create: async () => new DataProvider({ version: '1.0.0', uuid: () => 'id' }),
    });
    const first = await rig.apply(document);
    const sensitive = (outputs: NonNullable<typeof first.plan>['outputs']): object =>
      Object.fromEntries(outputs.map((output) => [output.name, [output.sensitive, output.after instanceof Sensitive]]));
    const secrets = {
      'cross-stack-output-later': [false, false],
      'cross-stack-output-plain': [false, false],
      'cross-stack-output-secret': [true, true],
      declared: [true, true],
    };
    expect(sensitive(first.plan!.outputs)).toEqual(secrets);
    const { outputs } = first.outcome!;
    expect(Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, output.sensitive]))).toEqual({
      'cross-stack-output-later': false,
      'cross-stack-output-plain': false,
      'cross-stack-output-secret': true,
      declared: true,
    });
    const again = await rig.plan(document);
    expect(again.plan!.outputs.map(({ action }) => action)).toEqual(['no-op', 'no-op', 'no-op', 'no-op']);
    expect(sensitive(again.plan!.outputs)).toEqual(secrets);
    const gone = await rig.plan(document, { mode: 'destroy' });
    expect(Object.fromEntries(gone.plan!.outputs.map((output) => [output.name, output.sensitive]))).toEqual(
      Object.fromEntries(Object.entries(secrets).map(([name, [isSensitive]]) => [name, isSensitive])),
    );
  });

  it('of CDKTF is stored as Terraform stores it, which leaves nothing to change', async () => {
    const rig = new EngineRig(TERRAFORM_SOURCE, {
      create: async () => new DataProvider({ version: '1.0.0', uuid: () => 'id' }),
    });
    const output = { value: '${terraform_data.plain.input}', sensitive: true };
    const cdktf = { ...document, output: { 'cross-stack-output-plain': output } };
    const first = await rig.apply(cdktf);
    expect(first.plan!.outputs).toMatchObject([{ action: 'create', sensitive: false }]);
    expect(first.outcome!.outputs).toMatchObject({ 'cross-stack-output-plain': { sensitive: true } });
    const again = await rig.plan(cdktf);
    expect(again.plan!.outputs).toMatchObject([{ action: 'no-op', sensitive: true }]);
  });
});
