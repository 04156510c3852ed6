import { describe, expect, test } from 'vitest';

import { bodyOf, parameter } from '../../../src/sandbox/asked.js';
import { either, flag, list, nullable, number, object, record, text, word } from '../../../src/sandbox/shape.js';

const url = new URL('http://127.0.0.1/pets/7');
const pet = object({ name: text, legs: number }, { tags: list(text), owner: nullable(object({ name: text })) });

describe('a shape', () => {
  test.each([
    [pet, { name: 'Rex', legs: 4 }],
    [pet, { name: 'Rex', legs: 4, tags: ['a'], owner: null, more: true }],
    [pet, { name: 'Rex', legs: 4, owner: { name: 'Ann' } }],
    [record(either(text, list(text))), { a: 'x', b: ['y'] }],
    [word('on', 'off'), 'off'],
    [flag, false],
  ])('%# fits', (shape, value) => {
    expect(shape(value)).toBe(true);
  });

  test.each([
    [pet, undefined],
    [pet, []],
    [pet, { name: 'Rex' }],
    [pet, { name: 'Rex', legs: '4' }],
    [pet, { name: 'Rex', legs: 4, tags: 'a' }],
    [pet, { name: 'Rex', legs: 4, tags: null }],
    [pet, { name: 'Rex', legs: 4, owner: {} }],
    [record(either(text, list(text))), { a: 1 }],
    [word('on', 'off'), 'of'],
    [list(number), { 0: 1 }],
  ])('%# does not fit', (shape, value) => {
    expect(shape(value)).toBe(false);
  });
});

describe('a request', () => {
  test('returns its body, including fields that no shape names', () => {
    expect(bodyOf({ url, body: { name: 'Rex', legs: 4, age: 2 } }, pet)).toEqual({ name: 'Rex', legs: 4, age: 2 });
  });

  test('without a body has no fields', () => {
    expect(bodyOf({ url, body: undefined }, object({}, { name: text }))).toEqual({});
  });

  test('with any other body is an error that names the path, not the body', () => {
    expect(() => bodyOf({ url, body: { name: 'planted-8472' } }, pet)).toThrow(/^(?=.*\/pets\/7)(?!.*planted-8472)/);
  });

  test('has only the parameters of its path', () => {
    const call = { url, parameters: { pet: '7' } };
    expect(parameter(call, 'pet')).toBe('7');
    expect(() => parameter(call, 'shop')).toThrow('/pets/7 has no parameter shop');
  });
});
