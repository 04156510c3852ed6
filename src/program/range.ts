import { Buffer } from 'node:buffer';
import type { SourceRange } from '../model/index.js';

/** A place as a range of one character. */
export function rangeAt(text: string, line: number, column: number): Pick<SourceRange, 'start' | 'end'> {
  const lines = text.split('\n');
  const before = lines.slice(0, line - 1).join('\n');
  const prefix = (line > 1 ? `${before}\n` : '') + (lines[line - 1] ?? '').slice(0, column - 1);
  const byte = Buffer.byteLength(prefix);
  return { start: { line, column, byte }, end: { line, column: column + 1, byte: byte + 1 } };
}
