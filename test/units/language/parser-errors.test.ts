import { describe, expect, it } from 'vitest';
import { parseExpression, parseTemplate } from '../../../src/language/index.js';

describe('errors in an expression and their positions', () => {
  it.each<[string, string, string]>([
    ['', 'Expected an expression, found the end of the text', ''],
    ['a +', 'Expected an expression, found the end of the text', ''],
    ['a b', 'Expected an operator or the end of the expression, found "b"', 'b'],
    ['(a', 'Expected ")", found the end of the text', ''],
    ['a)', 'Expected an operator or the end of the expression, found ")"', ')'],
    ['[1 2]', 'Expected a comma or "]" after a list item, found "2"', '2'],
    ['[1, 2', 'Expected a comma or "]" after a list item, found the end of the text', ''],
    ['[,]', 'Expected an expression, found ","', ','],
    ['{ a }', 'Expected "=" or ":" and a value after an object key, found "}"', '}'],
    ['{ a = 1 b = 2 }', 'Expected a comma, a new line or "}" after an object value, found "b"', 'b'],
    ['{ a = 1\n + 2 }', 'Expected an expression, found "+"', '+'],
    ['{ a =\n 1 }', 'Expected an expression, found the end of the line', '1'],
    ['{ a\n = 1 }', 'Expected "=" or ":" and a value after an object key, found the end of the line', '='],
    ['{ a.b = 1 }', 'The key a.b can be read in two ways', 'a.b'],
    ['{ for = 1 }', 'Expected a name for the value after "for", found "="', '='],
    ['f(a', 'Expected a comma or ")" after an argument of f, found the end of the text', ''],
    ['f(a..., b)', 'Expected ")" behind "...", found ","', ','],
    ['f(,)', 'Expected an expression, found ","', ','],
    ['a::b', 'Expected "(" after the function name, found the end of the text', ''],
    ['a::(1)', 'Expected a name after "::", found "("', '('],
    ['a.', 'Expected a name after ".", found the end of the text', ''],
    ['a."b"', 'Expected a name after ".", found a quoted string', '"'],
    ['a[]', 'Expected an index between "[" and "]", found "]"', ']'],
    ['a[1', 'Expected "]" to close the index, found the end of the text', ''],
    ['a.0.1', '".0.1" is not an index', '0.1'],
    ['a.*.1e400', '".1e400" is not an index', '1e400'],
    ['a.*.b.*.c', 'Expected a name after ".", found "*"', '*'],
    ['a ? b', 'Expected ":" and the value to use when the condition is false, found the end of the text', ''],
    ['a = b', 'Expected an operator or the end of the expression, found "="', '='],
    ['a & b', '"&" is not an operator', '&'],
    ['a | b', '"|" is not an operator', '|'],
    ["'a'", "Strings need double quotes, not single quotes (')", "'"],
    ['a @ b', 'The character "@" is not allowed in an expression', '@'],
    ['a ~ b', 'The character "~" is not allowed in an expression', '~'],
    ['a 😀', 'The character "😀" is not allowed in an expression', '😀'],
    ['/* a', 'This comment is not closed', '/*'],
    ['"a', 'This string has no closing quote', '"a'],
    ['"a\nb"', 'This string has no closing quote on its line', '"a'],
    ['"\\x"', '"\\x" is not an escape sequence', '\\x'],
    ['"\\u12"', '"\\u" must be followed by 4 hexadecimal digits of a character', '\\u12"'],
    ['"\\U00110000"', '"\\U" must be followed by 8 hexadecimal digits of a character', '\\U00110000'],
    ['"${a"', 'Expected "}" to close "${", found a quoted string', '"'],
    ['[for a : b]', 'Expected "in" and a collection, found ":"', ':'],
    ['[for a in b c]', 'Expected ":" after the collection, found "c"', 'c'],
    ['[for a in b : c', 'Expected "]" to close "for", found the end of the text', ''],
    ['[for a in b : a => b]', 'Expected "]", "if" or an operator, found "=>"', '=>'],
    ['[for a in b : a...]', 'Expected "]", found "..."', '...'],
    ['{for a in b : a}', 'Expected "=>" and a value after the key, found "}"', '}'],
    ['1.2.3', '1.2.3 is not a number', '1.2.3'],
    ['1e5e5', '1e5e5 is not a number', '1e5e5'],
    ['a +\r b', 'The character "\\r" is not allowed in an expression', '\r'],
    ['"a\rb"', 'This string has no closing quote on its line', '"a'],
    ['<<EOT a\nEOT\n', 'Expected an expression, found "<"', '<'],
    ['<<EOT\na\n EOT', 'This heredoc is not closed', '<<EOT\n'],
    ['1e999999999999', '1e999999999999 is out of the range of numbers', '1e999999999999'],
    ['5a', 'Expected an operator or the end of the expression, found "a"', 'a'],
  ])('%j: %s', (text, message, part) => {
    const { problems } = parseExpression(text);
    expect(problems).toHaveLength(1);
    const [problem] = problems;
    expect(problem!.message).toBe(message);
    expect(text.slice(problem!.span.start, problem!.span.end)).toBe(part);
  });
});

describe('errors in a template and their positions', () => {
  it.each<[string, string, string]>([
    ['x ${a', '"${" has no closing "}"', '${a'],
    ['x ${', '"${" has no closing "}"', '${'],
    ['${}', '"${" and "}" have no expression between them', '${}'],
    ['${a b}', 'Expected "}" to close "${", found "b"', 'b'],
    ['${a // note}', '"${" has no closing "}"', '${a // note}'],
    ['%{ if a }b', '"%{ if }" is not closed', '%{ if a }'],
    ['%{ if a }b%{ endfor }', 'Expected "%{ endif }", found "%{ endfor }"', '%{ endfor }'],
    ['%{ if a }1%{ else }2%{ else }3%{ endif }', 'Expected "%{ endif }", found "%{ else }"', '%{ else }'],
    ['%{ for a in b }c', '"%{ for }" is not closed', '%{ for a in b }'],
    ['%{ for a in b }c%{ else }d%{ endfor }', 'Expected "%{ endfor }", found "%{ else }"', '%{ else }'],
    ['a%{ endif }', '"%{ endif }" has no matching opening directive', '%{ endif }'],
    ['%{ else }', '"%{ else }" has no matching opening directive', '%{ else }'],
    ['%{ unless a }', 'Expected if, else, endif, for or endfor after "%{", found "unless"', 'unless'],
    ['%{ }', 'Expected if, else, endif, for or endfor after "%{", found "}"', '}'],
    ['%{ if a', '"%{" has no closing "}"', '%{ if a'],
    ['%{ if }b%{ endif }', 'Expected an expression, found "}"', '}'],
  ])('%j: %s', (text, message, part) => {
    const { problems } = parseTemplate(text);
    expect(problems).toHaveLength(1);
    const [problem] = problems;
    expect(problem!.message).toBe(message);
    expect(text.slice(problem!.span.start, problem!.span.end)).toBe(part);
  });
});

describe('nesting that is too deep is rejected before the stack overflows', () => {
  it.each<[string, string]>([
    ['parentheses', `${'('.repeat(100_000)}1${')'.repeat(100_000)}`],
    ['lists', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['objects', `${'{a='.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['calls', `${'f('.repeat(100_000)}1${')'.repeat(100_000)}`],
    ['signs', `${'!'.repeat(100_000)}a`],
    ['indexes', `${'a['.repeat(100_000)}1${']'.repeat(100_000)}`],
    ['splats', `a${'[*].b'.repeat(100_000)}`],
    ['steps after a call', `f()${'.a'.repeat(100_000)}`],
    ['conditions', `${'a ? b : '.repeat(100_000)}c`],
    ['strings', `${'"${'.repeat(100_000)}a${'}"'.repeat(100_000)}`],
    ['directives', `"${'%{ if a }'.repeat(10_000)}${'%{ endif }'.repeat(10_000)}"`],
  ])('%s', (_, text) => {
    const { problems } = parseExpression(text);
    expect(problems.map((problem) => problem.message)).toEqual(['This is nested too deeply']);
  });

  it.each<[string, string]>([
    ['400 parentheses', `${'('.repeat(400)}a${')'.repeat(400)}`],
    ['a chain of 100,000 operators', `${'a || '.repeat(100_000)}a`],
    ['a traversal of 10,000 steps', `a${'.b'.repeat(10_000)}`],
    ['a list of 100,000 items', `[${'a,'.repeat(100_000)}]`],
    ['a comment of a million characters', `/*${'* '.repeat(500_000)}*/ a`],
  ])('%s is accepted', (_, text) => expect(parseExpression(text).problems).toEqual([]));
});
