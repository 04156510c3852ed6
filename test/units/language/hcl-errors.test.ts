import { describe, expect, it } from 'vitest';
import { resolveDiagnostics, snippet } from '../../../src/language/index.js';
import { readAll } from './configuration.js';

/** `summary | detail`, then the line with the fault marked, for each problem. */
function problems(text: string): string[] {
  const files = [{ name: 'main.tf', text }];
  return resolveDiagnostics(readAll({ 'main.tf': text }).diagnostics, files).map(({ summary, detail, range, code }) => {
    if (range === undefined) return `${code} | ${summary} | nowhere`;
    const { code: line, highlightStart, highlightEnd } = snippet(text, range);
    const marked = `${line.slice(0, highlightStart)}»${line.slice(highlightStart, highlightEnd)}«${line.slice(highlightEnd)}`;
    return `${code} | ${summary} | ${detail ?? ''} | ${range.start.line}: ${marked}`;
  });
}

const inResource = (text: string): string => `resource "terraform_data" "a" {\n${text}\n}\n`;

describe('syntax errors', () => {
  it.each<[string, string]>([
    [
      'a',
      'Expected "=" or "{" after "a", found the end of the text | Write name = value for an argument, type "label" { … } for a block. | 1: a»«',
    ],
    ['a:1', 'Expected "=" or "{" after "a", found ":" | An argument is set with "=". | 1: a»:«1'],
    ['"a" = 1', 'The name of an argument or block has no quotes | Remove the quotes. | 1: »"«a" = 1'],
    ['= 1', 'Expected an argument or a block, found "=" | Write name = value, or type "label" { … }. | 1: »=« 1'],
    [
      'locals {\n  a = 1 b = 2\n}',
      'Expected a new line after the argument, found "b" | Write each argument on its own line. | 2:   a = 1 »b« = 2',
    ],
    [
      'locals {\n  a = 1 }',
      'Expected a new line after the argument, found "}" | Write each argument on its own line. | 2:   a = 1 »}«',
    ],
    [
      'locals {} locals {}',
      'Expected a new line after the block, found "locals" | Write each block on its own line. | 1: locals {} »locals« {}',
    ],
    [
      'locals { a = 1\n}',
      'Expected "}" on the same line, found the end of the line | A block on one line contains at most one argument. Use several lines. | 2: »}«',
    ],
    [
      'locals { a = 1, b = 2 }',
      'Expected "}" on the same line, found "," | A block on one line contains at most one argument. Use several lines. | 1: locals { a = 1», «b = 2 }'.replace(
        '», «',
        '»,« ',
      ),
    ],
    [
      'terraform { backend "local" {} }',
      'Expected "=" after "backend", found a quoted string | A block on one line contains at most one argument. Use several lines. | 1: terraform { backend »"«local" {} }',
    ],
    [
      'locals\n{\n}',
      'The "{" of the block "locals" is on another line | Write it on the line of the block type. | 2: »{«',
    ],
    ['locals {\n  a = 1\n', 'This block is not closed | Add the missing "}". | 1: »locals {«'],
    ['locals {\n  a = 1\n}\n}', 'This "}" closes nothing | Remove it, or add the block that it should close. | 4: »}«'],
    [
      'locals {\n  a = 1\n  a = 2\n}',
      'The argument "a" is set twice | It first appears on line 2. Remove or rename one of the two. | 3:   »a« = 2',
    ],
    [
      'terraform {\n  a = 1\n  a {}\n}',
      '"a" is both an argument and a block | It first appears on line 2. Remove or rename one of the two. | 3:   »a« {}',
    ],
    [
      'resource "a${1}" "b" {\n}',
      'A label cannot contain a template | Write a constant label. | 1: resource "a»${«1}" "b" {',
    ],
    [
      'resource "a" 1 {\n}',
      'Expected another label or "{", found "1" | Write name = value for an argument, type "label" { … } for a block. | 1: resource "a" »1« {',
    ],
    [
      'locals {\n  a = <<EOT\n  x\n}',
      'This heredoc is not closed | Write EOT on its own line, followed by a line break. | 2:   a = »<<EOT«',
    ],
    ['locals {\n} /* never', 'This comment is not closed | Close it with "*/". | 2: } »/*« never'],
    ['locals {\n  a =\n  1\n}', 'Expected an expression, found the end of the line |  | 3:   »1«'],
    ['locals {\n  a = [1, 2\n  b = 3\n}', 'Expected a comma or "]" after a list item, found "b" |  | 3:   »b« = 3'],
    [
      'locals {\n  a = "x\n}',
      'This string has no closing quote on its line | Write a line break inside a string as \\n. | 2:   a = »"x«',
    ],
    [
      'locals {\n  a = 1 /* of\n two */ b = 2\n}',
      'Expected a new line after the argument, found "b" | Write each argument on its own line. | 3:  two */ »b« = 2',
    ],
    [
      "locals {\n  a = 'x'\n}",
      "Strings need double quotes, not single quotes (') | Write \"…\" around the text. | 2:   a = »'«x'",
    ],
    ['locals {\n  a = 1;\n}', 'The character ";" is not allowed in an expression |  | 2:   a = 1»;«'],
  ])('%j', (text, expected) => expect(problems(text)).toEqual([`invalid-hcl | ${expected}`]));

  it('are all reported, one for each argument or block', () => {
    const text = [
      'resource "terraform_data" "a" {',
      '  input = [1, 2',
      '  triggers_replace = {',
      '    a = 1 2',
      '  }',
      '  lifecycle {',
      '    prevent_destroy = 1 +',
      '  }',
      '}',
      'variable "b" "c {',
      '  default = 1',
      '}',
      'output "d" {',
      '  value = terraform_data.a.output',
      '  sensitive == true',
      '}',
    ].join('\n');
    expect(problems(text).map((line) => line.replace(/^.* \| /, ''))).toEqual([
      '3:   »triggers_replace« = {',
      '4:     a = 1 »2«',
      '8:   »}«',
      '10: variable "b" »"c {«',
      '15:   sensitive »==« true',
    ]);
  });

  it('keep what could be read, and mark the rest as unknown', () => {
    const read = readAll({ 'main.tf': 'locals {\n  a = 1 2\n}\nlocals {\n  b = 2\n}\n' });
    expect([...read.configuration.locals.keys()]).toEqual(['b']);
    expect(read.complete).toBe(false);
  });

  it.each([
    ['lists', `locals {\n  a = ${'['.repeat(100_000)}\n}`],
    ['blocks', 'a {\n'.repeat(100_000)],
    ['closed blocks', `${'a {\n'.repeat(20_000)}${'}\n'.repeat(20_000)}`],
    ['parentheses', `a = ${'('.repeat(100_000)}`],
    ['templates', `locals {\n  a = ${'"${'.repeat(50_000)}\n}`],
    ['signs', `locals {\n  a = ${'!'.repeat(100_000)}1\n}`],
  ])('of %s nested too deeply stop early', (_, text) => {
    expect(problems(text)[0]).toContain('nested too deeply');
  });
});

describe('errors in the meaning of blocks and arguments', () => {
  it.each<[string, string]>([
    [
      'resource "a" {\n}',
      'wrong-shape | A "resource" block has two labels: a type and a name, but this one has 1 | Write resource "…" "…" { … }. | 1: »resource "a"« {',
    ],
    [
      'locals "x" {\n}',
      'wrong-shape | A "locals" block has no label, but this one has 1 | Write locals { … }. | 1: »locals "x"« {',
    ],
    [
      'variable = 1',
      'wrong-shape | "variable" is a block, not an argument | Write variable "…" { … } without "=". | 1: variable = »1«',
    ],
    [
      'varable "x" {\n}',
      'unknown-block | "varable" is not a kind of block | Did you mean "variable"? | 1: »varable "x"« {',
    ],
    [
      'module "m" {\n}',
      'not-supported-yet | module.m is not supported yet | Blocks of the kind "module" need a later version of Landform. Remove this one to continue. | 1: »module "m"« {',
    ],
    [
      'moved {\n  from = a.b\n  to   = module.m["k"]\n}',
      'invalid-move | a.b cannot become module.m["k"] | A module can only move to a module address, a resource to a resource address. | 3:   to   = »module.m["k"]«',
    ],
    [
      inResource('  count {\n  }'),
      'wrong-shape | "count" is an argument, not a block | Write count = … | 2:   »count« {',
    ],
    [
      inResource('  lifecycle = {}'),
      'wrong-shape | "lifecycle" is a block, not an argument | Write lifecycle { … } without "=". | 2:   »lifecycle« = {}',
    ],
    [inResource('  input = vra.x'), ''],
    [
      inResource('  input = foo'),
      'invalid-reference | "foo" does not refer to anything | A reference to a resource is its type and its name: type.name. Other references begin with var, local, data, action, each, count, self, path or terraform. | 2:   input = »foo«',
    ],
    [
      inResource('  depends_on = [1]'),
      'invalid-reference | 1 is not a plain reference | Use only names and constant keys here, not calculations or functions. | 2:   depends_on = [»1«]',
    ],
    [
      inResource('  depends_on = terraform_data.b'),
      'invalid-value | "depends_on" must be a list of references |  | 2:   depends_on = »terraform_data.b«',
    ],
    [
      inResource('  provider = a.b.c'),
      'invalid-provider-reference | "provider" must name a provider configuration | Write "name", or "name.alias". | 2:   provider = »a.b.c«',
    ],
    [
      'variable "v" {\n  type = strng\n}',
      'invalid-type | "strng" is not a type | Types are string, number, bool, any, list(…), set(…), map(…), tuple([…]) and object({…}). | 2:   type = »strng«',
    ],
    [
      'variable "v" {\n  default = upper("a")\n}',
      'invalid-default | The default of the variable v must be constant | It cannot contain function calls. | 2:   default = »upper("a")«',
    ],
    [
      'variable "v" {\n  type = list(number)\n  default = [1, "x"]\n}',
      'invalid-default | The default of the variable v has the wrong type at [1] | The type is list of number. It needs a number, but the string is not one. | 3:   default = [1, »"x"«]',
    ],
    [
      'variable "v" {\n  sensitive = var.x\n}',
      'invalid-value | "sensitive" must be true or false | Its value must be constant: write true or false. | 2:   sensitive = »var.x«',
    ],
    [
      'terraform {\n  backend "local" {\n    path = "${var.x}-${data.a_b.c.id}"\n  }\n}',
      'invalid-value | A backend setting refers to something that is not known yet | Backends are opened before state is read. Settings can refer to variables, locals, path and terraform.workspace. | 3:     path = "${var.x}-${»data.a_b.c.id«}"',
    ],
    [
      'locals {\n  a = 1\n}\nlocals {\n  b = 1\n  a = 2\n}',
      'duplicate-address | local.a is declared twice | It is first declared at main.tf:2. Rename or remove one of the two. | 6:   a = »2«',
    ],
    [
      `${inResource('')}${inResource('')}`,
      'duplicate-address | terraform_data.a is declared twice | It is first declared at main.tf:1. Rename or remove one of the two. | 4: »resource "terraform_data" "a"« {',
    ],
  ])('%j', (text, expected) => expect(problems(text)).toEqual(expected === '' ? [] : [expected]));
});
