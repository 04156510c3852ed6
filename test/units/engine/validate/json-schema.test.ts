import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { jsonSchemaOf } from '../../../../src/engine/validate/json-schema.js';
import type { Block } from '../../../../src/model/index.js';
import { aBlock, attribute, computed, nested, required } from '../diff/support.js';

const inner = aBlock({ path: attribute('string', required) });
const block = aBlock(
  {
    name: attribute('string', required),
    size: attribute('number', { optional: true, constraint: { minimum: 2 } }),
    kind: attribute('string', { optional: true, constraint: { enum: ['a', 'b'] } }),
    ready: attribute('bool'),
    id: attribute('string', computed),
    names: attribute(
      { kind: 'list', element: 'string' },
      { optional: true, constraint: { items: { maxLength: 2 }, maxItems: 2 } },
    ),
    pair: attribute({ kind: 'tuple', items: ['string', 'bool'] }),
    any: attribute('dynamic', required),
    disk: nested('single', { path: attribute('string', required), id: attribute('string', computed) }),
  },
  { mount: { nesting: 'list', block: inner, minItems: 1, maxItems: 2 }, label: { nesting: 'map', block: inner } },
);

const ajv = new Ajv2020({ strict: false, strictSchema: true });
const validators = new Map<Block, (json: unknown) => boolean>();
const accepts = (of: Block, json: unknown): boolean => {
  let validate = validators.get(of);
  if (validate === undefined) validators.set(of, (validate = ajv.compile(jsonSchemaOf(of))));
  return validate(json);
};

const ok = { name: 'n', any: 1, mount: { path: '/a' } };

const table: readonly (readonly [rule: string, json: unknown, accepted: boolean])[] = [
  ['what is required', ok, true],
  ['no object', [], false],
  ['a missing attribute', { any: 1, mount: {} }, false],
  ['null for a required attribute', { ...ok, name: null }, false],
  ['null for a required attribute of any type', { ...ok, any: null }, false],
  ['null for an optional attribute', { ...ok, size: null, kind: null, ready: null, names: null, disk: null }, true],
  ['an unknown attribute', { ...ok, foo: 1 }, false],
  ['a comment', { ...ok, '//': 'x' }, true],
  ['a number for text', { ...ok, name: 1 }, true],
  ['text for a number', { ...ok, size: '-1.5e3' }, true],
  ['other text for a number', { ...ok, size: '1x' }, false],
  ['a number out of range', { ...ok, size: 1 }, false],
  ['text for a bool', { ...ok, ready: 'false' }, true],
  ['other text for a bool', { ...ok, ready: 'no' }, false],
  ['an allowed value', { ...ok, kind: 'a' }, true],
  ['a value that is not allowed', { ...ok, kind: 'c' }, false],
  ['what only the provider sets', { ...ok, id: 'i' }, false],
  ['null for what only the provider sets', { ...ok, id: null }, true],
  ['a list within its limits', { ...ok, names: ['a', 'bb'] }, true],
  ['a list with an item beyond its limits', { ...ok, names: ['aaa'] }, false],
  ['a list with an item of the wrong type', { ...ok, names: [{}] }, false],
  ['a tuple', { ...ok, pair: ['a', true] }, true],
  ['a tuple that is too long', { ...ok, pair: ['a', true, 1] }, false],
  ['nested attributes', { ...ok, disk: { path: '/a' } }, true],
  ['nested attributes missing', { ...ok, disk: {} }, false],
  ['unknown nested attributes', { ...ok, disk: { path: '/a', x: 1 } }, false],
  ['blocks as a list', { ...ok, mount: [{ path: '/a' }, { path: '/b' }] }, true],
  ['too many blocks', { ...ok, mount: [{ path: '/a' }, { path: '/b' }, { path: '/c' }] }, false],
  ['too few blocks', { ...ok, mount: [] }, false],
  ['a missing block', { name: 'n', any: 1 }, false],
  [
    'a block made by dynamic',
    { name: 'n', any: 1, dynamic: { mount: { for_each: [], content: { path: 'x' } } } },
    true,
  ],
  ['dynamic without content', { ...ok, dynamic: { mount: { for_each: [] } } }, false],
  ['dynamic of an unknown block', { ...ok, dynamic: { foo: { for_each: [], content: {} } } }, false],
  ['something wrong in a block', { ...ok, mount: { path: [] } }, false],
  ['labelled blocks', { ...ok, label: { a: { path: '/a' }, b: [{ path: '/b' }] } }, true],
  ['something wrong in a labelled block', { ...ok, label: { a: {} } }, false],
];

describe('the JSON Schema of a block', () => {
  it.each(table)('validates %s', (_rule, json, accepted) => {
    expect(accepts(block, json)).toBe(accepted);
  });

  it('stays as small as the schema, however deeply it nests', () => {
    let deep = aBlock({ leaf: attribute('string') });
    for (let depth = 0; depth < 12; depth += 1)
      deep = aBlock({}, { a: { nesting: 'list', block: deep }, b: { nesting: 'set', block: deep } });
    expect(JSON.stringify(jsonSchemaOf(deep)).length).toBeLessThan(50_000);
    expect(accepts(deep, { a: [{ b: { a: {} } }] })).toBe(true);
    expect(accepts(deep, { a: [{ b: { a: { leaf: 1 } } }] })).toBe(false);
  });

  it('describes attributes for editors', () => {
    const schema = jsonSchemaOf(
      aBlock({ a: { type: 'string', optional: true, description: 'What it is.', deprecated: true } }),
    );
    expect(JSON.stringify(schema)).toContain('"a":{"description":"What it is.","deprecated":true');
  });
});
