import { describe, expect, it } from 'vitest';
import { DataProvider, TERRAFORM_SOURCE } from '../../../../src/providers/builtin/data.js';
import { EngineRig } from '../../../support/engine.js';

const locals = {
  n: 1,
  text: 'abc',
  secret: '${sensitive("pl4nted")}',
  list: [1, 2],
  object: { a: 'x', b: '${local.secret}' },
};

async function detailOf(condition: string): Promise<string | undefined> {
  const rig = new EngineRig(TERRAFORM_SOURCE, {
    create: async () => new DataProvider({ version: '1.0.0', uuid: () => 'id' }),
  });
  const lifecycle = { precondition: { condition, error_message: 'no' } };
  const run = await rig.plan({ locals, resource: { terraform_data: { a: { count: 1, lifecycle } } } });
  expect(run.diagnostics.map(({ code }) => code)).toEqual(['precondition-failed']);
  return run.diagnostics[0]!.detail;
}

describe('a failed condition shows the values it reads', () => {
  it.each([
    ['${local.n > 2}', 'local.n = 1'],
    ['${local.text == "x" || local.n == 2}', 'local.n = 1, local.text = "abc"'],
    ['${local.n > 5 && local.n < 9}', 'local.n = 1'],
    ['${local.secret == "x"}', 'local.secret = (sensitive value)'],
    ['${local.object == {}}', 'local.object = {a: "x", b: (sensitive value)}'],
    ['${alltrue([for x in local.list : x > local.n])}', 'local.list = [1, 2], local.n = 1'],
    ['${count.index > 0}', 'count.index = 0'],
    ['${contains(local.list[*], 7)}', 'local.list = [1, 2]'],
  ])('%s', async (condition, values) => {
    expect(await detailOf(condition)).toBe(`A precondition of terraform_data.a[0] is not met: ${values}.`);
  });
});
