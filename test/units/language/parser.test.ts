import { describe, expect, it } from 'vitest';
import { parseExpression, parseTemplate } from '../../../src/language/index.js';
import type { Expression } from '../../../src/model/index.js';
import { tree } from './tree.js';

describe("an expression is parsed with HCL's precedence", () => {
  it.each<[string, unknown]>([
    ['1 + 2 * 3', ['+', 1, ['*', 2, 3]]],
    ['1 - 2 - 3', ['-', ['-', 1, 2], 3]],
    ['a || b && c', ['||', 'a', ['&&', 'b', 'c']]],
    ['a == b < c', ['==', 'a', ['<', 'b', 'c']]],
    ['a != b == c', ['==', ['!=', 'a', 'b'], 'c']],
    ['a < 1 + 2', ['<', 'a', ['+', 1, 2]]],
    ['a >= b && c <= d', ['&&', ['>=', 'a', 'b'], ['<=', 'c', 'd']]],
    ['(1 + 2) * 3', ['*', ['+', 1, 2], 3]],
    ['!a && b', ['&&', ['!', 'a'], 'b']],
    ['!a.b', ['!', 'a.b']],
    ['-a.b', ['-', 'a.b']],
    ['-5 % 3', ['%', -5, 3]],
    ['5 -3', ['-', 5, 3]],
    ['a -b', ['-', 'a', 'b']],
    ['a-b', 'a-b'],
    ['- 5', -5],
    ['--5', ['-', -5]],
    ['a ? b : c ? d : e', ['?', 'a', 'b', ['?', 'c', 'd', 'e']]],
    ['a ? b ? 1 : 2 : 3', ['?', 'a', ['?', 'b', 1, 2], 3]],
    ['a == 1 ? "x" : "y"', ['?', ['==', 'a', 1], '"x"', '"y"']],
  ])('%s', (text, expected) => expect(read(text)).toEqual(expected));
});

describe('literals and names', () => {
  it.each<[string, unknown]>([
    ['true', true],
    ['null', null],
    ['1.5e3', 1500],
    ['12e-1 == 1.2', ['==', { number: '1.2' }, { number: '1.2' }]],
    ['9007199254740993', { number: '9007199254740993' }],
    ['"a\\n\\t\\r\\"\\\\b"', '"a\n\t\r"\\b"'],
    ['"\\u00e9\\U0001F600"', '"é😀"'],
    ['"$${a} %%{b} $ % $$ {}"', '"${a} %{b} $ % $$ {}"'],
    ['"$$${a}"', '"$${a}"'],
    ['größe.Ω', 'größe.Ω'],
    ['a # note\n', 'a'],
    ['a // note', 'a'],
    ['/* one */ a /* two\n */ + 1', ['+', 'a', 1]],
    ['a\n+\n1', ['+', 'a', 1]],
    ['"${a}"', 'a'],
    ['"x${a}"', ['template', '"x"', 'a']],
    ['"x${"y"}${"z"}"', '"xyz"'],
    ['"${"${a}"}"', 'a'],
  ])('%s', (text, expected) => expect(read(text)).toEqual(expected));
});

describe('steps, indexes and splats', () => {
  it.each<[string, unknown]>([
    ['a.b.c', 'a.b.c'],
    ['a["b c"].d[0]', 'a["b c"].d[0]'],
    ['a.0.b', 'a[0].b'],
    ['a . b', 'a.b'],
    ['a[b]', ['index', 'a', 'b']],
    ['a[b.c].d', ['attribute', ['index', 'a', 'b.c'], 'd']],
    ['a[-1]', ['index', 'a', -1]],
    ['a[1.5]', ['index', 'a', { number: '1.5' }]],
    ['a["x${b}"]', ['index', 'a', ['template', '"x"', 'b']]],
    ['(a).b', ['attribute', 'a', 'b']],
    ['(a.b)[0].c', ['attribute', ['index', 'a.b', 0], 'c']],
    ['f(1).x', ['attribute', ['call', 'f', 1], 'x']],
    ['f().0', ['index', ['call', 'f'], 0]],
    ['f().10e-1', ['index', ['call', 'f'], 1]],
    ['[1, 2][0]', ['index', [1, 2], 0]],
    ['{ a = 1 }.a', ['attribute', { a: 1 }, 'a']],
    ['a[*]', ['splat', 'a', '*']],
    ['a[*].b.c[0]', ['splat', 'a', '*.b.c[0]']],
    ['a.*.b.c', ['old splat', 'a', '*.b.c']],
    ['a.*.b.0', ['old splat', 'a', '*.b[0]']],
    ['a.*.b[0]', ['index', ['old splat', 'a', '*.b'], 0]],
    ['a.*', ['old splat', 'a', '*']],
    ['f()[*].x', ['splat', ['call', 'f'], '*.x']],
    ['a[*].b[*].c', ['for', '*', ['splat', 'a', '*'], ['splat', '*.b', '*.c']]],
    ['a[*].b[i].c', ['for', '*', ['splat', 'a', '*'], ['attribute', ['index', '*.b', 'i'], 'c']]],
    ['(a[*]).b', ['attribute', ['splat', 'a', '*'], 'b']],
    ['a\n.b', 'a.b'],
  ])('%s', (text, expected) => expect(read(text)).toEqual(expected));
});

describe('calls', () => {
  it.each<[string, unknown]>([
    ['f()', ['call', 'f']],
    ['f(a, 1,)', ['call', 'f', 'a', 1]],
    ['f(\n a,\n b\n)', ['call', 'f', 'a', 'b']],
    ['f(a, b...)', ['call...', 'f', 'a', 'b']],
    ['provider::x::f(1)', ['call', 'provider::x::f', 1]],
    ['f(g(1))', ['call', 'f', ['call', 'g', 1]]],
  ])('%s', (text, expected) => expect(read(text)).toEqual(expected));
});

describe('lists and objects, where constant ones are literals', () => {
  it.each<[string, unknown]>([
    ['[]', []],
    ['[1, [2, "a"],]', [1, [2, '"a"']]],
    ['[\n1,\n2\n]', [1, 2]],
    ['[a]', ['tuple', 'a']],
    ['{}', {}],
    ['{ a = 1, "b c" : 2, d = { e = [null] } }', { a: 1, 'b c': 2, d: { e: [null] } }],
    ['{\n a = 1\n b = 2\n\n}', { a: 1, b: 2 }],
    ['{ a = 1, # one\n b = 2 }', { a: 1, b: 2 }],
    ['{ true = 1, null = 2, 1 = 3, 1.50 = 4, if = 5, in = 6 }', { true: 1, null: 2, '1': 3, '1.5': 4, if: 5, in: 6 }],
    ['{ __proto__ = 1 }', { ['__proto__']: 1 }],
    ['{ a = b }', ['object', ['"a"', 'b']]],
    ['{ (a) = 1 }', ['object', ['a', 1]]],
    ['{ (a.b) = 1 }', ['object', ['a.b', 1]]],
    ['{ "x${a}" = 1 }', ['object', [['template', '"x"', 'a'], 1]]],
    ['{ "${a}" = 1 }', ['object', ['a', 1]]],
    ['{ f(a) = 1 }', ['object', [['call', 'f', 'a'], 1]]],
    ['{ a = (\n 1 +\n b) }', ['object', ['"a"', ['+', 1, 'b']]]],
    ['{ a = [\n b\n,c] }', ['object', ['"a"', ['tuple', 'b', 'c']]]],
    ['{ a = b[\n0\n] }', ['object', ['"a"', 'b[0]']]],
    ['{ a = f(\nb\n) \n c = "${\n d\n}"\n}', ['object', ['"a"', ['call', 'f', 'b']], ['"c"', 'd']]],
  ])('%s', (text, expected) => expect(read(text)).toEqual(expected));
});

describe('for', () => {
  it.each<[string, unknown]>([
    ['[for x in a : x.b]', ['for', 'x', 'a', 'x.b']],
    ['[for i, x in a : x if i > 0]', ['for', 'i', 'x', 'a', 'x', 'if', ['>', 'i', 0]]],
    ['{for k, v in a : k => v}', ['for', 'k', 'v', 'a', ['k', 'v']]],
    ['{for v in a : v.k => v... if v.b}', ['for', 'v', 'a', ['v.k', 'v', '...'], 'if', 'v.b']],
    ['{\n for v in a :\n v => 1\n}', ['for', 'v', 'a', ['v', 1]]],
    ['{ x = [\nfor v in a\n: v\n] }', ['object', ['"x"', ['for', 'v', 'a', 'v']]]],
  ])('%s', (text, expected) => expect(read(text)).toEqual(expected));
});

describe('templates in JSON strings', () => {
  it.each<[string, unknown]>([
    ['', '""'],
    ['plain "text" \\n', '"plain "text" \\n"'],
    ['100% $5', '"100% $5"'],
    ['${a.b}', 'a.b'],
    ['${ a.b }', 'a.b'],
    ['${true}', true],
    ['${null}', null],
    ['${5}', 5],
    ['${"x"}', '"x"'],
    ['x ${a} y', ['template', '"x "', 'a', '" y"']],
    ['${a}${b}', ['template', 'a', 'b']],
    ['$${a}', '"${a}"'],
    ['%%{a}', '"%{a}"'],
    ['$$${a}', '"$${a}"'],
    ['a$${b}${c}', ['template', '"a${b}"', 'c']],
    ['$$', '"$$"'],
    ['${"}"}', '"}"'],
    ['${{ a = b }}', ['object', ['"a"', 'b']]],
    ['${a /* } */}', 'a'],
    ['${"${"${a}"}"}', 'a'],
    ['\\u0041${a}', ['template', '"\\u0041"', 'a']],
    ['%{if a}b%{endif}', ['if', 'a', '"b"', '""']],
    ['%{ if a }b%{ else }c%{ endif }', ['if', 'a', '"b"', '"c"']],
    ['x%{ if a }${b}%{ endif }', ['template', '"x"', ['if', 'a', ['template', 'b'], '""']]],
    ['%{ for x in a }-${x}%{ endfor }', ['for-text', 'x', 'a', ['template', '"-"', 'x']]],
    ['%{ for k, v in a }%{ endfor }', ['for-text', 'k', 'v', 'a', '""']],
    ['%{ if a }%{ if b }1%{ else }2%{ endif }%{ endif }', ['if', 'a', ['if', 'b', '"1"', '"2"'], '""']],
  ])('%s', (text, expected) => expect(tree(template(text))).toEqual(expected));
});

describe('~ strips white space up to the end of the line, or all of it in quoted strings', () => {
  it.each<[string, unknown]>([
    ['a  ${~ x ~}  b', ['template', '"a"', 'x', '"b"']],
    ['a \n \n ${~ x ~} \n \n b', ['template', '"a \n \n"', 'x', '" \n b"']],
    ['a\n${~ x}', ['template', '"a"', 'x']],
    ['\n${~ x ~}\n', ['template', 'x']],
    [' ${~ x}', ['template', 'x']],
    ['${a ~}  ${~ b}', ['template', 'a', 'b']],
    ['${a ~}', 'a'],
    ['${~ a}', 'a'],
    ['%{ if a ~}\n  b\n%{~ else ~}\n  c\n%{~ endif ~}\n', ['if', 'a', '"  b"', '"  c"']],
    ['${"a \\n\\n ${~ x ~} \\n\\n b"}', ['template', '"a"', 'x', '"b"']],
    ['a\u00a0\u0085${~ x}', ['template', '"a"', 'x']],
    ['a\ufeff${~ x}', ['template', '"a\ufeff"', 'x']],
  ])('%j', (text, expected) => expect(tree(template(text))).toEqual(expected));
});

describe('positions', () => {
  it.each<[string, string, string]>([
    ['${a.b}', 'traversal', 'a.b'],
    ['x ${ a.b[0] } y', 'traversal', 'a.b[0]'],
    ['x ${ f(1) } y', 'call', 'f(1)'],
    ['${a + b}', 'binary', 'a + b'],
    ['${a ? b : c}', 'conditional', 'a ? b : c'],
    ['x${[for x in y : x]}', 'for-tuple', '[for x in y : x]'],
    ['x${ y[*].z }', 'splat', 'y[*].z'],
    ['${"a${b}"}', 'template', 'a${b}'],
    ['x%{ if a }b%{ endif }', 'template-if', '%{ if a }b%{ endif }'],
    ['${-x}', 'unary', '-x'],
    ['${[x]}', 'tuple', '[x]'],
    ['${{a = x}}', 'object', '{a = x}'],
    ['${(a).b}', 'attribute', '(a).b'],
    ['${a[b]}', 'index', 'a[b]'],
  ])('%s: the span of the %s is %s', (text, kind, part) => {
    const found = find(template(text), kind)!;
    expect(text.slice(found.span!.start, found.span!.end)).toBe(part);
  });
});

function find(expression: unknown, kind: string): Expression | undefined {
  if (typeof expression !== 'object' || expression === null) return undefined;
  if ((expression as Expression).kind === kind) return expression as Expression;
  for (const child of Object.values(expression)) {
    const found = find(child, kind);
    if (found !== undefined) return found;
  }
  return undefined;
}

function read(text: string): unknown {
  const { expression, problems } = parseExpression(text);
  expect(problems).toEqual([]);
  return tree(expression);
}

function template(text: string): Expression {
  const { expression, problems } = parseTemplate(text);
  expect(problems).toEqual([]);
  return expression;
}
