import { expect, test } from 'vitest';
import { sentence } from '../../../src/render/formats/markdown/escape.js';

test.each([
  ['Plan: 1 to add.', 'Plan: 1 to add.'],
  ['first a_b, then c_d.', 'first <code>a&#95;b</code>, then <code>c&#95;d</code>.'],
  ['www.example.com, x', '<code>&#119;ww.example.com</code>, x'],
  ['a<b>;', '<code>a&#60;b&#62;</code>;'],
])('of %j in Markdown, only words with syntax are code', (text, expected) => {
  expect(sentence(text)).toBe(expected);
});
