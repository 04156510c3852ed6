import { describe, expect, it } from 'vitest';
import { parseTypeConstraint } from '../../../src/language/index.js';
import { typeToJson } from '../../../src/model/index.js';

describe('types of variables', () => {
  it.each<[string, unknown]>([
    ['string', 'string'],
    ['number', 'number'],
    ['bool', 'bool'],
    ['any', 'dynamic'],
    ['list', ['list', 'dynamic']],
    ['map', ['map', 'dynamic']],
    ['list(string)', ['list', 'string']],
    ['set(any)', ['set', 'dynamic']],
    ['map(list(number))', ['map', ['list', 'number']]],
    ['tuple([string, bool])', ['tuple', ['string', 'bool']]],
    ['tuple([])', ['tuple', []]],
    ['object({})', ['object', {}]],
    ['object({ a = string, b = optional(number) })', ['object', { a: 'string', b: 'number' }, ['b']]],
    ['object({\n a = string\n "b c" = bool\n})', ['object', { a: 'string', 'b c': 'bool' }]],
    ['list(object({a=optional(string,"x")}))', ['list', ['object', { a: 'string' }, ['a']]]],
  ])('%s', (text, expected) => {
    const { type, problems } = parseTypeConstraint(text);
    expect(problems).toEqual([]);
    expect(typeToJson(type)).toEqual(expected);
  });

  it.each<[string, unknown]>([
    ['object({ a = string })', undefined],
    ['object({ a = optional(string) })', undefined],
    ['object({ a = optional(string, "x") })', { attributes: { a: 'x' } }],
    ['list(object({ a = optional(number, -1) }))', { inside: { '*': { attributes: { a: -1 } } } }],
    ['tuple([string, object({ a = optional(list(string), []) })])', { inside: { '1': { attributes: { a: [] } } } }],
    [
      'object({ o = optional(object({ p = optional(string, "q") }), {}) })',
      { attributes: { o: {} }, inside: { o: { attributes: { p: 'q' } } } },
    ],
  ])('defaults inside %s', (text, expected) => {
    const { defaults } = parseTypeConstraint(text);
    expect(plain(defaults)).toEqual(expected);
  });

  it.each<[string, string, string]>([
    ['strng', '"strng" is not a type', 'strng'],
    ['set', '"set" needs the type of its elements', 'set'],
    ['list(list)', '"list" needs the type of its elements', 'list'],
    ['object', '"object" needs the types of its attributes', 'object'],
    ['tuple', '"tuple" needs the types of its elements', 'tuple'],
    ['list()', '"list" takes one type in parentheses', 'list()'],
    ['list(string, string)', '"list" takes one type in parentheses', 'list(string, string)'],
    ['string(5)', '"string" takes no arguments', 'string(5)'],
    ['vector(string)', '"vector" is not a type', 'vector(string)'],
    ['optional(string)', '"optional" is only allowed around the type of an object attribute', 'optional(string)'],
    ['list(optional(string))', '"optional" is only allowed around the type of an object attribute', 'optional(string)'],
    ['tuple(string)', '"tuple" takes a list of types', 'string'],
    ['object(string)', '"object" takes attributes and their types in braces', 'string'],
    ['object({ a = 1 })', '"object" takes attributes and their types in braces', '{ a = 1 }'],
    ['object({ a = string, b = 1 })', 'This is not a type', '1'],
    ['object({ a = string, a = bool })', 'The attribute "a" appears twice', 'a'],
    ['object({ (a) = string })', 'An attribute name must be a constant', 'a'],
    ['object({ a = optional() })', '"optional" takes a type and, optionally, a default', 'optional()'],
    ['object({ a = optional(string, var.x) })', 'The default of "a" must be a constant', 'var.x'],
    ['"string"', 'This is not a type', '"string"'],
    ['a.b', 'This is not a type', 'a.b'],
  ])('%s: %s', (text, message, part) => {
    const { problems } = parseTypeConstraint(text);
    expect(problems.map((problem) => problem.message)).toEqual([message]);
    expect(text.slice(problems[0]!.span.start, problems[0]!.span.end).trim()).toBe(part);
  });

  it('a default of another type is rejected', () => {
    const [problem] = parseTypeConstraint('object({ a = optional(number, "x") })').problems;
    expect(problem!.message).toMatch(/^The default of "a" has the wrong type: it /);
  });
});

/** Expressions by their value. */
function plain(part: unknown): unknown {
  if (typeof part !== 'object' || part === null) return part;
  if ('kind' in part) return (part as { value?: unknown }).value;
  return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, plain(inner)]));
}
