import { createHash } from 'node:crypto';
import path from 'node:path';
import { setOf, setValue, sortedTexts } from '../../../model/index.js';
import type { FileAccess, FileProblem } from '../surroundings.js';
import { boundedCount } from './bounds.js';
import {
  ArgumentError,
  type Caller,
  define,
  type FunctionDefinition,
  surroundingsOf,
  textParameter,
} from './definition.js';
import { compileGlob } from './glob.js';
import { expanded } from './paths.js';
import { decodeUtf8 } from './utf8.js';

const PROBLEMS: Readonly<Record<FileProblem['problem'], readonly [what: string, advice: string]>> = {
  missing: [
    'names a file that does not exist',
    'The file must exist before the plan is made. If a resource creates it, read its content from an attribute of that resource.',
  ],
  folder: ['names a folder, not a file', 'Name a file, or use fileset() for the files in a folder.'],
  'too-large': ['names a file that is too large', 'If the provider accepts a path, let it read the file.'],
  failed: ['names a file that cannot be read', 'Check the permissions of the file and its folders.'],
};

function fileError({ problem, reason }: FileProblem, given: string): ArgumentError {
  const [what, advice] = PROBLEMS[problem];
  const because = reason === undefined ? '' : ` (${reason})`;
  return new ArgumentError(0, what, { revealing: `${what}: ${JSON.stringify(given)}${because}`, advice });
}

/** Resolves a path: `~` is the home folder, and relative paths start in the working directory. */
export function located(given: string, caller: Caller): { readonly files: FileAccess; readonly full: string } {
  const { files } = surroundingsOf(caller);
  return { files, full: files.absolute(expanded(given, caller)) };
}

function readBytes(given: string, caller: Caller): Uint8Array {
  const { files, full } = located(given, caller);
  const found = files.read(full);
  if ('problem' in found) throw fileError(found, given);
  return found;
}

export function readText(given: string, caller: Caller): string {
  const text = decodeUtf8(readBytes(given, caller));
  if (text !== undefined) return text;
  const what = 'names a file that is not UTF-8 text';
  throw new ArgumentError(0, what, {
    revealing: `${what}: ${JSON.stringify(given)}`,
    advice: 'Use filebase64() for binary files, if the receiver decodes them.',
  });
}

function exists(given: string, caller: Caller): boolean {
  const { files, full } = located(given, caller);
  const kind = files.kind(full);
  if (kind === 'file') return true;
  if (typeof kind === 'object') {
    if (kind.problem === 'missing') return false;
    throw fileError(kind, given);
  }
  if (kind === 'folder') throw fileError({ problem: 'folder' }, given);
  const what = 'names something that is not a regular file';
  throw new ArgumentError(0, what, { revealing: `${what}: ${JSON.stringify(given)}` });
}

/** The paths below a folder that match a pattern, relative to the folder. */
function findFiles(given: string, pattern: string, caller: Caller): readonly string[] {
  const { files, full } = located(given, caller);
  const glob = compileGlob(pattern);
  if (glob === undefined)
    throw new ArgumentError(1, 'is not a valid pattern', {
      revealing: `is not a valid pattern: ${JSON.stringify(pattern)}`,
      advice: 'Close every [ and {, and write \\ before a special character that is meant literally.',
    });
  const found: string[] = [];
  const walk = (folder: string, below: string): void => {
    for (const { name, isFolder } of files.list(folder)) {
      const relative = below === '' ? name : `${below}/${name}`;
      const inner = path.join(folder, name);
      if (isFolder) {
        if (glob.mayContain(relative)) walk(inner, relative);
      } else if (glob.fits(relative) && files.kind(inner) === 'file') {
        boundedCount(found.push(relative));
      }
    }
  };
  walk(glob.base === '' ? full : path.join(full, glob.base), glob.base);
  return sortedTexts(found);
}

const ofFile = (compute: (given: string, caller: Caller) => string): FunctionDefinition =>
  define([textParameter('path')], 'string', ([given], caller) => compute(given, caller));

const fileHash = (algorithm: string, encoding: 'hex' | 'base64'): FunctionDefinition =>
  ofFile((given, caller) => createHash(algorithm).update(readBytes(given, caller)).digest(encoding));

export const FILE_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  file: ofFile(readText),
  filebase64: ofFile((given, caller) => Buffer.from(readBytes(given, caller)).toString('base64')),
  filebase64sha256: fileHash('sha256', 'base64'),
  filebase64sha512: fileHash('sha512', 'base64'),
  fileexists: define([textParameter('path')], 'bool', ([given], caller) => exists(given, caller)),
  filemd5: fileHash('md5', 'hex'),
  fileset: define([textParameter('path'), textParameter('pattern')], setOf('string'), ([given, pattern], caller) =>
    setValue('string', findFiles(given, pattern, caller)),
  ),
  filesha1: fileHash('sha1', 'hex'),
  filesha256: fileHash('sha256', 'hex'),
  filesha512: fileHash('sha512', 'hex'),
};
