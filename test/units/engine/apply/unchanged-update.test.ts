import { expect, it } from 'vitest';
import { DataProvider, TERRAFORM_SOURCE } from '../../../../src/providers/builtin/data.js';
import { EngineRig } from '../../../support/engine.js';

it('does not ask the provider for an update that changes nothing once all values are known', async () => {
  const applied: unknown[] = [];
  class Counting extends DataProvider {
    override apply(request: Parameters<DataProvider['apply']>[0]): ReturnType<DataProvider['apply']> {
      applied.push(request.address);
      return super.apply(request);
    }
  }
  const rig = new EngineRig(TERRAFORM_SOURCE, {
    create: async () => new Counting({ version: '1.0.0', uuid: () => 'id' }),
  });
  const document = (text: string): object => ({
    resource: {
      terraform_data: {
        first: { input: text },
        second: { input: '${length(terraform_data.first.output)}' },
        third: { input: '${terraform_data.second.output}', depends_on: ['terraform_data.first'] },
      },
    },
  });
  await rig.apply(document('one'));
  applied.length = 0;
  const { plan, diagnostics } = await rig.apply(document('two'));
  expect(diagnostics).toEqual([]);
  expect(plan?.changes.map(({ address, action }) => `${address} ${action}`)).toEqual([
    'terraform_data.first update',
    'terraform_data.second update',
    'terraform_data.third update',
  ]);
  expect(applied).toEqual(['terraform_data.first']);
  const { plan: again } = await rig.plan(document('two'));
  expect(again?.changes.map(({ action }) => action)).toEqual(['no-op', 'no-op', 'no-op']);
});
