import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differences } from '../../src/engine/diff/compare.js';
import { assertCompatible } from '../../src/engine/diff/compatible/object.js';
import { conforms } from '../../src/engine/diff/conforms.js';
import { valueKey } from '../../src/engine/diff/key.js';
import { decideAction } from '../../src/engine/diff/decide.js';
import { applyIgnoreChanges } from '../../src/engine/diff/ignore-changes.js';
import { assertPlanValid } from '../../src/engine/diff/legality.js';
import { proposeForCreate, proposeNew } from '../../src/engine/diff/propose.js';
import { markSensitiveAttributes } from '../../src/engine/diff/sensitivity.js';
import {
  impliedType,
  ListValue,
  MapValue,
  nestedType,
  objectValue,
  SetValue,
  setValue,
  Unknown,
  unmarkDeep,
  valuesEqual,
  type Attribute,
  type Block,
  type BlockType,
  type NestedAttributes,
  type ObjectValue,
  type Type,
  type Value,
} from '../../src/model/index.js';

/** Small alphabets, so that values often meet. */
const name = fc.constantFrom('a', 'b', 'c', 'constructor');
const primitive = fc.constantFrom<Type>('string', 'number', 'bool');
const attributeType = fc.oneof(
  primitive,
  primitive.map((element): Type => ({ kind: 'list', element })),
  primitive.map((element): Type => ({ kind: 'set', element })),
  primitive.map((element): Type => ({ kind: 'map', element })),
);
const presence = fc.constantFrom<Partial<Attribute>>(
  { required: true },
  { optional: true },
  { computed: true },
  { optional: true, computed: true },
  { optional: true, sensitive: true },
);
const plainAttribute = fc.tuple(attributeType, presence).map(([type, how]): Attribute => ({ ...how, type }));

/** Nested collections that are never computed as a whole: what a provider may do with those is another question. */
const nestedAttribute = fc
  .tuple(
    fc.constantFrom<NestedAttributes['nesting']>('single', 'list', 'map', 'set'),
    fc.dictionary(name, plainAttribute, { minKeys: 1, maxKeys: 3 }),
  )
  .map(([nesting, attributes]): Attribute => ({
    optional: true,
    type: nestedType({ nesting, attributes }),
    nested: { nesting, attributes },
  }));

const flatBlock = fc
  .dictionary(name, fc.oneof({ weight: 3, arbitrary: plainAttribute }, nestedAttribute), { maxKeys: 4 })
  .map((attributes): Block => ({ attributes, blockTypes: {} }));

/** Sets inside an element of a set have to be equal, computed or not. */
const withoutNested = (block: Block): Block => ({
  attributes: Object.fromEntries(Object.entries(block.attributes).filter(([, { nested }]) => nested === undefined)),
  blockTypes: {},
});

const aBlock = fc
  .tuple(
    flatBlock,
    fc.dictionary(
      fc.constantFrom('x', 'y'),
      fc
        .tuple(fc.constantFrom<BlockType['nesting']>('single', 'group', 'list', 'map', 'set'), flatBlock)
        .map(([nesting, block]): BlockType => ({ nesting, block: nesting === 'set' ? withoutNested(block) : block })),
      { maxKeys: 2 },
    ),
  )
  .map(([{ attributes }, blockTypes]): Block => ({ attributes, blockTypes }));

const text = fc.constantFrom('', 'p', 'q', 'r');
const record = (value: fc.Arbitrary<Value>): fc.Arbitrary<Record<string, Value>> =>
  fc.dictionary(name, value, { maxKeys: 3 }).map((entries) => objectValue(entries));

/** Known values of a type, not null. */
function ofType(type: Type): fc.Arbitrary<Value> {
  switch (type) {
    case 'string':
      return text;
    case 'number':
      return fc.integer({ min: 0, max: 3 });
    case 'bool':
      return fc.boolean();
    case 'dynamic':
      return text;
    default:
  }
  switch (type.kind) {
    case 'list':
      return fc.array(ofType(type.element), { maxLength: 4 }).map((items) => new ListValue(type.element, items));
    case 'set':
      return fc.array(ofType(type.element), { maxLength: 4 }).map((items) => setValue(type.element, items));
    case 'map':
      return record(ofType(type.element)).map((entries) => new MapValue(type.element, entries));
    default:
      throw new Error('not generated');
  }
}

interface Fields {
  readonly attributes: Block['attributes'];
  readonly blockTypes?: Block['blockTypes'];
}

/** Objects as configuration gives them: computed attributes may be left out, computed-only ones always are. */
function configOf(fields: Fields, unknowns: boolean): fc.Arbitrary<Value> {
  const parts: Record<string, fc.Arbitrary<Value>> = {};
  for (const [key, attribute] of Object.entries(fields.attributes)) parts[key] = attributeConfig(attribute, unknowns);
  for (const [key, blockType] of Object.entries(fields.blockTypes ?? {})) {
    const inner = configOf(blockType.block, unknowns);
    parts[key] = collected(
      blockType.nesting,
      impliedType(blockType.block),
      inner,
      blockType.nesting === 'single',
      blockType.block,
    );
  }
  return fc.record(parts).map((values) => objectValue(values));
}

function attributeConfig(attribute: Attribute, unknowns: boolean): fc.Arbitrary<Value> {
  if (attribute.computed === true && attribute.optional !== true) return fc.constant(null);
  const { nested, type } = attribute;
  if (nested !== undefined) {
    const element = nestedType({ nesting: 'single', attributes: nested.attributes });
    return collected(nested.nesting, element, configOf(nested, unknowns), true, nested);
  }
  const options: fc.Arbitrary<Value>[] = [ofType(type)];
  if (attribute.required !== true) options.push(fc.constant(null));
  if (unknowns) options.push(fc.constant(new Unknown(type)));
  return fc.oneof(...options);
}

/** What tells elements of a set apart when a provider has filled in the rest. */
const identity = (fields: Fields, value: Value): string =>
  valueKey(
    Object.entries(fields.attributes)
      .filter(([, attribute]) => attribute.computed !== true)
      .map(([key]) => (value as ObjectValue)[key]!),
  );

function collected(
  nesting: BlockType['nesting'],
  element: Type,
  inner: fc.Arbitrary<Value>,
  nullable: boolean,
  fields: Fields,
): fc.Arbitrary<Value> {
  const filled: Record<typeof nesting, fc.Arbitrary<Value>> = {
    single: inner,
    group: inner,
    list: fc.array(inner, { maxLength: 3 }).map((items) => new ListValue(element, items)),
    set: fc
      .uniqueArray(inner, { maxLength: 3, selector: (value) => identity(fields, value) })
      .map((items) => setValue(element, items)),
    map: record(inner).map((entries) => new MapValue(element, entries)),
  };
  return nullable ? fc.oneof({ weight: 3, arbitrary: filled[nesting] }, fc.constant(null)) : filled[nesting];
}

/** A provider that only fills in what is computed and not set: with unknowns when it plans, with values when it applies. */
function fill(fields: Fields, proposed: Value, value: (type: Type) => Value): Value {
  const result = objectValue(proposed as ObjectValue);
  for (const [key, { computed, type, nested }] of Object.entries(fields.attributes)) {
    if (computed === true && result[key] === null) result[key] = value(type);
    else if (nested !== undefined) result[key] = fillNested(nested.nesting, nested, result[key]!, value);
  }
  for (const [key, { nesting, block }] of Object.entries(fields.blockTypes ?? {})) {
    result[key] = fillNested(nesting, block, result[key]!, value);
  }
  return result;
}

function fillNested(nesting: BlockType['nesting'], fields: Fields, value: Value, filler: (type: Type) => Value): Value {
  if (value === null) return null;
  const inner = (item: Value): Value => fill(fields, item, filler);
  if (value instanceof ListValue) return new ListValue(value.element, value.items.map(inner));
  if (value instanceof SetValue) return setValue(value.element, value.items.map(inner));
  if (value instanceof MapValue) {
    return new MapValue(
      value.element,
      objectValue(Object.fromEntries(Object.entries(value.entries).map(([key, item]) => [key, inner(item)]))),
    );
  }
  return nesting === 'single' || nesting === 'group' ? inner(value) : value;
}

const unknownOf = (type: Type): Value => new Unknown(type);

function someValue(type: Type): Value {
  if (type === 'string') return 'made';
  if (type === 'number') return 7;
  if (type === 'bool') return true;
  if (typeof type === 'string') return null;
  if (type.kind === 'list') return new ListValue(type.element, [someValue(type.element)]);
  if (type.kind === 'set') return setValue(type.element, [someValue(type.element)]);
  return type.kind === 'map' ? new MapValue(type.element, objectValue({ k: someValue(type.element) })) : null;
}

const withConfigs = (unknowns: boolean): fc.Arbitrary<{ block: Block; first: Value; second: Value }> =>
  aBlock.chain((block) =>
    fc.record({ block: fc.constant(block), first: configOf(block, false), second: configOf(block, unknowns) }),
  );

/** An object as it is after the first apply of a configuration. */
const created = (block: Block, config: Value): Value => fill(block, proposeForCreate(block, config), someValue);

describe('for any schema and configuration', () => {
  it('an unchanged configuration proposes no changes', () => {
    fc.assert(
      fc.property(withConfigs(false), ({ block, first }) => {
        const prior = created(block, first);
        const proposed = proposeNew(block, prior, first);
        expect(differences(prior, proposed)).toEqual([]);
        expect(decideAction({ prior, planned: proposed, replacePaths: [] })).toEqual({ kind: 'no-op' });
      }),
    );
  });

  it('the proposed value has the type of the schema', () => {
    fc.assert(
      fc.property(withConfigs(true), ({ block, first, second }) => {
        expect(conforms(proposeNew(block, created(block, first), second), impliedType(block))).toBe(true);
      }),
    );
  });

  it('a provider that fills in only computed attributes creates valid plans', () => {
    fc.assert(
      fc.property(withConfigs(true), ({ block, first, second }) => {
        const prior = created(block, first);
        expect(assertPlanValid(block, null, second, fill(block, proposeForCreate(block, second), unknownOf))).toEqual(
          [],
        );
        expect(assertPlanValid(block, prior, second, fill(block, proposeNew(block, prior, second), unknownOf))).toEqual(
          [],
        );
      }),
    );
  });

  it('a provider that applies exactly its plan passes the consistency check', () => {
    fc.assert(
      fc.property(withConfigs(false), ({ block, first, second }) => {
        const proposed = proposeNew(block, created(block, first), second);
        expect(assertCompatible(block, fill(block, proposed, unknownOf), fill(block, proposed, someValue))).toEqual([]);
      }),
    );
  });

  it('a provider that changes a configured value creates an invalid plan', () => {
    fc.assert(
      fc.property(aBlock, text, (block, extra) => {
        const withOne: Block = {
          ...block,
          attributes: { ...block.attributes, mine: { type: 'string', required: true } },
        };
        const rest = fc.sample(configOf(block, false), { numRuns: 1, seed: 1 })[0] as ObjectValue;
        const config = objectValue({ ...rest, mine: extra });
        const planned = objectValue({ ...(fill(withOne, config, unknownOf) as ObjectValue), mine: `${extra}!` });
        expect(assertPlanValid(withOne, null, config, planned).map((problem) => problem.path)).toEqual([['mine']]);
      }),
    );
  });

  it('ignoring all changes proposes none', () => {
    fc.assert(
      fc.property(withConfigs(false), ({ block, first, second }) => {
        const prior = created(block, first);
        expect(differences(prior, proposeNew(block, prior, applyIgnoreChanges(second, prior, 'all', block)))).toEqual(
          [],
        );
      }),
    );
  });

  it('an ignored attribute keeps its prior value', () => {
    fc.assert(
      fc.property(withConfigs(false), fc.nat(), ({ block, first, second }, pick) => {
        const names = Object.keys(block.attributes);
        fc.pre(names.length > 0);
        const chosen = names[pick % names.length]!;
        const prior = created(block, first) as ObjectValue;
        const proposed = proposeNew(block, prior, applyIgnoreChanges(second, prior, [[chosen]], block)) as ObjectValue;
        expect(differences(prior[chosen]!, proposed[chosen]!)).toEqual([]);
      }),
    );
  });

  it('marks hide values and change nothing else', () => {
    fc.assert(
      fc.property(withConfigs(true), ({ block, second }) => {
        const marked = markSensitiveAttributes(second, block);
        expect(valuesEqual(unmarkDeep(marked), second)).toBe(true);
        expect(valuesEqual(markSensitiveAttributes(marked, block), marked)).toBe(true);
      }),
    );
  });
});

const anyValue: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant(null),
    text,
    fc.integer({ min: 0, max: 2 }),
    fc.boolean(),
    fc.constantFrom(new Unknown('string'), new Unknown('dynamic')),
    fc.array(tie('value'), { maxLength: 3 }),
    record(tie('value')),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => new ListValue('dynamic', items)),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => setValue('dynamic', items)),
    record(tie('value')).map((entries) => new MapValue('dynamic', entries)),
  ),
})).value;

/** Two values that are the same, close, or have nothing to do with each other. */
const pair: fc.Arbitrary<readonly [Value, Value]> = fc.oneof(
  fc.tuple(anyValue, anyValue),
  anyValue.map((value) => [value, copy(value)] as const),
);

function copy(value: Value): Value {
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof ListValue) return new ListValue(value.element, value.items.map(copy));
  if (value instanceof SetValue) return setValue(value.element, value.items.map(copy));
  if (value instanceof Unknown) return new Unknown(value.type);
  if (Array.isArray(value)) return (value as readonly Value[]).map(copy);
  const entries = value instanceof MapValue ? value.entries : (value as ObjectValue);
  const copied = objectValue(Object.fromEntries(Object.entries(entries).map(([key, item]) => [key, copy(item)])));
  return value instanceof MapValue ? new MapValue(value.element, copied) : copied;
}

describe('differences between two values', () => {
  it('are empty exactly if the values are equal', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        expect(differences(before, after).length === 0).toBe(valuesEqual(before, after));
      }),
      { numRuns: 500 },
    );
  });

  it('have the same number in both directions', () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        expect(differences(after, before)).toHaveLength(differences(before, after).length);
      }),
      { numRuns: 500 },
    );
  });
});
