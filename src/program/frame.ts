import { Buffer } from 'node:buffer';
import type { SourceRange } from '../model/index.js';

/** Lines shown before and after the one that matters. */
const AROUND = 2;
const WIDEST = 120;

/** The lines around a place, numbered, with a caret below the column. */
export function frameOf(text: string, line: number, column: number): string {
  const lines = text.split(/\r?\n/);
  const first = Math.max(1, line - AROUND);
  const last = Math.min(lines.length, line + AROUND);
  const width = String(last).length;
  const result: string[] = [];
  for (let number = first; number <= last; number += 1) {
    const content = lines[number - 1]!.slice(0, WIDEST);
    result.push(`${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${content}`.trimEnd());
    if (number === line && column <= WIDEST) result.push(`  ${' '.repeat(width)} | ${indentOf(content, column)}^`);
  }
  return result.join('\n');
}

/** As wide as what stands before the column, tabs included. */
const indentOf = (line: string, column: number): string =>
  line
    .slice(0, column - 1)
    .replaceAll(/[^\t]/g, ' ')
    .padEnd(column - 1);

/** A place as the range of one character. */
export function rangeAt(text: string, line: number, column: number): Pick<SourceRange, 'start' | 'end'> {
  const lines = text.split('\n');
  const before = lines.slice(0, line - 1).join('\n');
  const prefix = (line > 1 ? `${before}\n` : '') + (lines[line - 1] ?? '').slice(0, column - 1);
  const byte = Buffer.byteLength(prefix);
  return { start: { line, column, byte }, end: { line, column: column + 1, byte: byte + 1 } };
}
