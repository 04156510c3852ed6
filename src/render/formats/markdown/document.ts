import { countOf } from '../../report.js';
import {
  ACTION_NAMES,
  countEntries,
  stackAddress,
  type Entry,
  type Finding,
  type Review,
} from '../../review/review.js';
import { reviewTitle } from '../../review/title.js';
import { code, sentence } from './escape.js';
import { detailsOf } from './details.js';
import { Room } from './room.js';

export interface MarkdownOptions {
  /** Most UTF-16 units of the text: forges refuse longer comments. */
  readonly limit?: number;
  /** Where the whole plan can be read, for the sentence that says what was cut. */
  readonly whole?: string;
}

/** The longest comment that GitHub takes; GitLab takes 1,000,000 characters. */
export const GITHUB_LIMIT = 65_536;

/** Kept free for what was cut and for a mark. */
const RESERVED = 1000;

/** A table may take this part of the text. */
const TABLE_SHARE = 0.25;

/** A review as GitHub Flavored Markdown: counts, findings and what ends objects first, details folded, never longer than the limit. */
export function formatMarkdown(review: Review, { limit = GITHUB_LIMIT, whole }: MarkdownOptions = {}): string {
  const room = new Room(limit - RESERVED);
  const entries = review.stacks.flatMap(({ name, entries: own }) => own.map((entry) => ({ stack: name, entry })));
  room.add(`### ${sentence(reviewTitle(review))}\n`);
  stacksTable(review, room, limit);
  findingsTable(review.findings, room, limit);
  dangerTable(entries, room, limit);
  const cut: Entry[] = [];
  for (const { stack, entry } of entries) {
    const added =
      cut.length === 0 &&
      (room.add(() => folded(stack, entry, limit / 8)) || room.add(`\n${titleLine(stack, entry)}\n`));
    if (!added) cut.push(entry);
  }
  return room.text + cutNote(cut, entries.length, whole);
}

/** One row for each stack, and what should be known of it. */
function stacksTable({ stacks }: Review, room: Room, limit: number): void {
  if (stacks.length > 1) {
    const rows = stacks.map(({ name, sentence: text }) => `| ${code(name)} | ${sentence(text)} |`);
    table(['Stack', 'Summary'], rows, 'stack', room, limit);
  }
  for (const { name, notes } of stacks)
    for (const note of notes) room.add(`\n> ${stacks.length > 1 ? `${code(name)}: ` : ''}${sentence(note)}\n`);
}

const LEVELS = { error: '❌ error', warning: '⚠️ warning', note: 'note' } as const;

function findingsTable(findings: readonly Finding[], room: Room, limit: number): void {
  const rows = findings.map(({ level, rule, summary, detail, stack = '', address, location }) => {
    const where = [
      address === undefined ? '' : code(stackAddress(stack, address)),
      location === undefined ? '' : code(location),
    ];
    const text = [summary, ...(detail === undefined ? [] : [detail])].map(sentence).join('<br>');
    return `| ${LEVELS[level]} | ${code(rule)} | ${where.filter((part) => part !== '').join('<br>')} | ${text} |`;
  });
  table(['', 'Rule', 'Where', 'Finding'], rows, 'finding', room, limit);
}

/** What must not come as a surprise. */
function dangerTable(entries: readonly Placed[], room: Room, limit: number): void {
  const rows = entries
    .filter(({ entry }) => entry.dangerous)
    .map(
      ({ stack, entry }) =>
        `| ${code(entry.sign.trim())} ${ACTION_NAMES[entry.action]} | ${code(stackAddress(stack, entry.address))} | ${sentence(entry.reason ?? '')} |`,
    );
  if (rows.length > 0) room.add('\n**⚠️ Existing objects end:**\n');
  table(['Action', 'Object', 'Why'], rows, 'object', room, limit);
}

function table(head: readonly string[], rows: readonly string[], noun: string, room: Room, limit: number): void {
  if (rows.length === 0) return;
  const shown: string[] = [];
  let size = 0;
  for (const row of rows) {
    size += row.length + 1;
    if (size > Math.min(limit * TABLE_SHARE, room.left - 200)) break;
    shown.push(row);
  }
  if (shown.length > 0)
    room.add(`\n| ${head.join(' | ')} |\n|${head.map(() => '---').join('|')}|\n${shown.join('\n')}\n`);
  if (shown.length < rows.length) room.add(`\nand ${countOf(rows.length - shown.length, `more ${noun}`)}\n`);
}

interface Placed {
  readonly stack: string;
  readonly entry: Entry;
}

const titleOfEntry = (stack: string, { sign, address, words }: Entry): string =>
  [code(sign.trim()), code(stackAddress(stack, address)), sentence(words)].filter((part) => part !== '').join(' ');

/** An entry without its details. HTML, so that no list begins and ends between folds. */
const titleLine = (stack: string, entry: Entry): string => `${titleOfEntry(stack, entry)}<br>`;

function folded(stack: string, entry: Entry, most: number): string {
  const details = detailsOf(entry, most);
  if (details === '') return `\n${titleLine(stack, entry)}\n`;
  return `\n<details><summary>${titleOfEntry(stack, entry)}</summary>\n\n${details}\n\n</details>\n`;
}

function cutNote(cut: readonly Entry[], total: number, whole: string | undefined): string {
  if (cut.length === 0) return '';
  const counts = [...countEntries(cut)].map(([name, count]) => `${count} ${name}`).join(', ');
  const where = whole === undefined ? '' : ` The whole: ${code(whole)}.`;
  return `\n**Cut: ${cut.length} of ${total} are not shown here (${counts}).**${where}\n`;
}
