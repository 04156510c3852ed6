import { describe, expect, it } from 'vitest';
import { parseExpression, parseTemplate } from '../../../src/language/index.js';

describe('what is wrong with an expression, and where', () => {
  it.each<[string, string, string]>([
    ['', 'Expected an expression, found the end of the text', ''],
    ['a +', 'Expected an expression, found the end of the text', ''],
    ['a b', 'Expected an operator or the end of the expression, found "b"', 'b'],
    ['(a', 'Expected ")", found the end of the text', ''],
    ['a)', 'Expected an operator or the end of the expression, found ")"', ')'],
    ['[1 2]', 'Expected a comma or "]" behind an item of the list, found "2"', '2'],
    ['[1, 2', 'Expected a comma or "]" behind an item of the list, found the end of the text', ''],
    ['[,]', 'Expected an expression, found ","', ','],
    ['{ a }', 'Expected "=" or ":" and a value behind the key of an object, found "}"', '}'],
    ['{ a = 1 b = 2 }', 'Expected a comma, a new line or "}" behind a value of the object, found "b"', 'b'],
    ['{ a = 1\n + 2 }', 'Expected an expression, found "+"', '+'],
    ['{ a =\n 1 }', 'Expected an expression, found the end of the line', '1'],
    ['{ a\n = 1 }', 'Expected "=" or ":" and a value behind the key of an object, found the end of the line', '='],
    ['{ a.b = 1 }', 'The key a.b can be read in two ways', 'a.b'],
    ['{ for = 1 }', 'Expected a name for the value behind "for", found "="', '='],
    ['f(a', 'Expected a comma or ")" behind an argument of f, found the end of the text', ''],
    ['f(a..., b)', 'Expected ")" behind "...", found ","', ','],
    ['f(,)', 'Expected an expression, found ","', ','],
    ['a::b', 'Expected "(" behind the name of the function, found the end of the text', ''],
    ['a::(1)', 'Expected a name behind "::", found "("', '('],
    ['a.', 'Expected a name behind ".", found the end of the text', ''],
    ['a."b"', 'Expected a name behind ".", found a quoted string', '"'],
    ['a[]', 'Expected an index between "[" and "]", found "]"', ']'],
    ['a[1', 'Expected "]" to close the index, found the end of the text', ''],
    ['a.0.1', '".0.1" is no index', '0.1'],
    ['a.*.1e400', '".1e400" is no index', '1e400'],
    ['a.*.b.*.c', 'Expected a name behind ".", found "*"', '*'],
    ['a ? b', 'Expected ":" and what to take when the condition is false, found the end of the text', ''],
    ['a = b', 'Expected an operator or the end of the expression, found "="', '='],
    ['a & b', '"&" is no operator', '&'],
    ['a | b', '"|" is no operator', '|'],
    ["'a'", "Single quotes (') do not make a string here", "'"],
    ['a @ b', 'The character "@" has no meaning in an expression', '@'],
    ['a ~ b', 'The character "~" has no meaning in an expression', '~'],
    ['a 😀', 'The character "😀" has no meaning in an expression', '😀'],
    ['/* a', 'The comment that begins here has no end', '/*'],
    ['"a', 'The string that begins here has no closing quote', '"a'],
    ['"a\nb"', 'The string that begins here has no closing quote on its line', '"a'],
    ['"\\x"', '"\\x" is no escape sequence', '\\x'],
    ['"\\u12"', '"\\u" must be followed by 4 hexadecimal digits that name a character', '\\u12"'],
    ['"\\U00110000"', '"\\U" must be followed by 8 hexadecimal digits that name a character', '\\U00110000'],
    ['"${a"', 'Expected "}" to close "${", found a quoted string', '"'],
    ['[for a : b]', 'Expected "in" and what to iterate over, found ":"', ':'],
    ['[for a in b c]', 'Expected ":" behind what is iterated over, found "c"', 'c'],
    ['[for a in b : c', 'Expected "]" to close "for", found the end of the text', ''],
    ['[for a in b : a => b]', 'Expected "]", "if" or an operator, found "=>"', '=>'],
    ['[for a in b : a...]', 'Expected "]", found "..."', '...'],
    ['{for a in b : a}', 'Expected "=>" and a value behind the key, found "}"', '}'],
    ['1.2.3', '1.2.3 is not a number', '1.2.3'],
    ['1e5e5', '1e5e5 is not a number', '1e5e5'],
    ['a +\r b', 'The character "\\r" has no meaning in an expression', '\r'],
    ['"a\rb"', 'The string that begins here has no closing quote on its line', '"a'],
    ['<<EOT a\nEOT\n', 'Expected an expression, found "<"', '<'],
    ['<<EOT\na\n EOT', 'The heredoc that begins here has no end', '<<EOT\n'],
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

describe('what is wrong with a template, and where', () => {
  it.each<[string, string, string]>([
    ['x ${a', '"${" has no closing "}"', '${a'],
    ['x ${', '"${" has no closing "}"', '${'],
    ['${}', '"${" and "}" have no expression between them', '${}'],
    ['${a b}', 'Expected "}" to close "${", found "b"', 'b'],
    ['${a // note}', '"${" has no closing "}"', '${a // note}'],
    ['%{ if a }b', '"%{ if }" is never closed', '%{ if a }'],
    ['%{ if a }b%{ endfor }', 'Expected "%{ endif }", found "%{ endfor }"', '%{ endfor }'],
    ['%{ if a }1%{ else }2%{ else }3%{ endif }', 'Expected "%{ endif }", found "%{ else }"', '%{ else }'],
    ['%{ for a in b }c', '"%{ for }" is never closed', '%{ for a in b }'],
    ['%{ for a in b }c%{ else }d%{ endfor }', 'Expected "%{ endfor }", found "%{ else }"', '%{ else }'],
    ['a%{ endif }', '"%{ endif }" closes nothing that is open', '%{ endif }'],
    ['%{ else }', '"%{ else }" closes nothing that is open', '%{ else }'],
    ['%{ unless a }', 'Expected if, else, endif, for or endfor behind "%{", found "unless"', 'unless'],
    ['%{ }', 'Expected if, else, endif, for or endfor behind "%{", found "}"', '}'],
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

describe('what is nested too deeply is refused before anything overflows', () => {
  it.each<[string, string]>([
    ['parentheses', `${'('.repeat(100_000)}1${')'.repeat(100_000)}`],
    ['lists', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['objects', `${'{a='.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['calls', `${'f('.repeat(100_000)}1${')'.repeat(100_000)}`],
    ['signs', `${'!'.repeat(100_000)}a`],
    ['indexes', `${'a['.repeat(100_000)}1${']'.repeat(100_000)}`],
    ['splats', `a${'[*].b'.repeat(100_000)}`],
    ['steps behind a call', `f()${'.a'.repeat(100_000)}`],
    ['conditions', `${'a ? b : '.repeat(100_000)}c`],
    ['strings', `${'"${'.repeat(100_000)}a${'}"'.repeat(100_000)}`],
    ['directives', `"${'%{ if a }'.repeat(10_000)}${'%{ endif }'.repeat(10_000)}"`],
  ])('%s', (_, text) => {
    const { problems } = parseExpression(text);
    expect(problems.map((problem) => problem.message)).toEqual(['This expression is nested too deeply']);
  });

  it.each<[string, string]>([
    ['400 parentheses', `${'('.repeat(400)}a${')'.repeat(400)}`],
    ['a chain of 100,000 operators', `${'a || '.repeat(100_000)}a`],
    ['a traversal of 10,000 steps', `a${'.b'.repeat(10_000)}`],
    ['a list of 100,000 items', `[${'a,'.repeat(100_000)}]`],
    ['a comment of a million characters', `/*${'* '.repeat(500_000)}*/ a`],
  ])('%s is well', (_, text) => expect(parseExpression(text).problems).toEqual([]));
});
