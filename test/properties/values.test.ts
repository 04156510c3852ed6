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

it('a described value comes back from its text, with types, unknowns and marks', () => {
  fc.assert(
    fc.property(typedValue(anything), ({ alone }) => {
      expect(valuesEqual(decodeValue(parseJson(stringifyJson(encodeValue(alone)))), alone)).toBe(true);
    }),
  );
});

it('a known value comes back from the form state keeps it in', () => {
  fc.assert(
    fc.property(typedValue({ nulls: 10 }), ({ type, value }) => {
      expect(valuesEqual(valueFromJson(parseJson(stringifyJson(valueToJson(value, type))), type), value)).toBe(true);
    }),
  );
});

it('a value says its whole type when it stands alone, its nulls included', () => {
  fc.assert(
    fc.property(typedValue({ nulls: 20, marks: 10 }), ({ type, alone }) => {
      expect(typesEqual(typeOf(alone), type)).toBe(true);
    }),
  );
});

it('a value that was taken out of its place fits in again', () => {
  fc.assert(
    fc.property(typedValue(anything), ({ type, value, alone }) => {
      expect(valuesEqual(inPlace(alone, type), value)).toBe(true);
      expect(standAlone(alone, type)).toBe(alone);
    }),
  );
});

it('a value of any type comes back from where its type is written beside it', () => {
  fc.assert(
    fc.property(typedValue({ nulls: 10 }), ({ alone }) => {
      expect(
        valuesEqual(valueFromJson(parseJson(stringifyJson(valueToJson(alone, 'dynamic'))), 'dynamic'), alone),
      ).toBe(true);
    }),
  );
});

it('equal values have one canonical text', () => {
  fc.assert(
    fc.property(typedValue({ nulls: 10 }), ({ type, value }) => {
      const text = canonicalJson(valueToJson(value, type));
      expect(canonicalJson(parseJson(text))).toBe(text);
    }),
  );
});

it('marks taken off and put on again are where they were', () => {
  fc.assert(
    fc.property(typedValue(anything), ({ value }) => {
      const bare = unmarkDeep(value);
      expect(containsSensitive(bare)).toBe(false);
      expect(valuesEqual(markPaths(bare, sensitivePaths(value)), value)).toBe(true);
      expect(containsSensitive(value)).toBe(sensitivePaths(value).length > 0);
    }),
  );
});

it('masks say true exactly where something is unknown or marked', () => {
  fc.assert(
    fc.property(typedValue(anything), ({ value }) => {
      expect(holdsTrue(unknownMask(value))).toBe(!isWhollyKnown(value));
      expect(holdsTrue(sensitiveMask(value))).toBe(containsSensitive(value));
    }),
  );
});

it('plain JSON of a known value is what state keeps', () => {
  fc.assert(
    fc.property(typedValue({ nulls: 10 }), ({ type, value }) => {
      expect(canonicalJson(plainJson(value))).toBe(canonicalJson(valueToJson(value, type)));
    }),
  );
});

it('a set is the same whatever the order of its items, and building it again changes nothing', () => {
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

it('every place a walk meets can be got and changed, except inside sets', () => {
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

it('equality is an equivalence that tells different values apart', () => {
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

it('masks and shapes that are put together as text say what those made as JSON say', () => {
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
