import { createRequire } from 'node:module';
import type * as StringWidth from 'string-width';

const require = createRequire(import.meta.url);

/** Loaded for the first text that is not ASCII, which most commands never show. */
function wideColumnsOf(text: string): number {
  const { default: stringWidth } = require('string-width') as typeof StringWidth;
  return stringWidth(text);
}

/** Texts of printable ASCII, which most are: each character takes one column. */
const ASCII = /^[\x20-\x7E]*$/;

/** How many columns of a terminal a text takes: two for a wide character, none for one that combines with another. */
export const columnsOf = (text: string): number => (ASCII.test(text) ? text.length : wideColumnsOf(text));

/** The text, or as much of its beginning as fits into the columns with `…` after it. */
export function fitting(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  if (ASCII.test(text)) return `${text.slice(0, Math.max(0, columns - 1))}…`;
  let kept = '';
  let room = columns - 1;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    room -= columnsOf(segment);
    if (room < 0) break;
    kept += segment;
  }
  return `${kept}…`;
}
