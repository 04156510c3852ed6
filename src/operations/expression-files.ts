import { codeOf } from '../model/index.js';
import { closeSync, fstatSync, openSync, readdirSync, readSync, statSync, type Stats } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { FileAccess, FileProblem } from '../engine/index.js';
import type { OperationEnvironment } from './environment.js';

/** A string cannot hold more. */
const MOST_BYTES = 2 ** 28;
const CHUNK = 2 ** 16;

/** File access for the functions of expressions. Each call reads the file again, as in Terraform. */
export function projectFiles(env: Pick<OperationEnvironment, 'environment'>, directory: string): FileAccess {
  return {
    absolute: (given) => path.resolve(directory, given),
    home: env.environment['HOME'] ?? (homedir() || undefined),
    read,
    kind,
    list,
  };
}

function read(file: string): Uint8Array | FileProblem {
  try {
    const descriptor = openSync(file, 'r');
    try {
      const stats = fstatSync(descriptor);
      if (stats.isDirectory()) return { problem: 'folder' };
      return stats.size > MOST_BYTES ? { problem: 'too-large' } : readAll(descriptor, stats);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return problemOf(error);
  }
}

/** Reads to the end of the file, since a pipe, for example, does not report a size. */
function readAll(descriptor: number, { size }: Stats): Uint8Array | FileProblem {
  const chunks: Buffer[] = [];
  let length = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(Math.max(CHUNK, size - length + 1));
    const count = readSync(descriptor, chunk);
    if (count === 0) {
      const [first, ...more] = chunks;
      return first !== undefined && more.length === 0 ? first : Buffer.concat(chunks);
    }
    length += count;
    if (length > MOST_BYTES) return { problem: 'too-large' };
    chunks.push(chunk.subarray(0, count));
  }
}

function kind(file: string): ReturnType<FileAccess['kind']> {
  try {
    const stats = statSync(file);
    return stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other';
  } catch (error) {
    return problemOf(error);
  }
}

function list(folder: string): ReturnType<FileAccess['list']> {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.map((entry) => ({ name: entry.name, isFolder: entry.isDirectory() }));
  } catch {
    return [];
  }
}

function problemOf(error: unknown): FileProblem {
  const code = codeOf(error);
  if (code === 'ENOENT') return { problem: 'missing' };
  return code === undefined ? { problem: 'failed' } : { problem: 'failed', reason: code };
}
