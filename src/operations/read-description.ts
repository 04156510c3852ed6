import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DiagnosticError, errorDiagnostic } from '../model/index.js';

/** How long an address may take to answer. */
const PATIENCE_MS = 30_000;

/** The text of a description: of a file relative to the folder, or of an address. */
export async function readDescriptionText(directory: string, place: string): Promise<string> {
  try {
    return /^https?:\/\//i.test(place) ? await download(place) : await readFile(path.resolve(directory, place), 'utf8');
  } catch (error) {
    const { cause, message } = error as Error & { cause?: unknown };
    const reason = cause instanceof Error ? cause.message : message;
    throw new DiagnosticError([
      errorDiagnostic('openapi-not-found', `${place} cannot be read: ${reason}`, {
        detail: 'Name a file, or an address that begins with https:// or http://.',
      }),
    ]);
  }
}

async function download(address: string): Promise<string> {
  const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!answer.ok) throw new Error(`the answer has the status ${answer.status}`);
  return answer.text();
}
