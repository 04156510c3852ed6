import * as fc from 'fast-check';
import {
  ListValue,
  listOf,
  MapValue,
  mapOf,
  type Num,
  numberFromBinary,
  objectOf,
  objectValue,
  parseNumber,
  sensitive,
  setOf,
  setValue,
  standAlone,
  tupleOf,
  type Type,
  Unknown,
  type Value,
} from '../../src/model/index.js';

/** Names inherited from Object.prototype are ordinary names. */
export const someName = fc.constantFrom('a', 'b', 'constructor', '__proto__', 'ä', '$', 'x y');

/** Numbers of every kind: small, at the edge of a double, decimal, and with all 512 bits. */
export const someNumber: fc.Arbitrary<Num> = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.maxSafeInteger(),
  fc
    .double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })
    .map((double) => parseNumber(String(double))!),
  fc.integer({ min: -700, max: 700 }).map((power) => numberFromBinary(1n, power)),
  fc
    .tuple(fc.bigInt({ min: -(2n ** 512n), max: 2n ** 512n }), fc.integer({ min: -600, max: 200 }))
    .map(([mantissa, exponent]) => numberFromBinary(mantissa, exponent)),
);

export const someText = fc.oneof(
  fc.constantFrom('', 'a', 'b', '1', 'true', '1.5', '<&>', 'é', '😀', '"\\', '${x}'),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);

export const someType: fc.Arbitrary<Type> = fc.letrec<{ type: Type }>((tie) => ({
  type: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: fc.constantFrom<Type>('string', 'number', 'bool') },
    { weight: 1, arbitrary: tie('type').map(listOf) },
    { weight: 1, arbitrary: tie('type').map(setOf) },
    { weight: 1, arbitrary: tie('type').map(mapOf) },
    { weight: 1, arbitrary: fc.array(tie('type'), { maxLength: 3 }).map(tupleOf) },
    { weight: 2, arbitrary: record(tie('type'), 3).map((attributes) => objectOf(attributes)) },
  ),
})).type;

function record<T>(part: fc.Arbitrary<T>, most: number): fc.Arbitrary<Record<string, T>> {
  return fc.uniqueArray(fc.tuple(someName, part), { maxLength: most, selector: ([name]) => name }).map((entries) => {
    const result = Object.create(null) as Record<string, T>;
    for (const [name, value] of entries) result[name] = value;
    return result;
  });
}

export interface Wild {
  /** How often, in percent, a part is null, unknown or marked. */
  readonly nulls?: number;
  readonly unknowns?: number;
  readonly marks?: number;
}

/** A value of the type, with the requested irregularities. Marks are on sets, never inside. */
export function valueOfType(type: Type, wild: Wild = {}): fc.Arbitrary<Value> {
  const plain = plainOfType(type, wild);
  return fc.tuple(fc.nat(99), fc.nat(99), plain).map(([chance, mark, value]) => {
    const { nulls = 0, unknowns = 0, marks = 0 } = wild;
    const kept = chance < nulls ? null : chance < nulls + unknowns ? new Unknown(type) : value;
    return mark < marks ? sensitive(kept) : kept;
  });
}

function plainOfType(type: Type, wild: Wild): fc.Arbitrary<Value> {
  switch (type) {
    case 'string':
      return someText;
    case 'number':
      return someNumber;
    case 'bool':
      return fc.boolean();
    case 'dynamic':
      return fc.constant(null);
    default:
  }
  switch (type.kind) {
    case 'list':
      return fc
        .array(valueOfType(type.element, wild), { maxLength: 3 })
        .map((items) => new ListValue(type.element, items));
    case 'set':
      return fc
        .array(valueOfType(type.element, { ...wild, marks: 0 }), { maxLength: 3 })
        .map((items) => setValue(type.element, items));
    case 'map':
      return record(valueOfType(type.element, wild), 3).map((entries) => new MapValue(type.element, entries));
    case 'tuple':
      return fc.tuple(...type.items.map((item) => valueOfType(item, wild)));
    case 'object':
      return fc
        .tuple(...Object.keys(type.attributes).map((name) => valueOfType(type.attributes[name]!, wild)))
        .map((parts) => {
          const value = objectValue();
          for (const [index, name] of Object.keys(type.attributes).entries()) value[name] = parts[index]!;
          return value;
        });
  }
}

export interface TypedValue {
  readonly type: Type;
  /** As stored where the type is known. */
  readonly value: Value;
  /** The same where only the value determines its type. */
  readonly alone: Value;
}

/** A type and a value of it. */
export function typedValue(wild: Wild = {}): fc.Arbitrary<TypedValue> {
  return someType.chain((type) =>
    valueOfType(type, wild).map((value) => ({ type, value, alone: standAlone(value, type) })),
  );
}
