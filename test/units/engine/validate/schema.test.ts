import { describe, expect, it } from 'vitest';
import { readBody } from '../../../../src/engine/validate/reading.js';
import { validateBody, validateValue } from '../../../../src/engine/validate/schema.js';
import {
  formatPath,
  ExactNumber,
  objectValue,
  sensitive,
  Unknown,
  type Block,
  type Diagnostic,
  type Value,
} from '../../../../src/model/index.js';
import {
  aBlock,
  attribute,
  computed,
  list,
  map,
  nested,
  object,
  optional,
  optionalComputed,
  required,
  set,
  typeOfAttributes,
} from '../diff/support.js';
import { body, reference } from './support.js';

const text = (diagnostic: Diagnostic): string => {
  const { severity, code, path, summary, detail } = diagnostic;
  return `${severity === 'warning' ? 'warning ' : ''}${code} at ${formatPath(path ?? [])}: ${summary}${detail === undefined ? '' : ` | ${detail}`}`;
};

const disk = {
  path: attribute('string', required),
  size: attribute('number', { optional: true, constraint: { minimum: 1 } }),
  id: attribute('string', computed),
};
const diskBlock = aBlock(disk);

const server = aBlock(
  {
    name: attribute('string', {
      required: true,
      constraint: { minLength: 2, maxLength: 5, pattern: '^[a-z]+$' },
      description: 'A short name.',
    }),
    size: attribute('string', { optional: true, constraint: { enum: ['small', 'large'] } }),
    count: attribute('number', { optional: true, constraint: { minimum: 1, maximum: 3, multipleOf: 1 } }),
    ready: attribute('bool'),
    id: attribute('string', computed),
    zone: attribute('string', optionalComputed),
    password: attribute('string', { optional: true, sensitive: true, constraint: { enum: ['a', 'b'] } }),
    tags: attribute({ kind: 'map', element: 'string' }),
    ports: attribute(
      { kind: 'list', element: 'number' },
      { optional: true, constraint: { minItems: 1, maxItems: 2, items: { maximum: 9 } } },
    ),
    zones: attribute({ kind: 'set', element: 'string' }, { optional: true, constraint: { maxItems: 2 } }),
    pair: attribute({ kind: 'tuple', items: ['string', 'number'] }),
    point: attribute({ kind: 'object', attributes: { x: 'number', y: 'number' }, optional: ['y'] }),
    any: attribute('dynamic'),
    mail: attribute('string', { optional: true, constraint: { format: 'email' } }),
    holds: attribute({ kind: 'list', element: 'number' }, { optional: true, constraint: { contains: { const: 8 } } }),
    either: attribute('string', { optional: true, constraint: { anyOf: [{ maxLength: 1 }, { minLength: 3 }] } }),
    disk: nested('single', disk),
    disks: nested('list', disk),
  },
  {
    mount: { nesting: 'list', block: diskBlock, maxItems: 2 },
    single: { nesting: 'single', block: diskBlock },
    labelled: { nesting: 'map', block: diskBlock },
  },
);

const needy = aBlock({}, { pair: { nesting: 'list', block: diskBlock, minItems: 2 } });

interface Row {
  readonly rule: string;
  readonly block?: Block;
  readonly body: Readonly<Record<string, unknown>>;
  readonly found?: readonly string[];
}

const ok = { name: 'abc' };

const table: readonly Row[] = [
  { rule: 'only the required attributes', body: ok },
  {
    rule: 'a missing attribute',
    body: {},
    found: ['missing-attribute at name: name must be set | Set it to a string. A short name.'],
  },
  {
    rule: 'null is the same as missing',
    body: { name: null },
    found: ['missing-attribute at name: name must be set | Set it to a string. A short name.'],
  },
  { rule: 'a reference counts as set', body: { name: reference } },
  {
    rule: 'null for an optional attribute is valid despite its limits',
    body: { ...ok, size: null, count: null, ports: null },
  },
  {
    rule: 'an unknown name, with the nearest known one',
    body: { ...ok, siez: 'small' },
    found: ['unknown-attribute at siez: There is no attribute or block siez | Did you mean size?'],
  },
  {
    rule: 'an unknown name in a small block',
    body: { ...ok, single: { path: '/a', foo: reference } },
    found: ['unknown-attribute at single.foo: There is no attribute foo in single | Supported names: path, size.'],
  },
  { rule: 'a comment is ignored', body: { ...ok, '//': 'hello', single: { '//': 'x', path: '/a' } } },
  {
    rule: 'a computed-only attribute',
    body: { ...ok, id: 'i' },
    found: [
      'read-only-attribute at id: id cannot be set | The provider sets its value. Remove it from the configuration; it can only be read.',
    ],
  },
  {
    rule: 'a computed-only attribute, even from a reference',
    body: { ...ok, id: reference },
    found: [
      'read-only-attribute at id: id cannot be set | The provider sets its value. Remove it from the configuration; it can only be read.',
    ],
  },
  { rule: 'null for a computed-only attribute', body: { ...ok, id: null } },
  {
    rule: 'what Terraform converts is accepted',
    body: { ...ok, zone: 5, count: '2', ready: 'true', tags: { a: 1, b: true }, ports: ['8'] },
  },
  {
    rule: 'text that is not a number',
    body: { ...ok, count: 'two' },
    found: ['wrong-type at count: count must be a number | It is the string "two".'],
  },
  {
    rule: 'text that is not a bool',
    body: { ...ok, ready: 'yes' },
    found: ['wrong-type at ready: ready must be a bool | It is the string "yes".'],
  },
  {
    rule: 'a number that should be a bool',
    body: { ...ok, ready: 1 },
    found: ['wrong-type at ready: ready must be a bool | It is the number 1.'],
  },
  {
    rule: 'a bool that should be a number',
    body: { ...ok, count: true },
    found: ['wrong-type at count: count must be a number | It is true.'],
  },
  {
    rule: 'a list that should be text',
    body: { ...ok, zone: ['a'] },
    found: ['wrong-type at zone: zone must be a string | It is a list.'],
  },
  {
    rule: 'an object that should be a list',
    body: { ...ok, ports: {} },
    found: ['wrong-type at ports: ports must be a list of number | It is an object.'],
  },
  {
    rule: 'text that should be a map',
    body: { ...ok, tags: 'a' },
    found: ['wrong-type at tags: tags must be a map of string | It is the string "a".'],
  },
  {
    rule: 'one invalid value in a map',
    body: { ...ok, tags: { a: 'x', b: [] } },
    found: ['wrong-type at tags.b: tags.b must be a string | It is a list.'],
  },
  { rule: 'a reference in a map is skipped', body: { ...ok, tags: { a: reference, b: 'x' } } },
  {
    rule: 'an invalid value next to a reference',
    body: { ...ok, tags: { a: reference, b: [] } },
    found: ['wrong-type at tags.b: tags.b must be a string | It is a list.'],
  },
  { rule: 'any value for a dynamic type', body: { ...ok, any: { a: [1, 'b', { c: null }] } } },
  {
    rule: 'a tuple that is too short',
    body: { ...ok, pair: ['a'] },
    found: ['too-short at pair: pair must have at least 2 elements | There is 1.'],
  },
  {
    rule: 'a tuple with an invalid element',
    body: { ...ok, pair: ['a', 'b'] },
    found: ['wrong-type at pair[1]: pair[1] must be a number | It is the string "b".'],
  },
  {
    rule: 'an object without a required attribute',
    body: { ...ok, point: { y: 1 } },
    found: ['missing-attribute at point.x: point.x must be set'],
  },
  {
    rule: 'surplus attributes of an object are dropped with a warning',
    body: { ...ok, point: { x: 1, z: 1 }, disk: { path: '/', sise: 1 } },
    found: [
      'warning unknown-attribute at point.z: point.z is ignored: the attribute does not exist | Did you mean x or y?',
      'warning unknown-attribute at disk.sise: disk.sise is ignored: the attribute does not exist | Did you mean size?',
    ],
  },
  { rule: 'an allowed value', body: { ...ok, size: 'small' } },
  {
    rule: 'a value that is not allowed',
    body: { ...ok, size: 'smal' },
    found: [
      'not-allowed-value at size: size must be one of "small", "large" | It is the string "smal". Did you mean "small"?',
    ],
  },
  {
    rule: 'an invalid sensitive value is not shown',
    body: { ...ok, password: 'hunter2' },
    found: ['not-allowed-value at password: password must be one of "a", "b" | It is a string.'],
  },
  {
    rule: 'text too short',
    body: { name: 'a' },
    found: ['too-short at name: name must have at least 2 characters | It has 1.'],
  },
  { rule: 'characters are counted, not surrogates', body: { ...ok, either: '💡' } },
  {
    rule: 'text too long, and in another format',
    body: { name: 'ABCDEF' },
    found: [
      'too-long at name: name must have at most 5 characters | It has 6.',
      'pattern at name: name must match ^[a-z]+$ | It is the string "ABCDEF".',
    ],
  },
  {
    rule: 'a number too small',
    body: { ...ok, count: 0 },
    found: ['out-of-range at count: count must be 1 or more | It is the number 0.'],
  },
  {
    rule: 'a number too large, as text',
    body: { ...ok, count: '4' },
    found: ['out-of-range at count: count must be 3 or less | It is the number 4.'],
  },
  {
    rule: 'a number that is not whole',
    body: { ...ok, count: 1.5 },
    found: ['out-of-range at count: count must be a whole number | It is the number 1.5.'],
  },
  {
    rule: 'a list too short',
    body: { ...ok, ports: [] },
    found: ['too-short at ports: ports must have at least 1 element | There are 0.'],
  },
  {
    rule: 'a list too long, references counted',
    body: { ...ok, ports: [1, reference, 3] },
    found: ['too-long at ports: ports must have at most 2 elements | There are 3.'],
  },
  {
    rule: 'an element out of range',
    body: { ...ok, ports: [1, 10] },
    found: ['out-of-range at ports[1]: ports[1] must be 9 or less | It is the number 10.'],
  },
  { rule: 'a set counts duplicates once', body: { ...ok, zones: ['a', 'a', 'b'] } },
  { rule: 'a set with a reference may become smaller', body: { ...ok, zones: ['a', reference, 'b'] } },
  {
    rule: 'a set too large',
    body: { ...ok, zones: ['a', 'b', 'c'] },
    found: ['too-long at zones: zones must have at most 2 elements | There are 3.'],
  },
  { rule: 'a required part may come from a reference', body: { ...ok, holds: [1, reference] } },
  {
    rule: 'a value without a required part',
    body: { ...ok, holds: [1, 2] },
    found: [
      'invalid-value at holds: holds has a value that its schema does not allow | It must match {"contains":{"const":8}}.',
    ],
  },
  { rule: 'a known format', body: { ...ok, mail: 'a@example.org' } },
  {
    rule: 'text in an unknown format',
    body: { ...ok, mail: 'a' },
    found: ['pattern at mail: mail must be a valid email | It is the string "a".'],
  },
  { rule: 'one of several formats', body: { ...ok, either: 'abc' } },
  {
    rule: 'none of several formats',
    body: { ...ok, either: 'ab' },
    found: [
      'invalid-value at either: either has a value that its schema does not allow | It must match {"anyOf":[{"maxLength":1},{"minLength":3}]}.',
    ],
  },
  { rule: 'nested attributes', body: { ...ok, disk: { path: '/a', size: 2 }, disks: [{ path: reference }] } },
  {
    rule: 'missing, read-only and out-of-range nested attributes',
    body: { ...ok, disk: { id: 'i' }, disks: [{ path: '/a' }, { path: '/b', size: 0 }] },
    found: [
      'missing-attribute at disk.path: disk.path must be set | Set it to a string.',
      'read-only-attribute at disk.id: disk.id cannot be set | The provider sets its value. Remove it from the configuration; it can only be read.',
      'out-of-range at disks[1].size: disks[1].size must be 1 or more | It is the number 0.',
    ],
  },
  {
    rule: 'a nested object where there should be a list of them',
    body: { ...ok, disks: { path: '/a' } },
    found: ['wrong-type at disks: disks must be a list of object | It is an object.'],
  },
  {
    rule: 'one block as an object, several as a list',
    body: { ...ok, mount: { path: '/a' }, single: [{ path: '/b' }], labelled: { a: { path: '/a' } } },
  },
  { rule: 'null and an empty list mean no block', body: { ...ok, mount: null, single: [] } },
  {
    rule: 'a block without a required attribute',
    body: { ...ok, mount: [{ path: '/a' }, {}], labelled: { x: {} } },
    found: [
      'missing-attribute at mount[1].path: mount[1].path must be set | Set it to a string.',
      'missing-attribute at labelled.x.path: labelled.x.path must be set | Set it to a string.',
    ],
  },
  {
    rule: 'too many blocks',
    body: { ...ok, mount: [{ path: '/a' }, { path: '/b' }, { path: '/c' }] },
    found: ['too-many-blocks at mount: mount must occur at most 2 times | There are 3.'],
  },
  {
    rule: 'more than one single block',
    body: { ...ok, single: [{ path: '/a' }, { path: '/b' }] },
    found: ['too-many-blocks at single: single must occur at most once | There are 2.'],
  },
  {
    rule: 'a missing block',
    block: needy,
    body: {},
    found: ['missing-block at pair: At least 2 pair blocks must be configured'],
  },
  {
    rule: 'too few blocks in a list',
    block: needy,
    body: { pair: [{ path: '/a' }] },
    found: ['too-few-blocks at pair: pair must occur at least 2 times | There is 1.'],
  },
  {
    rule: 'one block where two are needed',
    block: needy,
    body: { pair: { path: '/a' } },
    found: [
      'too-few-blocks at pair: At least 2 pair blocks are needed | There is 1. Use an array of objects for several blocks.',
    ],
  },
  {
    rule: 'dynamic blocks count as several',
    block: needy,
    body: { dynamic: { pair: { for_each: reference, content: { path: reference } } } },
  },
  {
    rule: 'the content of dynamic blocks is checked',
    body: { ...ok, dynamic: { mount: [{ for_each: [1], iterator: 'it', content: [{ size: 0 }] }], foo: {} } },
    found: [
      'missing-attribute at dynamic.mount[0].content[0].path: dynamic.mount[0].content[0].path must be set | Set it to a string.',
      'out-of-range at dynamic.mount[0].content[0].size: dynamic.mount[0].content[0].size must be 1 or more | It is the number 0.',
      'unknown-attribute at dynamic.foo: There is no attribute or block foo in dynamic | Nothing can be set here.',
    ],
  },
  {
    rule: 'a reference instead of a block',
    body: { ...ok, mount: reference },
    found: [
      'wrong-block at mount: mount must be a block: an object, or an array of objects | Blocks cannot come from an expression; use "dynamic" to generate them from a collection.',
    ],
  },
  {
    rule: 'text instead of a block',
    body: { ...ok, mount: ['x'] },
    found: [
      'wrong-block at mount[0]: mount[0] must be a block: an object, or an array of objects | It is the string "x".',
    ],
  },
  {
    rule: 'a list of lists instead of blocks',
    body: { ...ok, mount: [[{ path: '/a' }]] },
    found: ['wrong-block at mount[0]: mount[0] must be a block: an object, or an array of objects | It is a list.'],
  },
  {
    rule: 'all errors at once, in document order',
    body: { zzz: 1, size: 'x', name: '', count: 9, aaa: 2 },
    found: [
      'unknown-attribute at zzz: There is no attribute or block zzz | Run "landform providers schema" for the supported names.',
      'not-allowed-value at size: size must be one of "small", "large" | It is the string "x".',
      'too-short at name: name must have at least 2 characters | It has 0.',
      'pattern at name: name must match ^[a-z]+$ | It is the string "".',
      'out-of-range at count: count must be 3 or less | It is the number 9.',
      'unknown-attribute at aaa: There is no attribute or block aaa | Run "landform providers schema" for the supported names.',
    ],
  },
  {
    rule: 'names with a meaning in JavaScript',
    body: { ...ok, constructor: 1, tags: { constructor: 'a', toString: 'b' } },
    found: [
      'unknown-attribute at constructor: There is no attribute or block constructor | Run "landform providers schema" for the supported names.',
    ],
  },
];

describe('a body', () => {
  it.each(table)('$rule', ({ block = server, body: json, found = [] }) => {
    const given = validateBody({ body: body(json) }, block, 't.n');
    expect(given.map(text)).toEqual(found);
  });

  it('is reported with its address, its place in the document and its origin', () => {
    const origin = { constructPath: 'app/a', location: 'main.ts:1:1' };
    const [first, second] = validateBody({ body: body({ tags: { a: [] } }), origin }, server, 't.n');
    expect(first).toMatchObject({
      address: 't.n',
      origin,
      path: ['name'],
      source: { file: 'main.tf.json', path: ['resource', 't', 'n'] },
    });
    expect(second).toMatchObject({ path: ['tags', 'a'], source: { path: ['resource', 't', 'n', 'tags', 'a'] } });
  });

  it('that is trivially valid skips the validator', () => {
    const data = aBlock({
      id: attribute('string', computed),
      input: attribute('dynamic'),
      output: attribute('dynamic', computed),
      triggers_replace: attribute('dynamic'),
    });
    for (const input of [reference, 'x', 5, null, { a: [1, { b: reference }] }, []]) {
      expect(readBody(body({ input }).content, data).plain).toBe(true);
    }
    expect(
      readBody(
        body({ ...ok, size: 'small', count: 2, ports: [1, 2], disk: { path: '/a' }, mount: { path: '/a' } }).content,
        server,
      ).plain,
    ).toBe(true);
  });
});

const unset: Record<string, Value> = Object.fromEntries(Object.keys(server.attributes).map((name) => [name, null]));
const diskType = typeOfAttributes(disk);
const aServer = (some: Record<string, Value>): Value =>
  objectValue({ ...unset, name: 'abc', mount: list(diskType), single: null, labelled: map(diskType, {}), ...some });

const values: readonly { rule: string; block?: Block; value: Value; found?: readonly string[] }[] = [
  { rule: 'within all limits', value: aServer({ size: 'small', count: 2, ports: list('number', 1) }) },
  {
    rule: 'with unknowns instead',
    value: aServer({ name: new Unknown('string'), ports: new Unknown({ kind: 'list', element: 'number' }) }),
  },
  {
    rule: 'that is null although required',
    value: aServer({ name: null }),
    found: ['missing-attribute at name: name must be set | Set it to a string. A short name.'],
  },
  {
    rule: 'that is not allowed',
    value: aServer({ size: 'x' }),
    found: ['not-allowed-value at size: size must be one of "small", "large" | It is the string "x".'],
  },
  {
    rule: 'that is out of range next to an unknown',
    value: aServer({ ports: list('number', new Unknown('number'), 10) }),
    found: ['out-of-range at ports[1]: ports[1] must be 9 or less | It is the number 10.'],
  },
  {
    rule: 'an exact number out of range',
    value: aServer({ count: new ExactNumber(7n, -1) }),
    found: [
      'out-of-range at count: count must be 3 or less | It is the number 3.5.',
      'out-of-range at count: count must be a whole number | It is the number 3.5.',
    ],
  },
  {
    rule: 'that is marked, without showing it',
    value: aServer({ name: sensitive('S3CRET') }),
    found: [
      'too-long at name: name must have at most 5 characters',
      'pattern at name: name must match ^[a-z]+$ | It is a string.',
    ],
  },
  {
    rule: 'that is marked inside, without showing it',
    value: aServer({ ports: list('number', sensitive(11)) }),
    found: ['out-of-range at ports[0]: ports[0] must be 9 or less | It is a number.'],
  },
  {
    rule: 'with a set of marked elements',
    value: aServer({ zones: sensitive(set('string', 'a', 'b', 'c')) }),
    found: ['too-long at zones: zones must have at most 2 elements | There are 3.'],
  },
  {
    rule: 'in a nested block',
    value: aServer({ mount: list(diskType, object({ path: '/a', size: 0, id: null })) }),
    found: ['out-of-range at mount[0].size: mount[0].size must be 1 or more | It is the number 0.'],
  },
  { rule: 'with unknown blocks', value: aServer({ mount: new Unknown({ kind: 'list', element: diskType }) }) },
  {
    rule: 'with too few blocks',
    block: needy,
    value: object({ pair: list(diskType) }),
    found: ['too-few-blocks at pair: pair must occur at least 2 times | There are 0.'],
  },
  {
    rule: 'with an unset group',
    block: aBlock({}, { g: { nesting: 'group', block: diskBlock } }),
    value: object({ g: object({ path: null, size: null, id: null }) }),
  },
  { rule: 'that is wholly unknown', value: new Unknown('dynamic') },
];

it('an unknown name is shown, not the value next to it', () => {
  const found = validateBody({ body: body({ nmae: 'hunter2' }) }, server, 't.n');
  expect(found.find(({ code }) => code === 'unknown-attribute')).toMatchObject({
    path: ['nmae'],
    source: { part: 'key' },
  });
  const [missing] = validateBody({ body: body({}) }, aBlock({ name: attribute('string', required) }), 't.n');
  expect(missing!.source).not.toHaveProperty('part');
});

describe('a value in state', () => {
  const written = { body: { source: { file: 'f', path: ['a'] } } };

  it.each(values)('$rule', ({ block = server, value, found = [] }) => {
    const given = validateValue(value, block, 't.n[0]', written);
    expect(given.map(text)).toEqual(found);
  });

  it('is reported with the path of its attribute in the document', () => {
    const [found] = validateValue(aServer({ size: 'x' }), server, 't.n[0]', written);
    expect(found).toMatchObject({ address: 't.n[0]', path: ['size'], source: { file: 'f', path: ['a', 'size'] } });
  });

  it('with a problem in a secret is reported at its owner, whose line can be shown', () => {
    const [found] = validateValue(aServer({ password: 'hunter2' }), server, 't.n[0]', written);
    expect(found).toMatchObject({ path: ['password'], source: { file: 'f', path: ['a'] } });
  });

  it('of a block with types only is not validated', () => {
    const plain = aBlock({ a: attribute('string', optional) });
    expect(validateValue(object({ a: ['wrong'] }), plain, 't.n', written)).toEqual([]);
  });
});
