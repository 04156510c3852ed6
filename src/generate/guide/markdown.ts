/**
 * The printer of Markdown. Descriptions come from schemas that others wrote: they may hold Markdown, but no HTML, no link that
 * runs something, and nothing that leaves the place it is printed in.
 */

/** Text as code, whatever backticks it holds. */
export function code(text: string): string {
  const line = oneLine(text);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const room = /^`|`$/.test(line) ? ' ' : '';
  return `${fence}${room}${line}${room}${fence}`;
}

const CODE_SPAN = /((?<!`)(`+)(?!`).*?(?<!`)\2(?!`))/;

/** Markdown that others wrote, on one line. Code spans stay as they are. */
export const prose = (text: string): string =>
  oneLine(text)
    .split(CODE_SPAN)
    // Of the three parts that each match adds, the last is the fence alone.
    .map((part, index) => (index % 3 === 2 ? '' : index % 3 === 1 ? part : harmless(part)))
    .join('')
    .replace(BLOCK_START, String.raw`\$&`);

/** What would begin a heading, a quotation, a list, a fence of tildes, a rule or a table. */
const BLOCK_START = /^(?:#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|~{3}|={2}|-{2}|\|)/;

/** One cell of a table. */
export const cell = (markdown: string): string =>
  markdown.replaceAll(/\\(?=\\*\|)/g, '\\\\').replaceAll('|', String.raw`\|`);

/** A block of code, whatever fences it holds. */
export function fenced(language: string, text: string): string[] {
  const longest = Math.max(2, ...(text.match(/`{3,}/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, text.trim(), fence, ''];
}

/** Line breaks and what else cannot be seen become blanks. */
export const oneLine = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu, ' ').trim();

/** No tag, no fence that stays open, and no link but to pages and mail. */
function harmless(markdown: string): string {
  return markdown
    .replaceAll('<', '&lt;')
    .replaceAll('`', '\\`')
    .replaceAll(/\](?=[(:[])(?!\((?:https?:\/\/|mailto:|#|\.{0,2}\/))/g, '\\]');
}
