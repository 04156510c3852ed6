import { expect, test } from 'vitest';
import { programCode } from '../../../../src/generate/index.js';
import { readWritten } from '../../../../src/language/index.js';
import type { Diagnostic } from '../../../../src/model/index.js';

/** The program for the arguments of a resource. */
function convert(text: string): string {
  const diagnostics: Diagnostic[] = [];
  const blocks = readWritten({ name: 'main.tf', text: `resource "acme_thing" "a" {\n${text}\n}\n` }, diagnostics);
  expect(diagnostics).toEqual([]);
  return programCode(blocks, { stack: 's', library: 'landform' });
}

test.each([
  [
    'a call',
    'dynamic "rule" {\nfor_each = ["a"]\ncontent {\nport = rule.value\n}\n}',
    "rule: dynamic(['a'], () => ({ port: '${rule.value}' }), { iterator: 'rule' })",
  ],
  [
    'calls inside of each other',
    'dynamic "rule" {\nfor_each = ["a"]\niterator = it\ncontent {\ndynamic "tag" {\nfor_each = [it.key]\ncontent {\n}\n}\n}\n}',
    "dynamic(['a'], () => ({ tag: dynamic(['${it.key}'], () => ({}), { iterator: 'tag' }) }), { iterator: 'it' })",
  ],
  [
    'a list, if there are blocks of the same name',
    'dynamic "rule" {\nfor_each = ["a"]\ncontent {\n}\n}\nrule {\n}',
    "dynamic: [{ rule: { for_each: ['a'], content: {} } }]",
  ],
  [
    'a list, if there are labels',
    'dynamic "rule" {\nfor_each = ["a"]\nlabels = [rule.key]\ncontent {\n}\n}',
    "labels: ['${rule.key}']",
  ],
])('dynamic blocks become %s', (_, text, expected) => {
  expect(convert(text).replaceAll(/\s+/g, ' ').replaceAll(', }', ' }')).toContain(expected);
});
