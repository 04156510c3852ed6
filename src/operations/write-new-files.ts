import { randomBytes } from 'node:crypto';
import { link, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, DiagnosticError, errorDiagnostic } from '../model/index.js';

/**
 * Writes files that must not exist yet, all of them or none, and of the `optional` ones those that do not exist. Each
 * appears with its whole content. Returns the names of the files written.
 */
export async function writeNewFiles(
  folder: string,
  files: ReadonlyMap<string, string>,
  optional: ReadonlyMap<string, string> = new Map(),
): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true });
  const written: string[] = [];
  try {
    for (const [name, text] of files) {
      if (await writeNew(path.join(folder, name), text)) written.push(name);
      else throw new DiagnosticError([exists(name)]);
    }
    for (const [name, text] of optional) if (await writeNew(path.join(folder, name), text)) written.push(name);
    return written;
  } catch (error) {
    await Promise.all(written.map((name) => rm(path.join(folder, name), { force: true })));
    throw error;
  }
}

/** False if the file exists, which a link never replaces. */
async function writeNew(file: string, text: string): Promise<boolean> {
  const beside = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(beside, text, { flag: 'wx' });
    await link(beside, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(beside, { force: true });
  }
}

const exists = (name: string): ReturnType<typeof errorDiagnostic> =>
  errorDiagnostic('file-exists', `${name} already exists`, {
    detail: 'Nothing was written. Choose another place with --out, or remove the file.',
  });
