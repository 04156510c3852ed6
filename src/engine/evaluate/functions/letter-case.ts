/**
 * Letter case as Terraform changes it: each character maps to one character, by Unicode's simple mappings. JavaScript
 * uses the full mappings, which turn some characters into several; the characters for which the simple mappings differ
 * are listed here.
 */

/** Greek letters with an iota subscript: their capital is a single character, too. */
function capitalWithIota(code: number): number | undefined {
  if (code >= 0x1f80 && code <= 0x1faf && (code & 8) === 0) return code + 8;
  return code === 0x1fb3 || code === 0x1fc3 || code === 0x1ff3 ? code + 9 : undefined;
}

/** Letters that combine two letters have a third form for the beginning of a word: `Dž`. */
const TITLE: Readonly<Record<string, string>> = {
  Ǆ: 'ǅ',
  ǅ: 'ǅ',
  ǆ: 'ǅ',
  Ǉ: 'ǈ',
  ǈ: 'ǈ',
  ǉ: 'ǈ',
  Ǌ: 'ǋ',
  ǋ: 'ǋ',
  ǌ: 'ǋ',
  Ǳ: 'ǲ',
  ǲ: 'ǲ',
  ǳ: 'ǲ',
};

// eslint-disable-next-line no-control-regex
const ASCII = /^[\u0000-\u007f]*$/;

function upperOne(character: string): string {
  const changed = character.toUpperCase();
  if (changed.length === character.length) return changed;
  const capital = capitalWithIota(character.codePointAt(0) ?? 0);
  return capital === undefined ? character : String.fromCodePoint(capital);
}

/** `İ` is the only character whose lower case is two characters in JavaScript. */
const lowerOne = (character: string): string => (character === 'İ' ? 'i' : character.toLowerCase());

/** Georgian capital letters are used for whole texts only, not at the beginning of a word. */
const titleOne = (character: string): string =>
  TITLE[character] ?? (/[\u10d0-\u10ff]/.test(character) ? character : upperOne(character));

const mapCharacters = (text: string, change: (character: string) => string): string =>
  Array.from(text, change).join('');

export const upper = (text: string): string => (ASCII.test(text) ? text.toUpperCase() : mapCharacters(text, upperOne));
export const lower = (text: string): string => (ASCII.test(text) ? text.toLowerCase() : mapCharacters(text, lowerOne));

/** Capitalizes the first letter of every word; words are separated by anything but letters, digits and "_". */
export function title(text: string): string {
  let before = ' ';
  return mapCharacters(text, (character) => {
    const begins = before.charCodeAt(0) < 0x80 ? !/[A-Za-z0-9_]/.test(before) : /\s/u.test(before);
    before = character;
    return begins ? titleOne(character) : character;
  });
}
