import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { errorDiagnostic, type Diagnostic, type Value } from '../../../model/index.js';
import { sha256 } from '../exchange/archive.js';
import type { DownloadMapping } from '../mapping/definition.js';
import { jsonOf, type Values } from '../exchange/projection.js';
import type { Asking, Session } from '../session.js';

/** Fetches a file: into the file an input names, or else into an attribute. */
export async function download(
  session: Session,
  mapping: DownloadMapping,
  asking: Asking,
  directory: string,
): Promise<{ readonly values: Values } | { readonly diagnostic: Diagnostic }> {
  const fetched = await session.fetchBytes(mapping.call, asking);
  if (fetched.kind !== 'done') return { diagnostic: fetched.diagnostic };
  const { bytes } = fetched;
  const path = jsonOf(asking.values[mapping.to]);
  const told: Record<string, Value> = {
    [mapping.hash]: sha256(bytes),
    [mapping.size]: bytes.length,
    [mapping.content]: null,
  };
  if (typeof path !== 'string') {
    told[mapping.content] = Buffer.from(bytes).toString('base64');
    return { values: told };
  }
  try {
    await writeFile(resolve(directory, path), bytes);
    return { values: told };
  } catch (error) {
    return { diagnostic: notWritten(mapping.to, path, error) };
  }
}

function notWritten(attribute: string, path: string, error: unknown): Diagnostic {
  return errorDiagnostic('file-not-writable', `${path} can not be written`, {
    detail: `${(error as Error).message}. Name a file in a folder that is there; relative paths start at the project's folder.`,
    path: [attribute],
  });
}
