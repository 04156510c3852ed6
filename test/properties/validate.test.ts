import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validatorOf } from '../../src/engine/validate/compiled.js';
import { readBody } from '../../src/engine/validate/reading.js';
import { validateBody } from '../../src/engine/validate/schema.js';
import {
  nestedType,
  objectValue,
  sensitive,
  Unknown,
  type Attribute,
  type Block,
  type BlockType,
  type Expression,
  type NestedAttributes,
  type Type,
  type Value,
} from '../../src/model/index.js';

const name = fc.constantFrom('a', 'b', 'c');
const type: fc.Arbitrary<Type> = fc.letrec<{ type: Type }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'xsmall' },
    fc.constantFrom<Type>('string', 'number', 'bool', 'dynamic'),
    fc
      .constantFrom('list' as const, 'set' as const, 'map' as const)
      .chain((kind) => tie('type').map((element): Type => ({ kind, element }))),
    fc.array(tie('type'), { maxLength: 2 }).map((items): Type => ({ kind: 'tuple', items })),
    fc.dictionary(name, tie('type'), { maxKeys: 2 }).map((attributes): Type => ({ kind: 'object', attributes })),
  ),
})).type;

const constraint = fc.constantFrom<NonNullable<Attribute['constraint']> | undefined>(
  undefined,
  undefined,
  { enum: ['p', 1, true] },
  { minLength: 1, pattern: '^[pq]' },
  { maxLength: 1 },
  { minimum: 1, maximum: 2 },
  { exclusiveMinimum: 1, multipleOf: 1 },
  { multipleOf: 2 },
  { minItems: 1, maxItems: 1 },
  { items: { minimum: 1, maxLength: 1 } },
  { not: { const: 'p' } },
  { minProperties: 1 },
);
const presence = fc.constantFrom<Partial<Attribute>>(
  { required: true },
  { optional: true },
  { computed: true },
  { optional: true, computed: true },
);
const plainAttribute = fc.tuple(type, presence, constraint).map(([of, how, limits]): Attribute => ({
  ...how,
  type: of,
  ...(limits === undefined ? {} : { constraint: limits }),
}));
const attribute = fc.oneof(
  { weight: 4, arbitrary: plainAttribute },
  fc
    .tuple(
      fc.constantFrom<NestedAttributes['nesting']>('single', 'list', 'set', 'map'),
      fc.dictionary(name, plainAttribute, { maxKeys: 2 }),
      presence,
    )
    .map(([nesting, attributes, how]): Attribute => ({
      ...how,
      type: nestedType({ nesting, attributes }),
      nested: { nesting, attributes },
    })),
);
const flat = fc
  .dictionary(name, attribute, { maxKeys: 3 })
  .map((attributes): Block => ({ attributes, blockTypes: {} }));
const blockType = fc
  .tuple(
    fc.constantFrom<BlockType['nesting']>('single', 'group', 'list', 'set', 'map'),
    flat,
    fc.constantFrom(0, 1),
    fc.constantFrom(0, 1, 2),
  )
  .map(([nesting, block, minItems, maxItems]): BlockType => ({ nesting, block, minItems, maxItems }));
const aBlock = fc
  .tuple(flat, fc.dictionary(fc.constantFrom('x', 'y'), blockType, { maxKeys: 2 }))
  .map(([{ attributes }, blockTypes]): Block => ({ attributes, blockTypes }));

const reference: Expression = {
  kind: 'traversal',
  root: 'local',
  steps: [{ kind: 'attribute', key: 'x' }],
  span: { start: 2, end: 9 },
};
const secret = 'correct-horse-battery';

/** What anybody might write where something of the type belongs: most of it fits. */
function written(of: Type, leaf: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  const stray = fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, leaf);
  return stray.chain((other) => (other === undefined ? fitting(of, leaf) : fc.constant(other)));
}

const literal = (value: Value): Expression => ({ kind: 'literal', value });

function fitting(of: Type, leaf: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> {
  switch (of) {
    case 'string':
      return fc.constantFrom<Value>('', 'p', 'q', 'pp', 1, true).map(literal);
    case 'number':
      return fc.constantFrom<Value>(0, 1, 2, '1', '2.5').map(literal);
    case 'bool':
      return fc.constantFrom<Value>(true, false, 'true').map(literal);
    case 'dynamic':
      return leaf;
    default:
  }
  switch (of.kind) {
    case 'list':
    case 'set':
      return fc
        .array(written(of.element, leaf), { maxLength: 2 })
        .map((items): Expression => ({ kind: 'tuple', items }));
    case 'tuple':
      return fc
        .tuple(...of.items.map((item) => written(item, leaf)))
        .map((items): Expression => ({ kind: 'tuple', items }));
    case 'map':
      return fc.dictionary(name, written(of.element, leaf), { maxKeys: 2 }).map(objectExpression);
    case 'object':
      return fc.record(mapValues(of.attributes, (inner) => written(inner, leaf))).map(objectExpression);
  }
}

const mapValues = <T, R>(record: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

const objectExpression = (entries: Readonly<Record<string, Expression>>): Expression => ({
  kind: 'object',
  items: Object.entries(entries).map(([key, value]) => ({ key: literal(key), value })),
});

function contents(block: Block, leaf: fc.Arbitrary<Expression>): fc.Arbitrary<Record<string, Expression>> {
  const attributes = mapValues(block.attributes, (of) =>
    of.computed === true && of.optional !== true && of.required !== true
      ? fc.constantFrom(literal(null), literal(null), literal(null), reference)
      : written(of.type, leaf),
  );
  const blocks = mapValues(block.blockTypes, ({ nesting, block: inner }) => {
    const one = contents(inner, leaf).map(objectExpression);
    const labelled = fc.dictionary(name, one, { maxKeys: 2 }).map(objectExpression);
    return nesting === 'map'
      ? labelled
      : fc.oneof(
          one,
          fc.array(one, { maxLength: 2 }).map((items): Expression => ({ kind: 'tuple', items })),
          leaf,
        );
  });
  return fc.record({ ...attributes, ...blocks }, { requiredKeys: Object.keys(attributes).slice(1) });
}

const bodies = (leaf: fc.Arbitrary<Expression>): fc.Arbitrary<{ block: Block; content: Record<string, Expression> }> =>
  aBlock.chain((block) => contents(block, leaf).map((content) => ({ block, content })));

const anything = fc.constantFrom<Expression>(
  reference,
  literal(null),
  literal('p'),
  literal(1),
  literal(true),
  literal([]),
  literal(objectValue({ a: 'p' })),
  literal(new Unknown('dynamic')),
);

describe('bodies of any schema', () => {
  it('pass the validator if they pass the quick check', () => {
    let glances = 0;
    fc.assert(
      fc.property(bodies(anything), ({ block, content }) => {
        const reading = readBody(content, block);
        if (!reading.plain) return;
        glances += 1;
        expect(
          validatorOf(block)(reading.json).filter(
            (finding) => !reading.open.some((path) => `/${path.join('/')}` === finding.instancePath),
          ),
        ).toEqual([]);
      }),
      { numRuns: 80 },
    );
    expect(glances).toBeGreaterThan(5);
  });

  it('never expose a sensitive value', () => {
    const marked = fc.constantFrom<Expression>(
      literal(sensitive(secret)),
      literal(sensitive(objectValue({ a: secret }))),
      literal(sensitive([secret])),
    );
    fc.assert(
      fc.property(bodies(marked), ({ block, content }) => {
        const body = { content, source: { file: 'f', path: [] } };
        const found = validateBody({ body }, block, 't.n');
        expect(JSON.stringify(found.map(({ summary, detail }) => [summary, detail]))).not.toContain(secret);
      }),
      { numRuns: 50 },
    );
  });
});
