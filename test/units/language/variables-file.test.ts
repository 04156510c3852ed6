import { describe, expect, it } from 'vitest';
import { parseVariableText, readVariableFile } from '../../../src/language/index.js';
import { listOf, mapOf, objectOf, type Type } from '../../../src/model/index.js';

describe('variable files', () => {
  it('contain constants, not templates', () => {
    const { values, diagnostics } = readVariableFile({
      name: 'terraform.tfvars.json',
      text: '{"//": "note", "a": "${x}", "b": [1, {"c": null}]}',
    });
    expect(diagnostics).toEqual([]);
    expect([...values]).toEqual([
      ['a', { kind: 'literal', value: '${x}' }],
      ['b', { kind: 'literal', value: [1, { c: null }] }],
    ]);
  });

  it('may be in HCL, where values can be calculated from constants', () => {
    const { values, diagnostics } = readVariableFile({
      name: 'terraform.tfvars',
      text: 'a = "x" # note\nb = [1, { c = null }]\nd = 60 * 60\n',
    });
    expect(diagnostics).toEqual([]);
    expect([...values]).toMatchObject([
      ['a', { kind: 'literal', value: 'x' }],
      ['b', { kind: 'literal', value: [1, { c: null }] }],
      ['d', { kind: 'binary' }],
    ]);
  });

  it.each<[string, string]>([
    ['a = var.b', 'invalid-variable | The value of the variable a must be constant'],
    ['a = upper("b")', 'invalid-variable | The value of the variable a must be constant'],
    ['a {\n}', 'wrong-shape | "a" is an argument, not a block'],
    ['a = 1\na = 2', 'invalid-hcl | The argument "a" is set twice'],
    ['a = ', 'invalid-hcl | Expected an expression, found the end of the text'],
  ])('%s: %s', (text, expected) => {
    const { diagnostics } = readVariableFile({ name: 'x.auto.tfvars', text });
    expect(diagnostics.map(({ code, summary }) => `${code} | ${summary}`)).toEqual([expected]);
  });

  it.each<[string, string]>([
    ['[1]', 'wrong-shape'],
    ['{"a b": 1}', 'invalid-name'],
    ['{"a": 1, "a": 2}', 'duplicate-key'],
    ['{"a": }', 'invalid-json'],
  ])('%s: %s', (text, code) => {
    const { diagnostics } = readVariableFile({ name: 'x.auto.tfvars.json', text });
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
  });
});

describe('variable values given as text', () => {
  it.each<[string, Type, unknown]>([
    ['plain ${text}', 'string', 'plain ${text}'],
    ['', 'string', ''],
    ['5', 'number', '5'],
    ['true', 'bool', 'true'],
    ['[1]', 'dynamic', '[1]'],
    ['["a", "b"]', listOf('string'), ['a', 'b']],
    ['[1, -2]', listOf('number'), [1, -2]],
    ['{ a = 1, "b" : 2 }', mapOf('number'), { a: 1, b: 2 }],
    ['{"a": {"b": null}}', objectOf({ a: 'dynamic' }), { a: { b: null } }],
    ['null', listOf('string'), null],
  ])('%s as %j', (text, type, value) => expect(parseVariableText(text, { type })).toEqual({ ok: true, value }));

  it('are parsed as expressions if the type any is explicit', () => {
    expect(parseVariableText('[1]', { type: 'dynamic', writtenAny: true })).toEqual({ ok: true, value: [1] });
    expect(parseVariableText('text', { type: 'dynamic', writtenAny: true })).toMatchObject({ ok: false });
  });

  it.each<[string, Type, string]>([
    ['x', 'number', 'Its type is number.'],
    ['maybe', 'bool', 'Its type is bool.'],
    ['[1', listOf('number'), 'Expected a comma or "]" after a list item, found the end of the text.'],
    ['a', listOf('string'), 'It must be a constant'],
    ['[upper("a")]', listOf('string'), 'It must be a constant'],
    ['a=b', mapOf('string'), 'Expected an operator or the end of the expression, found "=".'],
  ])('%s is not a valid %j', (text, type, message) => {
    const result = parseVariableText(text, { type });
    expect(result.ok).toBe(false);
    expect(!result.ok && result.message).toContain(message);
  });
});
