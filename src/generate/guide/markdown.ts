/**
 * The Markdown printer. Descriptions come from schemas by other authors: they may contain Markdown, but no HTML, no
 * active link, and nothing that breaks out of its place in the page.
 */

/** Text as code, whatever backticks it contains. */
export function code(text: string): string {
  const line = oneLine(text);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const room = /^`|`$/.test(line) ? ' ' : '';
  return `${fence}${room}${line}${room}${fence}`;
}

const CODE_SPAN = /((?<!`)(`+)(?!`).*?(?<!`)\2(?!`))/;

/** Markdown by other authors, on one line. Code spans stay unchanged. */
export const prose = (text: string): string =>
  oneLine(text)
    .split(CODE_SPAN)
    // Each match adds three parts, the last of which is the fence itself.
    .map((part, index) => (index % 3 === 2 ? '' : index % 3 === 1 ? part : harmless(part)))
    .join('')
    .replace(BLOCK_START, String.raw`\$&`);

/** Text that would begin a heading, a quotation, a list, a fence of tildes, a rule or a table. */
const BLOCK_START = /^(?:#{1,6}(?=\s|$)|>|[-+*](?=\s|$)|~{3}|={2}|-{2}|\|)/;

/** One cell of a table. */
export const cell = (markdown: string): string =>
  markdown.replaceAll(/\\(?=\\*\|)/g, '\\\\').replaceAll('|', String.raw`\|`);

/** A code block, whatever fences it contains. */
export function fenced(language: string, text: string): string[] {
  const longest = Math.max(2, ...(text.match(/`{3,}/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, text.trim(), fence, ''];
}

/** Line breaks and other invisible characters become spaces. */
export const oneLine = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu, ' ').trim();

/** No tag, no unclosed fence, and no links except to pages and mail addresses. */
function harmless(markdown: string): string {
  return markdown
    .replaceAll('<', '&lt;')
    .replaceAll('`', '\\`')
    .replaceAll(/\](?=[(:[])(?!\((?:https?:\/\/|mailto:|#|\.{0,2}\/))/g, '\\]');
}
