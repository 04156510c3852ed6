import { describe, expect, it } from 'vitest';
import { DiagnosticError, objectValue, sensitive, Unknown, type Value } from '../../../src/model/index.js';
import { movesText, suggestMoves } from '../../../src/operations/suggest-moves.js';
import { aChange, aPlan } from '../../support/plans.js';

const id = new Unknown('string');
const gone = (address: string, attributes: Record<string, Value>, more = {}) =>
  aChange(address, 'delete', {
    before: objectValue({ id: 'i-1', ...attributes }),
    reason: 'delete_because_no_resource_config',
    ...more,
  });
const made = (address: string, attributes: Record<string, Value>, more = {}) =>
  aChange(address, 'create', { after: objectValue({ id, ...attributes }), ...more });
const moves = (...changes: ReturnType<typeof gone>[]) =>
  suggestMoves(aPlan(changes)).map(({ from, to }) => `${from} -> ${to}`);

describe('a suggested move', () => {
  it.each([
    [
      'a renamed resource',
      [gone('terraform_data.a', { input: 'x' }), made('terraform_data.b', { input: 'x' })],
      ['terraform_data.a -> terraform_data.b'],
    ],
    [
      'one that moved into a module',
      [gone('terraform_data.a', { input: 'x' }), made('module.m.terraform_data.a', { input: 'x' })],
      ['terraform_data.a -> module.m.terraform_data.a'],
    ],
    [
      'secrets, by their values',
      [gone('terraform_data.a', { input: sensitive('x') }), made('terraform_data.b', { input: 'x' })],
      ['terraform_data.a -> terraform_data.b'],
    ],
    [
      'all instances as one',
      [0, 1].flatMap((key) => [
        gone(`terraform_data.a[${key}]`, { input: `x${key}` }),
        made(`terraform_data.b[${key}]`, { input: `x${key}` }),
      ]),
      ['terraform_data.a -> terraform_data.b'],
    ],
    [
      'an instance with another key',
      [
        gone('terraform_data.a["old"]', { input: 'x' }, { reason: 'delete_because_each_key' }),
        made('terraform_data.a["new"]', { input: 'x' }),
      ],
      ['terraform_data.a["old"] -> terraform_data.a["new"]'],
    ],
    [
      'equal ones by their names',
      [
        gone('terraform_data.a', { input: 'x' }),
        gone('terraform_data.b', { input: 'x' }),
        made('module.m.terraform_data.a', { input: 'x' }),
        made('module.m.terraform_data.b', { input: 'x' }),
      ],
      ['terraform_data.a -> module.m.terraform_data.a', 'terraform_data.b -> module.m.terraform_data.b'],
    ],
  ])('finds %s', (_what, changes, expected) => {
    expect(moves(...changes).sort()).toEqual(expected);
  });

  it.each([
    ['another value', [gone('terraform_data.a', { input: 'x' }), made('terraform_data.b', { input: 'y' })]],
    ['another type', [gone('terraform_data.a', { input: 'x' }), made('random_pet.b', { input: 'x' })]],
    [
      'nothing known',
      [gone('terraform_data.a', { input: 'x' }), made('terraform_data.b', { input: new Unknown('string') })],
    ],
    [
      'two that fit as well',
      [
        gone('terraform_data.a', { input: 'x' }),
        made('terraform_data.b', { input: 'x' }),
        made('terraform_data.c', { input: 'x' }),
      ],
    ],
    [
      'two that would both be it',
      [
        gone('terraform_data.a', { input: 'x' }),
        gone('terraform_data.b', { input: 'x' }),
        made('terraform_data.c', { input: 'x' }),
      ],
    ],
    [
      'an object destroyed on purpose',
      [
        gone('terraform_data.a', { input: 'x' }, { reason: 'delete_because_count_index' }),
        made('terraform_data.b', { input: 'x' }),
      ],
    ],
  ])('is not made for %s', (_what, changes) => {
    expect(moves(...changes)).toEqual([]);
  });

  it('is written as HCL or JSON', () => {
    const found = [{ from: 'terraform_data.a', to: 'module.m["x"].terraform_data.b' }];
    expect(movesText('moves.tf', found)).toBe(
      'moved {\n  from = terraform_data.a\n  to   = module.m["x"].terraform_data.b\n}\n',
    );
    expect(JSON.parse(movesText('moves.tf.json', found))).toEqual({ moved: found });
    expect(() => movesText('moves.txt', found)).toThrow(DiagnosticError);
  });
});
