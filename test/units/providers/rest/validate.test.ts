import { describe, expect, it } from 'vitest';
import {
  ListValue,
  UNKNOWN,
  formatPath,
  objectValue,
  type Attribute,
  type Value,
} from '../../../../src/model/index.js';
import { Description } from '../../../../src/providers/rest/description/description.js';
import { nested, nestedAttributes } from '../../../../src/providers/rest/values/nested.js';
import { SchemaChecker } from '../../../../src/providers/rest/description/replies.js';
import { checkLimits } from '../../../../src/providers/rest/description/validate.js';
import type { Nested } from '../../../../src/providers/rest/mapping/definition.js';

const PORT = { at: '/port', type: 'number', required: true, constraint: { minimum: 1, maximum: 65535 } } as const;
const GATE: Nested = { nesting: 'single', members: { port: PORT } };
const GATES: Nested = { nesting: 'list', members: { port: PORT, inner: { at: '/inner', nested: GATE } } };

const of = (table: Nested, more: Partial<Attribute> = {}): Attribute => ({
  type: nested(table).type!,
  nested: nestedAttributes(table),
  optional: true,
  ...more,
});

const block = {
  blockTypes: {},
  attributes: {
    name: { type: 'string', optional: true, constraint: { minLength: 2 } },
    id: { type: 'string', computed: true },
    gate: of(GATE),
    gates: of(GATES, { constraint: { minItems: 1 } }),
  },
} as const;

const checker = new SchemaChecker(new Description(new URL('./fixtures/', import.meta.url).href));
const gate = (port: Value, inner: Value = null): Value => objectValue({ port, inner });
const gates = (...items: Value[]): Value => new ListValue(nested(GATES).type!, items);

describe('limits of an API description', () => {
  it.each<[string, Record<string, Value>, string[]]>([
    ['an attribute', { name: 'a' }, ['name']],
    ['a computed attribute', { id: 'mine' }, ['id']],
    ['a member of an object', { gate: gate(0) }, ['gate.port']],
    ['a member of an item of a list', { gates: gates(gate(80), gate(65536)) }, ['gates[1].port']],
    ['a member of an object in an item', { gates: gates(gate(80, gate(0))) }, ['gates[0].inner.port']],
    ['a list itself', { gates: gates() }, ['gates']],
  ])('are checked for %s', (_, values, places) => {
    const diagnostics = checkLimits(block, values, checker);
    expect(diagnostics.map(({ path }) => formatPath(path ?? []))).toEqual(places);
    for (const { summary, detail } of diagnostics)
      expect([summary.includes(places[0]!), detail !== '']).toEqual([true, true]);
  });

  it.each<[string, Record<string, Value>]>([
    ['what fits', { name: 'ab', gate: gate(1), gates: gates(gate(65535, gate(80))) }],
    ['unset values', { name: null, gate: null, gates: null }],
    ['unknown values', { name: UNKNOWN, gate: UNKNOWN, gates: gates(UNKNOWN, gate(UNKNOWN)) }],
  ])('accept %s', (_, values) => {
    expect(checkLimits(block, values, checker)).toEqual([]);
  });
});
