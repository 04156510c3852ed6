import { isUtf8 } from 'node:buffer';
import { DiagnosticError, errorDiagnostic } from '../model/index.js';

const NEWLINE = 0x0a;

/** The text of a file; diagnostics call it `name`. Throws a DiagnosticError with the place if it is not in UTF-8. */
export function decodeText(bytes: Buffer, name: string): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  const { line, column, byte } = firstFault(bytes);
  const value = `0x${(bytes[byte] ?? 0).toString(16).padStart(2, '0')}`;
  throw new DiagnosticError([
    errorDiagnostic('invalid-encoding', `${name} is not encoded in UTF-8`, {
      detail: `Line ${line}, column ${column}: the byte ${value} is not part of a UTF-8 character. Save the file as UTF-8.`,
      range: { file: name, start: { line, column, byte }, end: { line, column: column + 1, byte: byte + 1 } },
    }),
  ]);
}

function firstFault(bytes: Buffer): { readonly line: number; readonly column: number; readonly byte: number } {
  let line = 1;
  for (let start = 0; ; line += 1) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytes.length : newline + 1;
    if (end === bytes.length || !isUtf8(bytes.subarray(start, end))) return { line, ...faultIn(bytes, start, end) };
    start = end;
  }
}

/** Goes through the characters of a line. */
function faultIn(bytes: Buffer, start: number, end: number): { readonly column: number; readonly byte: number } {
  let column = 1;
  let byte = start;
  while (byte < end) {
    const length = lengthOf(bytes[byte] ?? 0);
    if (!isUtf8(bytes.subarray(byte, Math.min(end, byte + length)))) break;
    byte += length;
    column += 1;
  }
  return { column, byte };
}

/** The bytes of a character by its first one. */
const lengthOf = (first: number): number => (first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4);
