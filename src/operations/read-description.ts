import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { DiagnosticError, errorDiagnostic, codeOf, reasonOf } from '../model/index.js';

/** Time limit for a response. */
const PATIENCE_MS = 30_000;

/** Reads the text of a description, from a file relative to the folder or from a URL. */
export async function readDescriptionText(directory: string, place: string): Promise<string> {
  try {
    return isAddress(place) ? await download(place) : await readFile(path.resolve(directory, place), 'utf8');
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const reason = reasonOf(cause instanceof Error ? cause : error);
    throw new DiagnosticError([
      errorDiagnostic('openapi-not-found', `${place} cannot be read: ${reason}`, {
        detail: 'Name a file, or an address that begins with https:// or http://.',
      }),
    ]);
  }
}

/** Reads files in and below a description's folder, by relative path. The message of an error states why a file is not read. */
export function readerBeside(directory: string, place: string): (file: string) => Promise<string> {
  return async (file) => {
    if (isAddress(place)) throw new Error('files are only read for a description that is itself a file');
    const folder = await realpath(path.dirname(path.resolve(directory, place)));
    const there = path.resolve(folder, file);
    // The target of a link counts, not the location of the link.
    const target = isIn(folder, there) ? await realpath(there).catch(() => undefined) : there;
    if (target === undefined) throw new Error('it is missing');
    if (!isIn(folder, target)) throw new Error('it is outside the directory of the description');
    return readFile(target, 'utf8').catch((error: Error) => {
      throw new Error(`it cannot be read (${codeOf(error) ?? error.message})`);
    });
  };
}

const isIn = (folder: string, file: string): boolean =>
  file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);

export const isAddress = (place: string): boolean => /^https?:\/\//i.test(place);

async function download(address: string): Promise<string> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!answer.ok) throw new Error(`the response has status ${answer.status}`);
  return answer.text();
}
