import { describe, expect, it } from 'vitest';
import { assertPlanValid } from '../../../../src/engine/diff/legality.js';
import { formatProblem } from '../../../../src/engine/diff/problem.js';
import { sensitive, shortened, Unknown, UNKNOWN, type Block, type Value } from '../../../../src/model/index.js';
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
} from './support.js';

const plain = aBlock({
  name: attribute('string', required),
  zone: attribute('string', optionalComputed),
  id: attribute('string', computed),
  password: attribute('string', { optional: true, sensitive: true }),
  token: attribute('string', { optional: true, writeOnly: true }),
});
const aPlain = (some: Record<string, Value>): Value =>
  object({ name: 'a', zone: null, id: null, password: null, token: null, ...some });

const diskAttributes = { path: attribute('string', required), id: attribute('string', computed) };
const diskType = typeOfAttributes(diskAttributes);
const diskBlock = aBlock(diskAttributes);
const disk = (path: Value, id: Value = null): Value => object({ path, id });
const holder = (nesting: 'single' | 'list' | 'map' | 'set'): Block =>
  aBlock({ disks: nested(nesting, diskAttributes) });
const blocks = (nesting: 'single' | 'group' | 'list' | 'map' | 'set'): Block =>
  aBlock({}, { disks: { nesting, block: diskBlock } });
const disks = (value: Value): Value => object({ disks: value });
const unknownId = new Unknown('string');

interface Row {
  readonly rule: string;
  readonly block: Block;
  readonly prior?: Value;
  readonly config: Value;
  readonly planned: Value;
  /** As text; none when the plan is legal. */
  readonly problems?: readonly string[];
}

const table: readonly Row[] = [
  { rule: 'the unchanged configuration', block: plain, config: aPlain({ name: 'b' }), planned: aPlain({ name: 'b' }) },
  { rule: 'null for null', block: plain, config: null, planned: null },
  {
    rule: 'null for a configured object',
    block: plain,
    config: aPlain({}),
    planned: null,
    problems: ['planned to be absent, but it is configured'],
  },
  {
    rule: 'an object where none is configured',
    block: plain,
    config: null,
    planned: aPlain({}),
    problems: ['planned to exist, but it is not configured'],
  },
  {
    rule: 'any value for a computed attribute that is not configured',
    block: plain,
    config: aPlain({}),
    planned: aPlain({ zone: unknownId, id: 'i' }),
  },
  {
    rule: 'an object of another type than the schema',
    block: plain,
    config: aPlain({}),
    planned: object({ name: 1, zone: null, id: null, password: null, more: true }),
    problems: [
      'name: must be of type string, but is of type number',
      'token: is missing; every attribute of the schema must be present, null if unset',
      'more: is not in the schema',
    ],
  },
  {
    rule: 'a value other than the configured one',
    block: plain,
    config: aPlain({}),
    planned: aPlain({ name: 'A' }),
    problems: ['name: planned value "A" is not the configured value "a"'],
  },
  {
    rule: 'a value other than the configured one, for an optional and computed attribute',
    block: plain,
    prior: aPlain({ zone: 'x' }),
    config: aPlain({ zone: 'y' }),
    planned: aPlain({ zone: 'z' }),
    problems: ['zone: planned value "z" is not the configured value "y" nor the prior value "x"'],
  },
  {
    rule: 'the prior value, as equivalent to the configured one',
    block: plain,
    prior: aPlain({ name: 'A' }),
    config: aPlain({}),
    planned: aPlain({ name: 'A' }),
  },
  {
    rule: 'a prior null for a configured attribute',
    block: plain,
    prior: aPlain({ zone: null }),
    config: aPlain({ zone: 'y' }),
    planned: aPlain({ zone: null }),
    problems: ['zone: planned value null is not the configured value "y"'],
  },
  {
    rule: 'the prior value of an attribute that is neither configured nor computed',
    block: plain,
    prior: aPlain({ password: 'p4ss' }),
    config: aPlain({}),
    planned: aPlain({ password: 'p4ss' }),
    problems: ['password: planned value (sensitive value) for an attribute that is neither configured nor computed'],
  },
  {
    rule: 'unknown for a configured attribute',
    block: plain,
    config: aPlain({}),
    planned: aPlain({ name: UNKNOWN }),
    problems: ['name: planned value (unknown) is not the configured value "a"'],
  },
  {
    rule: 'an unknown that the provider refines',
    block: plain,
    config: aPlain({ name: UNKNOWN }),
    planned: aPlain({ name: new Unknown('string', true) }),
  },
  {
    rule: 'a known value for an unknown configuration',
    block: plain,
    config: aPlain({ name: new Unknown('string') }),
    planned: aPlain({ name: 'guess' }),
    problems: ['name: planned value "guess" is not the configured value (unknown)'],
  },
  {
    rule: 'a sensitive attribute, without showing it',
    block: plain,
    prior: aPlain({ password: 'p1' }),
    config: aPlain({ password: 'p2' }),
    planned: aPlain({ password: 'p3' }),
    problems: [
      'password: planned value (sensitive value) is not the configured value (sensitive value) nor the prior value (sensitive value)',
    ],
  },
  {
    rule: 'a value marked in configuration, without showing it',
    block: plain,
    config: aPlain({ name: sensitive('s3cret') }),
    planned: aPlain({ name: 'S3CRET' }),
    problems: ['name: planned value (sensitive value) is not the configured value (sensitive value)'],
  },
  {
    rule: 'a write-only attribute must be planned null',
    block: plain,
    config: aPlain({ token: 't' }),
    planned: aPlain({ token: 't' }),
    problems: ['token: the planned value of a write-only attribute must be null'],
  },
  { rule: 'a write-only attribute planned null', block: plain, config: aPlain({ token: 't' }), planned: aPlain({}) },

  {
    rule: 'computed parts of a nested object',
    block: holder('single'),
    config: disks(disk('/a')),
    planned: disks(disk('/a', unknownId)),
  },
  {
    rule: 'configured parts of a nested object changed',
    block: holder('single'),
    config: disks(disk('/a')),
    planned: disks(disk('/b')),
    problems: ['disks.path: planned value "/b" is not the configured value "/a"'],
  },
  {
    rule: 'a missing nested object',
    block: holder('single'),
    config: disks(disk('/a')),
    planned: disks(null),
    problems: ['disks: planned to be absent, but it is configured'],
  },
  {
    rule: 'a nested object that is not configured',
    block: holder('single'),
    config: disks(null),
    planned: disks(disk('/a')),
    problems: ['disks: planned to exist, but it is not configured'],
  },
  {
    rule: 'a configured nested object that is wholly unknown',
    block: holder('single'),
    config: disks(disk('/a')),
    planned: disks(new Unknown(diskType)),
    problems: [
      'disks: planned to be unknown as a whole, but it is configured; only computed parts of it may be unknown',
    ],
  },
  {
    rule: 'a nested list with another length',
    block: holder('list'),
    config: disks(list(diskType, disk('/a'))),
    planned: disks(list(diskType)),
    problems: ['disks: element count in the plan (0) differs from the configuration (1)'],
  },
  {
    rule: 'a nested list with computed parts filled, each with its own prior element',
    block: holder('list'),
    prior: disks(list(diskType, disk('/A', '1'))),
    config: disks(list(diskType, disk('/a'), disk('/b'))),
    planned: disks(list(diskType, disk('/A', '1'), disk('/b', unknownId))),
  },
  {
    rule: 'a nested list whose element is changed',
    block: holder('list'),
    config: disks(list(diskType, disk('/a'), disk('/b'))),
    planned: disks(list(diskType, disk('/a'), disk('/c'))),
    problems: ['disks[1].path: planned value "/c" is not the configured value "/b"'],
  },
  {
    rule: 'a nested map with other keys',
    block: holder('map'),
    config: disks(map(diskType, { a: disk('/a') })),
    planned: disks(map(diskType, { b: disk('/a') })),
    problems: [
      'disks.b: element in the plan that is not in the configuration',
      'disks.a: element in the configuration is missing from the plan',
    ],
  },
  {
    rule: 'any elements in a nested set of the right size',
    block: holder('set'),
    config: disks(set(diskType, disk('/a'))),
    planned: disks(set(diskType, disk('/z', '1'))),
  },
  {
    rule: 'a nested set with another size',
    block: holder('set'),
    config: disks(set(diskType, disk('/a'))),
    planned: disks(set(diskType, disk('/a'), disk('/b'))),
    problems: ['disks: element count in the plan (2) differs from the configuration (1)'],
  },
  {
    rule: 'a nested set that may shrink when its unknowns are known',
    block: holder('set'),
    config: disks(set(diskType, disk('/a'))),
    planned: disks(set(diskType, disk('/a', unknownId), disk('/a', '1'))),
  },

  {
    rule: 'computed parts of blocks',
    block: blocks('list'),
    config: disks(list(diskType, disk('/a'))),
    planned: disks(list(diskType, disk('/a', '1'))),
  },
  {
    rule: 'another number of blocks',
    block: blocks('list'),
    config: disks(list(diskType, disk('/a'))),
    planned: disks(list(diskType, disk('/a'), disk('/b'))),
    problems: ['disks: block count in the plan (2) differs from the configuration (1)'],
  },
  {
    rule: 'a list of blocks planned null',
    block: blocks('list'),
    config: disks(list(diskType)),
    planned: disks(null),
    problems: ['disks: must be an empty list if there are no blocks, not null'],
  },
  {
    rule: 'wholly unknown blocks',
    block: blocks('set'),
    config: disks(set(diskType, disk('/a'))),
    planned: disks(new Unknown({ kind: 'set', element: diskType })),
    problems: ['disks: nested blocks must not be unknown as a whole; make attributes inside them unknown'],
  },
  {
    rule: 'a wholly unknown block in a list',
    block: blocks('list'),
    config: disks(list(diskType, disk('/a'))),
    planned: disks(list(diskType, new Unknown(diskType))),
    problems: ['disks[0]: a nested block must not be unknown as a whole; make attributes inside it unknown'],
  },
  {
    rule: 'a wholly unknown block in a set',
    block: blocks('set'),
    config: disks(set(diskType, disk('/a'))),
    planned: disks(set(diskType, new Unknown(diskType))),
    problems: ['disks: a nested block must not be unknown as a whole; make attributes inside it unknown'],
  },
  {
    rule: 'known blocks for unknown ones in the configuration',
    block: blocks('list'),
    config: disks(new Unknown({ kind: 'list', element: diskType })),
    planned: disks(list(diskType, disk('/a'))),
    problems: ['disks: planned value for blocks that are still unknown in the configuration'],
  },
  {
    rule: 'a missing single block',
    block: blocks('single'),
    config: disks(disk('/a')),
    planned: disks(null),
    problems: ['disks: planned to be absent, but it is configured'],
  },
  {
    rule: 'a changed attribute in a map of blocks',
    block: blocks('map'),
    config: disks(map(diskType, { 'a b': disk('/a') })),
    planned: disks(map(diskType, { 'a b': disk('/b') })),
    problems: ['disks["a b"].path: planned value "/b" is not the configured value "/a"'],
  },
];

describe("a provider's plan", () => {
  it.each(table)('$rule', ({ block, prior, config, planned, problems }) => {
    expect(assertPlanValid(block, prior ?? null, config, planned).map(formatProblem)).toEqual(problems ?? []);
  });

  it('is reported without values at a path that is known to be secret', () => {
    const problems = assertPlanValid(plain, null, aPlain({ name: 's3cret' }), aPlain({ name: 'S3CRET' }), () => [
      ['name'],
    ]);
    expect(problems.map(formatProblem)).toEqual([
      'name: planned value (sensitive value) is not the configured value (sensitive value)',
    ]);
  });

  it('is reported without a value that contains a sensitive part', () => {
    const inner = {
      secret: attribute('string', { optional: true, sensitive: true }),
      id: attribute('string', optional),
    };
    const block = aBlock({ any: attribute('dynamic', optional), one: nested('single', inner) });
    const problems = assertPlanValid(
      block,
      null,
      object({ any: object({ a: sensitive('s3cret') }), one: object({ secret: 's3cret', id: 'a' }) }),
      object({ any: object({ a: 'other' }), one: object({ secret: 'other', id: 'b' }) }),
    ).map(formatProblem);
    expect(problems).toEqual([
      'any: planned value (sensitive value) is not the configured value (sensitive value)',
      'one.secret: planned value (sensitive value) is not the configured value (sensitive value)',
      'one.id: planned value "b" is not the configured value "a"',
    ]);
  });

  it('is reported with long values shortened', () => {
    const block = aBlock({ text: attribute('string') });
    const [problem] = assertPlanValid(block, null, object({ text: 'x'.repeat(10_000) }), object({ text: 'y' }));
    expect(shortened(problem!.message).length).toBeLessThan(300);
  });
});
