import type { Json } from '../json.js';
import { ExactNumber } from '../number.js';
import { toShorten } from '../secrets/shorten.js';

/** The kind of a JSON value for messages, never its content, which may be a secret. Undefined means an absent value. */
export function foundText(json: Json | undefined): string {
  if (json === undefined) return 'nothing';
  if (json === null || typeof json === 'boolean') return String(json);
  if (typeof json === 'number' || json instanceof ExactNumber) return 'a number';
  if (typeof json === 'string') return json === '' ? 'an empty string' : 'a string';
  return Array.isArray(json) ? 'a list' : 'an object';
}

export const expectedText = (expected: string, json: Json | undefined): string =>
  `expected ${expected}, found ${foundText(json)}`;

const LONGEST_WORD = 40;

/** As {@link expectedText}, where the value is one of a few words, so that another word may be shown. */
export function expectedWords(words: readonly string[], json: Json | undefined): string {
  const quoted = words.map((word) => JSON.stringify(word));
  const expected = [quoted.slice(0, -1).join(', '), ...quoted.slice(-1)].filter((part) => part !== '').join(' or ');
  if (typeof json !== 'string' || json === '') return expectedText(expected, json);
  return `expected ${expected}, found "${toShorten(JSON.stringify(json).slice(1, -1), LONGEST_WORD)}"`;
}
