import { describe, expect, it } from 'vitest';
import { conformanceProblems } from '../../../../src/engine/diff/conforms.js';
import { formatProblem } from '../../../../src/engine/diff/problem.js';
import {
  listOf,
  mapOf,
  objectOf,
  setOf,
  tupleOf,
  sensitive,
  Unknown,
  UNKNOWN,
  type Type,
  type Value,
} from '../../../../src/model/index.js';
import { list, map, object, set } from './support.js';

const table: readonly { rule: string; value: Value; type: Type; problems?: readonly string[] }[] = [
  { rule: 'a primitive of its type', value: 'x', type: 'string' },
  { rule: 'null of any type', value: null, type: listOf('string') },
  { rule: 'any value for a dynamic type', value: object({ a: list('string', 'x') }), type: 'dynamic' },
  {
    rule: 'text instead of a number',
    value: '1',
    type: 'number',
    problems: ['must be of type number, but is of type string'],
  },
  {
    rule: 'a sensitive value instead of a number, which is not shown',
    value: sensitive('s3cret'),
    type: 'number',
    problems: ['must be of type number, but is of type string'],
  },
  { rule: 'an unknown of the expected type', value: new Unknown('string'), type: 'string' },
  { rule: 'an unknown of unknown type', value: UNKNOWN, type: 'string' },
  {
    rule: 'an unknown of another type',
    value: new Unknown('number'),
    type: 'string',
    problems: ['must be of type string, but is unknown of type number'],
  },
  {
    rule: 'a list with a wrong item',
    value: list('string', 'x', 1),
    type: listOf('string'),
    problems: ['[1]: must be of type string, but is of type number'],
  },
  {
    rule: 'a tuple instead of a list',
    value: ['x'],
    type: listOf('string'),
    problems: ['must be of type list of string, but is of type tuple'],
  },
  {
    rule: 'a tuple for a list of blocks with a dynamic type',
    value: [object({ a: 1 }), object({ a: 'x' })],
    type: listOf(objectOf({ a: 'dynamic' })),
  },
  {
    rule: 'an object for a map of blocks with a dynamic type',
    value: object({ k: object({ a: 1 }) }),
    type: mapOf(objectOf({ a: 'dynamic' })),
  },
  {
    rule: 'an object instead of a map',
    value: object({ a: 'x' }),
    type: mapOf('string'),
    problems: ['must be of type map of string, but is of type object'],
  },
  {
    rule: 'a list instead of a set',
    value: list('string', 'x'),
    type: setOf('string'),
    problems: ['must be of type set of string, but is of type list'],
  },
  {
    rule: 'a set with a wrong element',
    value: set('dynamic', 'x', 1),
    type: setOf('string'),
    problems: ['must be of type string, but is of type number'],
  },
  {
    rule: 'a map with a wrong entry',
    value: map('dynamic', { a: 'x', b: true }),
    type: mapOf('string'),
    problems: ['b: must be of type string, but is of type bool'],
  },
  {
    rule: 'a tuple with another length',
    value: ['x'],
    type: tupleOf(['string', 'string']),
    problems: ['must have 2 elements, but has 1'],
  },
  {
    rule: 'an object with missing and surplus attributes',
    value: object({ a: 'x', c: 1 }),
    type: objectOf({ a: 'string', b: 'string' }),
    problems: [
      'b: is missing; every attribute of the schema must be present, null if unset',
      'c: is not in the schema',
    ],
  },
];

describe('type conformance', () => {
  it.each(table)('$rule', ({ value, type, problems = [] }) => {
    expect(conformanceProblems(value, type).map(formatProblem)).toEqual(problems);
  });
});
