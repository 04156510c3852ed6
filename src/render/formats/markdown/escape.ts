import { printable, wellFormed } from '../../redact.js';

/** A longer text is cut where it is a title, not a value. */
const LONGEST = 240;

const SYNTAX = /[^A-Za-z0-9 .,()=+/'"\u00A0-\uFFFF-]/gu;

/**
 * Any text as code inside a line, a table or a summary. Characters that mean something in Markdown or HTML are written as numbers,
 * which neither reads as syntax; in code, a forge links no users, issues or commits.
 */
export function code(text: string): string {
  return text === '' ? '' : `<code>${entities(shortTitle(text))}</code>`;
}

/** Words and quoted texts without space between them, or space. */
const TOKENS = /(?:"(?:[^"\\]|\\.)*"|[^\s"])+|\s+|"/g;

/** A word of letters and digits, with what a sentence has around and in words. */
const PLAIN = /^(?!www\.)[(']?[A-Za-z0-9.,'-]*[.,;:)]{0,2}$|^\s+$/i;

/** A sentence, with each word as code that contains what could be syntax. Punctuation behind it is not part of it. */
export const sentence = (text: string): string =>
  (shortTitle(text).match(TOKENS) ?? [])
    .map((word) => {
      if (PLAIN.test(word)) return word;
      const [behind] = /[.,;:]*$/.exec(word) ?? [''];
      return code(word.slice(0, word.length - behind.length)) + behind;
    })
    .join('');

/** The text on one line, cut to the length of a title. */
export function shortTitle(text: string): string {
  const line = printable(wellFormed(text.slice(0, 2 * LONGEST))).replaceAll(/\s+/g, ' ');
  return text.length <= LONGEST && line.length <= LONGEST
    ? line
    : `${wellFormed(line.slice(0, LONGEST))}… (${text.length} characters)`;
}

/** `www.` begins a link, without any character that is syntax. */
const entities = (text: string): string =>
  text
    .replaceAll(SYNTAX, (character) => {
      const point = character.codePointAt(0) ?? 0;
      return point > 0xffff ? character : `&#${point};`;
    })
    .replaceAll(/www\./gi, (begin) => `&#${begin.charCodeAt(0)};${begin.slice(1)}`);

/** Lines in a fence longer than any run of backticks in them. */
export function fenced(language: string, rows: readonly string[]): string {
  const longest = rows.reduce((most, row) => Math.max(most, ...(row.match(/`+/g) ?? []).map((run) => run.length)), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${rows.join('\n')}\n${fence}`;
}
