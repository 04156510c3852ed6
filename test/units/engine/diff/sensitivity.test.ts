import { describe, expect, it } from 'vitest';
import { markSensitiveAttributes } from '../../../../src/engine/diff/sensitivity.js';
import { formatPath, sensitive, sensitivePaths, Unknown, unmarkDeep, type Value } from '../../../../src/model/index.js';
import { aBlock, attribute, list, map, nested, object, set, typeOfAttributes } from './support.js';

const inner = { secret: attribute('string', { optional: true, sensitive: true }), plain: attribute('string') };
const innerType = typeOfAttributes(inner);
const item = object({ secret: 's', plain: 'p' });
const block = aBlock(
  {
    secret: attribute('string', { optional: true, sensitive: true }),
    plain: attribute('string'),
    one: nested('single', inner),
    many: nested('list', inner),
    named: nested('map', inner),
    some: nested('set', inner),
    whole: nested('list', inner, { optional: true, sensitive: true }),
  },
  { block: { nesting: 'list', block: aBlock(inner) }, set: { nesting: 'set', block: aBlock(inner) } },
);
const empty: Record<string, Value> = {
  secret: null,
  plain: null,
  one: null,
  many: null,
  named: null,
  some: null,
  whole: null,
  block: list(innerType),
  set: set(innerType),
};

const table: readonly { rule: string; value: Value; marked: readonly string[] }[] = [
  { rule: 'a sensitive attribute, even if it is null', value: object(empty), marked: ['secret', 'whole'] },
  { rule: 'nothing in null', value: null, marked: [] },
  { rule: 'nothing in a wholly unknown value', value: new Unknown('dynamic'), marked: [] },
  {
    rule: 'sensitive attributes inside nested attributes and blocks',
    value: object({
      ...empty,
      one: item,
      many: list(innerType, item, item),
      named: map(innerType, { k: item }),
      block: list(innerType, item),
    }),
    marked: ['secret', 'one.secret', 'many[0].secret', 'many[1].secret', 'named.k.secret', 'whole', 'block[0].secret'],
  },
  {
    rule: 'a whole set if an element contains a sensitive attribute',
    value: object({ ...empty, some: set(innerType, item), set: set(innerType, item) }),
    marked: ['secret', 'some', 'whole', 'set'],
  },
  {
    rule: 'existing marks stay',
    value: object({ ...empty, plain: sensitive('x') }),
    marked: ['secret', 'plain', 'whole'],
  },
];

describe('marking by schema', () => {
  it.each(table)('$rule', ({ value, marked }) => {
    const result = markSensitiveAttributes(value, block);
    expect(sensitivePaths(result).map(formatPath)).toEqual(marked);
    expect(unmarkDeep(result)).toEqual(unmarkDeep(value));
  });

  it('returns the same object if the schema has no secrets', () => {
    const value = object({ plain: 'x' });
    expect(markSensitiveAttributes(value, aBlock({ plain: attribute('string') }))).toBe(value);
  });

  it('marks a value once, however often it is applied', () => {
    const once = markSensitiveAttributes(object({ ...empty, secret: 's' }), block);
    expect(markSensitiveAttributes(once, block)).toEqual(once);
  });
});
