import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { DiagnosticError, errorDiagnostic, reasonOf } from '../model/index.js';
import type { StateBytes } from '../state/index.js';

/** A state that a user names, of any size. */
export interface GivenState extends StateBytes {
  /** The name of its file, or what else it is from, for messages. */
  readonly from: string;
}

/** A file of more bytes is read in chunks, each time that its content is needed. */
const READ_WHOLE = 1 << 24;

const AT_ONCE = 1 << 20;

/** Throws a DiagnosticError (`unreadable-file`). */
export function stateInFile(directory: string, name: string): GivenState {
  try {
    const file = path.resolve(directory, name);
    return { from: name, ...contentOf(file) };
  } catch (error) {
    throw new DiagnosticError([
      errorDiagnostic('unreadable-file', `The state file ${name} cannot be read`, { detail: reasonOf(error) }),
    ]);
  }
}

export function stateInMemory(from: string, chunks: readonly Uint8Array[]): GivenState {
  return { from, size: chunks.reduce((size, { length }) => size + length, 0), chunks: () => chunks };
}

function contentOf(file: string): StateBytes {
  const descriptor = openSync(file, 'r');
  try {
    const found = fstatSync(descriptor);
    if (found.isFile() && found.size > READ_WHOLE) return { size: found.size, chunks: () => chunksOf(file) };
    // A pipe can be read only once.
    const bytes = readFileSync(descriptor);
    return { size: bytes.length, chunks: () => [bytes] };
  } finally {
    closeSync(descriptor);
  }
}

function* chunksOf(file: string): Generator<Uint8Array> {
  const descriptor = openSync(file, 'r');
  try {
    for (;;) {
      const buffer = Buffer.allocUnsafeSlow(AT_ONCE);
      const length = readSync(descriptor, buffer);
      if (length === 0) return;
      yield buffer.subarray(0, length);
    }
  } finally {
    closeSync(descriptor);
  }
}
