import { wellFormed } from '../../redact.js';
import type { Entry } from '../../review/review.js';
import { treeLines, type TreeLine } from '../tree-lines.js';
import { code, fenced } from './escape.js';

/** A longer line is cut. */
const LINE = 600;

/** Lines that are shown of one entry at most. */
const LINES = 400;

/** The place and the values of an entry, with at most so many characters; what was cut is counted. */
export function detailsOf({ location, causes, tree }: Entry, most: number): string {
  const rows: string[] = [];
  let size = 0;
  let omitted = 0;
  for (const line of treeLines(tree())) {
    const row = diffRow(line);
    if (rows.length >= LINES || size + row.length + 1 > most) omitted += 1;
    else size += rows.push(row) && row.length + 1;
  }
  if (omitted > 0) rows.push(`  … ${omitted} more lines`);
  const place = [
    ...(location === undefined ? [] : [`At ${code(location)}.`]),
    ...(causes.length === 0
      ? []
      : [`Depends on changes of ${causes.slice(0, 5).map(code).join(', ')}${causes.length > 5 ? ' and others' : ''}.`]),
  ].join(' ');
  return [place, rows.length === 0 ? '' : fenced('diff', rows)].filter((part) => part !== '').join('\n\n');
}

/** Forges colour a line of a diff by its first character; `!` is the one for changes. */
function diffRow({ sign, depth, text }: TreeLine): string {
  const mark = sign.startsWith('~') ? '!' : sign.startsWith('+') || sign.startsWith('-') ? sign.charAt(0) : ' ';
  const row = wellFormed(`${mark} ${'  '.repeat(depth)}${text.replaceAll('\n', '\\n')}`);
  return row.length <= LINE ? row : `${wellFormed(row.slice(0, LINE))}… (${row.length} characters)`;
}
