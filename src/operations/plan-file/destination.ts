import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { isError, DiagnosticError, errorDiagnostic, type Diagnostic, codeOf, reasonOf } from '../../model/index.js';

/** The destination of a saved plan. */
export interface PlanDestination {
  /** As the user gave it. */
  readonly name: string;
  readonly target:
    { readonly kind: 'file'; readonly path: string } | { readonly kind: 'stream'; readonly path: string };
}

/** This name means standard output. */
const STANDARD_OUTPUT = '-';

/** Names of files that are open already. Other files in /dev, as those in the memory of /dev/shm, are files like any other. */
const OPEN_FILE = /^\/(?:dev\/(?:fd\/|std)|proc\/)/;

/**
 * Checks a destination: a new file, an older plan (or an empty file), or something to write to directly, such as a device, a pipe
 * or `-`. Symbolic links are followed. Any other file is refused, since its content would be lost.
 */
export function planDestination(directory: string, name: string): PlanDestination | Diagnostic {
  if (name === STANDARD_OUTPUT) return { name, target: { kind: 'stream', path: name } };
  const given = path.resolve(directory, name);
  try {
    const found = statSync(given, { throwIfNoEntry: false });
    if (found?.isDirectory() === true) return occupied(name, 'It is a directory.');
    // A name such as /dev/fd/3 can lead to a regular file, which must not be replaced while it is written to.
    if (found !== undefined && (!found.isFile() || OPEN_FILE.test(given)))
      return { name, target: { kind: 'stream', path: given } };
    if (found !== undefined && found.size > 0 && !isPlan(given))
      return occupied(name, 'Only plan files are overwritten. Choose another name, or delete the file.');
    return { name, target: { kind: 'file', path: found === undefined ? linkTarget(given) : realpathSync(given) } };
  } catch (error) {
    return notWritten(name, error);
  }
}

function occupied(name: string, detail: string): Diagnostic {
  return errorDiagnostic('plan-file-exists', `${name} exists and is not a plan`, { detail });
}

function notWritten(name: string, error: unknown): Diagnostic {
  return errorDiagnostic('plan-not-written', `The plan could not be written to ${name}`, {
    detail: `${reasonOf(error)}. Nothing else was changed. Fix the cause and plan again, or choose another path.`,
  });
}

const PLAN_START =
  /^\{"landform_plans":|^\s*\{\s*"format_version"\s*:\s*"1\.\d+"\s*,\s*"terraform_version"\s*:\s*"[^"]*"\s*,\s*"(?:variables|planned_values)"/;

/** How an encrypted plan begins. An encrypted state begins with its serial. */
export const ENCRYPTED_START = /^\s*\{\s*"meta"\s*:\s*\{/;

function isPlan(file: string): boolean {
  const descriptor = openSync(file, 'r');
  try {
    const start = Buffer.alloc(1024);
    const text = start.toString('latin1', 0, readSync(descriptor, start, 0, start.length, 0));
    return PLAN_START.test(text) || ENCRYPTED_START.test(text);
  } finally {
    closeSync(descriptor);
  }
}

/** The target of a link to a file that does not exist yet. */
function linkTarget(file: string): string {
  const link = lstatSync(file, { throwIfNoEntry: false });
  return link?.isSymbolicLink() === true ? path.resolve(path.dirname(file), readlinkSync(file)) : file;
}

/**
 * Writes the bytes that `produce` passes to it. A file is written completely or not at all, is durable when this returns, and is
 * readable only by its owner, since plans may hold secrets. Throws a DiagnosticError (`plan-not-written`, `plan-file-exists`)
 * and then leaves no part of the file.
 */
export function writePlanTo(destination: PlanDestination, produce: (take: (bytes: Uint8Array) => void) => void): void {
  const { name, target } = destination;
  try {
    if (target.kind === 'stream') writeStream(target.path, produce);
    else replaceFile(target.path, name, produce);
  } catch (error) {
    if (error instanceof DiagnosticError || !isSystemError(error)) throw error;
    throw new DiagnosticError([notWritten(name, error)]);
  }
}

const isSystemError = (error: unknown): boolean => isError(error) && 'syscall' in error;

function writeStream(file: string, produce: (take: (bytes: Uint8Array) => void) => void): void {
  const descriptor = file === STANDARD_OUTPUT ? 1 : openSync(file, constants.O_WRONLY);
  try {
    produce((bytes) => writeAll(descriptor, bytes));
    if (fstatSync(descriptor).isFile()) fsyncSync(descriptor);
  } finally {
    if (file !== STANDARD_OUTPUT) closeSync(descriptor);
  }
}

function replaceFile(file: string, name: string, produce: (take: (bytes: Uint8Array) => void) => void): void {
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  const descriptor = openSync(beside, 'wx', 0o600);
  let open = true;
  try {
    produce((bytes) => writeAll(descriptor, bytes));
    fsyncSync(descriptor);
    open = false;
    closeSync(descriptor);
    // Something else may have taken the name during planning.
    const found = statSync(file, { throwIfNoEntry: false });
    if (found !== undefined && (!found.isFile() || (found.size > 0 && !isPlan(file))))
      throw new DiagnosticError([occupied(name, 'It was created during planning. Choose another name.')]);
    renameSync(beside, file);
  } catch (error) {
    if (open) closeSync(descriptor);
    unlinkSync(beside);
    throw error;
  }
  flushFolder(path.dirname(file));
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(descriptor, bytes, done);
    } catch (error) {
      // A non-blocking pipe with a slow reader.
      if (codeOf(error) !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Makes the file's new name durable. */
function flushFolder(folder: string): void {
  // Windows has no folder handles and does not need one.
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
