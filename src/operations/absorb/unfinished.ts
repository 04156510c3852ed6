import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  DiagnosticError,
  errorDiagnostic,
  Fields,
  JsonSyntaxError,
  parseJson,
  ShapeError,
  warningDiagnostic,
  type Diagnostic,
} from '../../model/index.js';
import { replaceFile } from '../../providers/index.js';
import { editableText } from './texts.js';
import type { EditedFile } from './propose.js';

/** What a run writes into one file. */
interface Entry {
  /** Relative to the project. */
  readonly name: string;
  /** The text before the run. */
  readonly before: string;
  /** SHA-256 of every text that the run may have left in the file, in hexadecimal. */
  readonly written: readonly string[];
}

const fileIn = (directory: string): string => path.join(directory, '.landform', 'absorb.json');

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Records files before the first of them is written, until another plan has proven the edits. A run that is killed in between leaves
 * the record, and the next one takes the edits back. `texts` are the later texts of files, by name.
 */
export async function recordEdits(
  directory: string,
  files: readonly EditedFile[],
  texts: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  const entries = files.map(({ name, before, after }): Entry => {
    const later = texts.get(name);
    return { name, before, written: [after, ...(later === undefined ? [] : [later])].map(digestOf) };
  });
  await mkdir(path.join(directory, '.landform'), { recursive: true });
  await replaceFile(fileIn(directory), Buffer.from(JSON.stringify({ version: 1, files: entries })), 0o600);
}

/** The edits are proven or taken back. */
export const forgetEdits = (directory: string): Promise<void> => rm(fileIn(directory), { force: true });

/**
 * Takes back what a killed run wrote and did not prove. Files that were edited since are left as they are, and listed in the warning.
 *
 * @throws {DiagnosticError} `absorb-record` if the record cannot be read.
 */
export async function takeBackUnfinished(directory: string): Promise<readonly Diagnostic[]> {
  const entries = await readRecord(directory);
  if (entries === undefined) return [];
  const restored: string[] = [];
  const edited: string[] = [];
  for (const { name, before, written } of entries) {
    const text = editableText(directory, name);
    if (text === before) continue;
    if (text === undefined || !written.includes(digestOf(text))) {
      edited.push(name);
      continue;
    }
    const file = path.resolve(directory, name);
    await replaceFile(file, Buffer.from(before), (await stat(file)).mode & 0o777);
    restored.push(name);
  }
  await forgetEdits(directory);
  return restored.length + edited.length === 0 ? [] : [interrupted(restored, edited)];
}

async function readRecord(directory: string): Promise<readonly Entry[] | undefined> {
  let text: string;
  try {
    text = await readFile(fileIn(directory), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const files = new Fields(parseJson(text), 'absorb.json').list('files');
    return files.map((json) => {
      const entry = new Fields(json, 'absorb.json');
      return { name: entry.text('name'), before: entry.text('before'), written: entry.texts('written') };
    });
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof ShapeError) throw new DiagnosticError([unreadable()]);
    throw error;
  }
}

function interrupted(restored: readonly string[], edited: readonly string[]): Diagnostic {
  return warningDiagnostic('absorb-interrupted', 'An earlier landform absorb was interrupted', {
    detail: [
      ...(restored.length === 0 ? [] : [`Its edits were taken back in ${restored.join(', ')}.`]),
      ...(edited.length === 0 ? [] : [`Changed since, and left as they are: ${edited.join(', ')}. Review them.`]),
    ].join('\n'),
  });
}

const unreadable = (): Diagnostic =>
  errorDiagnostic('absorb-record', 'The record of an interrupted landform absorb cannot be read', {
    detail: 'Review the files of the program, delete .landform/absorb.json, and run the command again.',
  });
