import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { codeOf, DiagnosticError, errorDiagnostic } from '../../model/index.js';

/** The first words of every file that may be generated again. */
export const GENERATED = '// Written by "landform get"';

/** Files that are generated: their paths in the folder, and the text of each. */
export interface GeneratedFiles {
  readonly paths: readonly string[];
  /** Called once for each file, just before it is written. */
  readonly textOf: (file: string) => string;
  /** Files that are no longer generated. They are removed if they were generated. */
  readonly obsolete?: readonly string[];
}

export interface WrittenFiles {
  /** New files, and those whose text has changed. */
  readonly written: readonly string[];
  readonly removed: readonly string[];
}

/**
 * Writes generated files, each completely or not at all, and leaves those alone that are up to date. Throws before it writes anything
 * if one of them exists and was not generated.
 */
export function writeGenerated(folder: string, { paths, textOf, obsolete = [] }: GeneratedFiles): WrittenFiles {
  const strange = paths.filter((file) => isStrange(path.join(folder, file)));
  if (strange.length > 0) throw new DiagnosticError([strangers(folder, strange)]);
  const written: string[] = [];
  for (const directory of new Set(paths.map((file) => path.join(folder, path.dirname(file))))) {
    mkdirSync(directory, { recursive: true });
    removeLeftovers(directory);
  }
  for (const file of paths) if (replace(path.join(folder, file), textOf(file))) written.push(file);
  const removed = obsolete.filter((file) => isGenerated(path.join(folder, file)));
  for (const file of removed) rmSync(path.join(folder, file), { force: true });
  return { written, removed };
}

/** Generated files in a folder and below, by their paths in it. */
export function generatedIn(folder: string): readonly string[] {
  return filesIn(folder).filter((file) => file.endsWith('.ts') && isGenerated(path.join(folder, file)));
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => file.split(path.sep).join('/'));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

const isStrange = (file: string): boolean => headOf(file) !== undefined && !isGenerated(file);

const isGenerated = (file: string): boolean => headOf(file) === GENERATED;

/** The first characters of a file, as many as `GENERATED` has; undefined if it does not exist. */
function headOf(file: string): string | undefined {
  let opened;
  try {
    opened = openSync(file, 'r');
    const head = Buffer.alloc(GENERATED.length);
    return head.toString('utf8', 0, readSync(opened, head));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    if (codeOf(error) === 'EISDIR') return '';
    throw error;
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

/** True if the file had another text. Nothing is flushed: what a crash of the system takes can be generated again. */
function replace(file: string, text: string): boolean {
  if (headOf(file) !== undefined && readFileSync(file, 'utf8') === text) return false;
  const beside = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    writeFileSync(beside, text, { flag: 'wx' });
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  return true;
}

/** What a run that was killed has left. */
function removeLeftovers(directory: string): void {
  for (const name of readdirSync(directory)) {
    if (/\.ts\.[0-9a-f]{12}\.tmp$/.test(name)) rmSync(path.join(directory, name), { force: true });
  }
}

const strangers = (folder: string, files: readonly string[]): ReturnType<typeof errorDiagnostic> => {
  const [first = ''] = files;
  const more = files.length > 1 ? ` and ${files.length - 1} more` : '';
  return errorDiagnostic('file-exists', `${path.join(path.basename(folder), first)}${more} was not generated`, {
    detail: 'Nothing was written. Move your file, or choose another directory with --out.',
  });
};
