import { describe, expect, it } from 'vitest';
import { hasErrors, objectValue, type ObjectValue } from '../../../../src/model/index.js';
import { DataProvider, TERRAFORM_SOURCE } from '../../../../src/providers/builtin/data.js';
import { EngineRig } from '../../../support/engine.js';

/** `terraform_data` from a provider whose read answers what the test says. */
class Rereading extends DataProvider {
  static answer: (state: ObjectValue) => ObjectValue = (state) => state;

  override read(request: Parameters<DataProvider['read']>[0]): ReturnType<DataProvider['read']> {
    return { state: Rereading.answer(request.state as ObjectValue), diagnostics: [] };
  }
}

const configuration = { resource: { terraform_data: { a: { input: 'x' } } } };

async function planOfRead(answer: (state: ObjectValue) => ObjectValue): Promise<readonly string[]> {
  const rig = new EngineRig(TERRAFORM_SOURCE, {
    create: async () => new Rereading({ version: '1.0.0', uuid: () => 'id' }),
  });
  Rereading.answer = (state) => state;
  expect(hasErrors((await rig.apply(configuration)).diagnostics)).toBe(false);
  Rereading.answer = answer;
  return (await rig.plan(configuration)).diagnostics.map(({ code }) => code);
}

describe('an unchanged object', () => {
  it('is not validated again if it was read as stored', async () => {
    expect(await planOfRead((state) => state)).toEqual([]);
  });

  it('is checked against the schema if reading it returned something new', async () => {
    expect(await planOfRead((state) => objectValue({ ...state, nobody: 'knows me' }))).toEqual([
      'provider-invalid-plan',
    ]);
  });
});
