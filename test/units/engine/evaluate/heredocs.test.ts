import { describe, expect, it } from 'vitest';
import { evaluate } from '../../../../src/engine/evaluate/evaluate.js';
import { parseTemplate } from '../../../../src/language/index.js';
import { jsonText } from '../../../../src/engine/evaluate/functions/json-text.js';
import { PLACE, scopeOf } from './run.js';

// The answers are Terraform's.
describe('a heredoc is a template of whole lines', () => {
  it.each<[string, unknown]>([
    ['${<<EOT\nfoo\nEOT\n}', 'foo\n'],
    ['${<<EOT\nfoo\n  EOT  \n}', 'foo\n'],
    ['${<<EOT\r\nfoo\r\nEOT\r\n}', 'foo\r\n'],
    ['${<<-EOT\r\n  foo\r\n   bar\r\n EOT\r\n}', 'foo\r\n bar\r\n'],
    ['${<<EOT\nEOT\n}', ''],
    ['${<<EOT\n\nEOT\n}', '\n'],
    ['${<<-EOT\n    a\n\n      b\n  \n    c\nEOT\n}', 'a\n\n  b\n  \nc\n'],
    ['${<<-EOT\n    a\n  ${1}\n  b\nEOT\n}', '  a\n1\nb\n'],
    ['${<<-EOT\n    ${1}\n      b\nEOT\n}', '1\n  b\n'],
    ['${<<-EOT\n${1}\n      b\nEOT\n}', '1\n      b\n'],
    ['${<<-EOT\n\ta\n    b\nEOT\n}', 'a\n   b\n'],
    ['${<<-EOT\n  a ${1 ~}\n    b\nEOT\n}', 'a 1    b\n'],
    ['${<<-EOT\n    a\n    ${~ 1}\n    b\nEOT\n}', '    a\n1\n    b\n'],
    ['${<<EOT\n  %{ for x in [1,2] ~}\n  x${x}\n  %{ endfor ~}\n  end\nEOT\n}', '    x1\n    x2\n    end\n'],
    ['${<<-EOT\n  %{ for x in [1,2] ~}\n  x${x}\n  %{ endfor ~}\n  end\n  EOT\n}', '  x1\n  x2\n  end\n'],
    ['${<<EOT\n${<<EOT\ninner\nEOT\n}\nEOT\n}', 'inner\n\n'],
    ['${<<EOT\n$${x} %%{y} $ % \\n "q"\nEOT\n}', '${x} %{y} $ % \\n "q"\n'],
    ['${<<EOT\n$$\n$${\n%%{\n$\nEOT\n}', '$$\n${\n%{\n$\n'],
    ['${[<<EOT\na\nEOT\n, 2]}', ['a\n', 2]],
    ['${{ a = <<EOT\na\nEOT\n b = 2 }}', { a: 'a\n', b: 2 }],
    ['${upper(<<EOT\na\nEOT\n)}', 'A\n'],
    ['${<<EOT\na\nEOT\n== "a\\n"}', true],
    ['${true ? <<EOT\na\nEOT\n: <<-X\n  b\n  X\n}', 'a\n'],
    ['${<<E-1_\u00e9\na\nE-1_\u00e9\n}', 'a\n'],
    ['${<<EOT\n a EOT\nEOT x\nEOT\n}', ' a EOT\nEOT x\n'],
    ['${<<EOT\n${1}EOT\nEOT\n}', '1EOT\n'],
    ['${<<EOT\n${1}\nEOT\n}x', '1\nx'],
    ['x${<<EOT\na\nEOT\n}', 'xa\n'],
    ['${<<-EOT\n  \u00a0 a\n    b\nEOT\n}', 'a\nb\n'],
    ['${<<-EOT\n    %{ if true }\n    a\n    %{ endif }\n  EOT\n}', '\na\n\n'],
    ['${<<EOT\n${1} ${~ 2 ~}  \n  3\nEOT\n}', '12  3\n'],
    ['${{ (<<EOT\nk\nEOT\n) = 1 }}', { 'k\n': 1 }],
    ['${[for x in [1] : <<EOT\n${x}\nEOT\n]}', ['1\n']],
    ['${<<-EOT\n  a\n b\n   EOT\n}', ' a\nb\n'],
    ['${<<EOT\n%{ if true }a\n%{ else }\nb%{ endif }\nEOT\n}', 'a\n\n'],
  ])('%j', (text, expected) => {
    const { expression, problems } = parseTemplate(text);
    expect(problems).toEqual([]);
    const { value, diagnostics } = evaluate(expression, scopeOf(), PLACE);
    expect(diagnostics).toEqual([]);
    expect(JSON.parse(jsonText(value))).toEqual(expected);
  });
});

describe('an invalid or unterminated heredoc is rejected', () => {
  it.each([
    '${<<EOT\nfoo\nEOT}',
    '${<<EOT \nfoo\nEOT\n}',
    '${<< EOT\nfoo\nEOT\n}',
    '${{ a = <<EOT\na\nEOT\n, b = 2 }}',
    '${<<1E\na\n1E\n}',
    '${<<"EOT"\na\nEOT\n}',
    '${<<EOT\na',
    '${<<EOT\na\n}',
    '${<<EOT\na\n\ufeffEOT\n}',
    '${<<EOT\na\rb\nEOT\n}',
    '${<<EOT\na\r${1}\nEOT\n}',
    '${<<EOT}',
    '${1 << 2}',
  ])('%j', (text) => expect(parseTemplate(text).problems).toHaveLength(1));
});

// Terraform's scanner gives up there, and takes what is left for text.
describe('everything after a lone carriage return is text', () => {
  it.each([
    ['\r${1}', '\r${1}'],
    ['${1}\r${2} %{ if x }', '1\r${2} %{ if x }'],
    ['a\rb\n${1}', 'a\rb\n${1}'],
    ['\r$${1} ${2}', '\r${1} ${2}'],
    ['\r\n${1}', '\r\n1'],
    ['${1}\r', '1\r'],
  ])('%j', (text, expected) => {
    const { expression, problems } = parseTemplate(text);
    expect(problems).toEqual([]);
    expect(evaluate(expression, scopeOf(), PLACE)).toMatchObject({ value: expected, diagnostics: [] });
  });
});

it('a heredoc of 100,000 lines is read in one pass', () => {
  const { expression } = parseTemplate(`\${<<-EOT\n${'  line\n'.repeat(100_000)}EOT\n}`);
  expect(expression).toMatchObject({ kind: 'literal', value: 'line\n'.repeat(100_000) });
});
