import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  containsSensitive,
  convert,
  convertInPlace,
  hasDynamic,
  isConvertible,
  type Type,
  typeOf,
  typesEqual,
  unify,
  Unknown,
  unmarkDeep,
  type Value,
  valuesEqual,
} from '../../src/model/index.js';
import { someType, typedValue } from './arbitrary.js';

const pair = fc.tuple(typedValue({ nulls: 5, unknowns: 5, marks: 5 }), someType);

it('a value that already has the type is returned unchanged', () => {
  fc.assert(
    fc.property(typedValue({ nulls: 10, marks: 10 }), ({ type, value, alone }) => {
      expect((convert(alone, type) as { value: Value }).value).toBe(alone);
      expect((convertInPlace(value, type) as { value: Value }).value).toBe(value);
    }),
  );
});

it('a converted value needs no further conversion', () => {
  fc.assert(
    fc.property(pair, ([{ value }, type]) => {
      const first = convert(value, type);
      fc.pre(first.ok);
      const second = convert(first.value, type);
      expect(second).toEqual({ ok: true, value: first.value });
    }),
  );
});

it('the result has the type', () => {
  fc.assert(
    fc.property(fc.tuple(typedValue({ nulls: 10 }), someType), ([{ alone }, type]) => {
      const result = convert(alone, type);
      fc.pre(result.ok);
      expect(typesEqual(typeOf(result.value), type)).toBe(true);
    }),
  );
});

it('marks only mark the result', () => {
  fc.assert(
    fc.property(pair, ([{ value }, type]) => {
      const marked = convert(value, type);
      const bare = convert(unmarkDeep(value), type);
      expect(marked.ok).toBe(bare.ok);
      fc.pre(marked.ok && bare.ok);
      expect(valuesEqual(unmarkDeep(marked.value), bare.value)).toBe(true);
    }),
  );
});

it('no mark is lost unless a part of the value is dropped', () => {
  fc.assert(
    fc.property(typedValue({ marks: 15 }), ({ value }) => {
      for (const type of [
        'dynamic',
        { kind: 'list', element: 'dynamic' },
        { kind: 'set', element: 'dynamic' },
        { kind: 'map', element: 'dynamic' },
      ] as const) {
        const result = convert(value, type);
        expect(!result.ok || containsSensitive(result.value) === containsSensitive(value)).toBe(true);
      }
    }),
  );
});

it('an unknown value converts whenever a value of its type may convert', () => {
  fc.assert(
    fc.property(fc.tuple(typedValue(), someType), ([{ type: from, value }, to]) => {
      fc.pre(convert(value, to).ok);
      const unknown = convert(new Unknown(from), to);
      expect(unknown.ok && typesEqual(typeOf(unknown.value), to)).toBe(true);
    }),
  );
});

it('the unified type accepts the values of every type, in any order', () => {
  fc.assert(
    fc.property(fc.array(someType, { minLength: 1, maxLength: 3 }), (types) => {
      const unified = unify(types);
      const turned = unify(types.toReversed());
      expect(unified === undefined || turned === undefined ? unified === turned : typesEqual(unified, turned)).toBe(
        true,
      );
      expect(types.every((type: Type) => unified === undefined || isConvertible(type, unified))).toBe(true);
      expect(unified !== undefined && hasDynamic(unified)).toBe(false);
    }),
  );
});
