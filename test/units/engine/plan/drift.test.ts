import { afterAll, expect, it } from 'vitest';
import { objectValue, type ObjectValue } from '../../../../src/model/index.js';
import { DataProvider, TERRAFORM_SOURCE } from '../../../../src/providers/builtin/data.js';
import { EngineRig } from '../../../support/engine.js';

let answer = (state: ObjectValue): ObjectValue => state;

/** `terraform_data` whose objects change outside of Landform. */
class Rereading extends DataProvider {
  override read(request: Parameters<DataProvider['read']>[0]): ReturnType<DataProvider['read']> {
    return { state: answer(request.state as ObjectValue), diagnostics: [] };
  }
}

afterAll(() => {
  answer = (state) => state;
});

it('names the previous address of an object that has changed and moved, and leaves out one that has only moved', async () => {
  const rig = new EngineRig(TERRAFORM_SOURCE, {
    create: async () => new Rereading({ version: '1.0.0', uuid: () => 'id' }),
  });
  await rig.apply({ resource: { terraform_data: { a: { input: 'x' }, b: { input: 'y' } } } });
  answer = (state) => (state['input'] === 'x' ? objectValue({ ...state, input: 'changed' }) : state);
  const { plan } = await rig.plan({
    moved: [
      { from: 'terraform_data.a', to: 'terraform_data.c' },
      { from: 'terraform_data.b', to: 'terraform_data.d' },
    ],
    resource: { terraform_data: { c: { input: 'x' }, d: { input: 'y' } } },
  });
  expect(plan?.drift.map(({ address, previousAddress }) => [address, previousAddress])).toEqual([
    ['terraform_data.c', 'terraform_data.a'],
  ]);
});
