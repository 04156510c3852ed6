import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  canonicalJson,
  containsSensitive,
  decodeValue,
  encodeValue,
  getAt,
  inPlace,
  isWhollyKnown,
  type Json,
  markPaths,
  parseJson,
  plainJson,
  sensitiveMask,
  sensitivePaths,
  SetValue,
  setValue,
  standAlone,
  stringifyJson,
  transformValue,
  typeOf,
  typesEqual,
  unknownMask,
  unmark,
  unmarkDeep,
  valueFromJson,
  valuesEqual,
  valueToJson,
  walkValue,
} from '../../src/model/index.js';
import { sensitiveText, unknownText } from '../../src/model/json/plain-text.js';
import { shapeOf, shapeText } from '../../src/model/json/shape.js';
import { someType, typedValue, valueOfType } from './arbitrary.js';

const anything = { nulls: 10, unknowns: 10, marks: 10 };

const holdsTrue = (json: Json): boolean =>
  json === true ||
  (typeof json === 'object' && json !== null && Object.values(json).some((part) => holdsTrue(part as Json)));

it('a described value survives a round trip through text, with types, unknowns and marks', () => {
  fc.assert(
    fc.property(typedValue(anything), ({ alone }) => {
      expect(valuesEqual(decodeValue(parseJson(stringifyJson(encodeValue(alone)))), alone)).toBe(true);
    }),
  );
});

it('a known value survives a round trip through the state format', () => {
  fc.assert(
    fc.property(typedValue({ nulls: 10 }), ({ type, value }) => {
      expect(valuesEqual(valueFromJson(parseJson(stringifyJson(valueToJson(value, type))), type), value)).toBe(true);
    }),
  );
});

it('a value determines its whole type on its own, including its nulls', () => {
  fc.assert(
    fc.property(typedValue({ nulls: 20, marks: 10 }), ({ type, alone }) => {
      expect(typesEqual(typeOf(alone), type)).toBe(true);
    }),
  );
});

it('a value taken out of a collection fits back in', () => {
  fc.assert(
    fc.property(typedValue(anything), ({ type, value, alone }) => {
      expect(valuesEqual(inPlace(alone, type), value)).toBe(true);
      expect(standAlone(alone, type)).toBe(alone);
    }),
  );
});

it('a value of any type survives a round trip with its type stored next to it', () => {
  fc.assert(
    fc.property(typedValue({ nulls: 10 }), ({ alone }) => {
      expect(
        valuesEqual(valueFromJson(parseJson(stringifyJson(valueToJson(alone, 'dynamic'))), 'dynamic'), alone),
      ).toBe(true);
    }),
  );
});

it('equal values have the same canonical text', () => {
  fc.assert(
    fc.property(typedValue({ nulls: 10 }), ({ type, value }) => {
      const text = canonicalJson(valueToJson(value, type));
      expect(canonicalJson(parseJson(text))).toBe(text);
    }),
  );
});

it('removing and restoring marks changes nothing', () => {
  fc.assert(
    fc.property(typedValue(anything), ({ value }) => {
      const bare = unmarkDeep(value);
      expect(containsSensitive(bare)).toBe(false);
      expect(valuesEqual(markPaths(bare, sensitivePaths(value)), value)).toBe(true);
      expect(containsSensitive(value)).toBe(sensitivePaths(value).length > 0);
    }),
  );
});

it('masks are true exactly where a value is unknown or marked', () => {
  fc.assert(
    fc.property(typedValue(anything), ({ value }) => {
      expect(holdsTrue(unknownMask(value))).toBe(!isWhollyKnown(value));
      expect(holdsTrue(sensitiveMask(value))).toBe(containsSensitive(value));
    }),
  );
});

it('the plain JSON of a known value matches the state format', () => {
  fc.assert(
    fc.property(typedValue({ nulls: 10 }), ({ type, value }) => {
      expect(canonicalJson(plainJson(value))).toBe(canonicalJson(valueToJson(value, type)));
    }),
  );
});

it('a set does not depend on the order of its items, and rebuilding it changes nothing', () => {
  fc.assert(
    fc.property(
      someType.chain((type) =>
        fc.tuple(fc.constant(type), fc.array(valueOfType(type, { nulls: 10 }), { maxLength: 6 })),
      ),
      ([type, items]) => {
        const set = setValue(type, items);
        expect(valuesEqual(setValue(type, items.toReversed()), set)).toBe(true);
        expect(setValue(type, set.items).items).toBe(set.items);
        expect(setValue(type, [...items, ...items]).items).toHaveLength(set.items.length);
      },
    ),
  );
});

it('every path of a walk can be read and changed, except inside sets', () => {
  fc.assert(
    fc.property(typedValue({ nulls: 10, marks: 10 }), ({ value }) => {
      walkValue(value, (part, path) => {
        expect(valuesEqual(unmarkDeep(getAt(value, path)!), unmarkDeep(part))).toBe(true);
        expect(
          valuesEqual(
            transformValue(value, path, (inside) => inside),
            value,
          ),
        ).toBe(true);
        return !(unmark(part) instanceof SetValue);
      });
    }),
  );
});

it('equality is an equivalence relation that separates different values', () => {
  fc.assert(
    fc.property(
      someType.chain((type) => fc.tuple(valueOfType(type, anything), valueOfType(type, anything))),
      ([left, right]) => {
        expect(valuesEqual(left, left)).toBe(true);
        expect(valuesEqual(left, right)).toBe(valuesEqual(right, left));
        expect(valuesEqual(left, right)).toBe(canonicalJson(encodeValue(left)) === canonicalJson(encodeValue(right)));
      },
    ),
  );
});

it('masks and shapes written as text match those built as JSON', () => {
  fc.assert(
    fc.property(typedValue(anything), ({ value }) => {
      const shape = shapeOf(value);
      expect(parseJson(unknownText(value))).toEqual(parseJson(stringifyJson(unknownMask(value))));
      expect(parseJson(sensitiveText(value))).toEqual(parseJson(stringifyJson(sensitiveMask(value))));
      expect(parseJson(shapeText(value) ?? 'null')).toEqual(
        shape === undefined ? null : parseJson(stringifyJson(shape)),
      );
    }),
  );
});
