import { resolve } from 'node:path';
import { errorDiagnostic, type Diagnostic, reasonOf } from '../../../model/index.js';
import { replaceFile } from '../../replace-file.js';
import type { ActionCall } from '../mapping/definition.js';
import type { Asking, CallResult } from '../calls.js';
import type { Session } from '../session.js';

/** Only the owner may read the file: the service may send secrets. */
const OWNER_ONLY = 0o600;

/** Writes the reply of a call to a file as it arrives. On failure the file keeps its previous content. */
export async function saveFile(
  session: Session,
  call: ActionCall,
  asking: Asking,
  { path, directory }: { readonly path: string; readonly directory: string },
): Promise<{ readonly kind: 'done' } | Exclude<CallResult, { kind: 'done' }>> {
  const file = resolve(directory, path);
  let trouble: unknown;
  const result = await session.fetchFile(call, asking, {
    limit: 'downloadBytes',
    take: async (bytes) => {
      let isCutOff = false;
      const watched = (async function* () {
        try {
          yield* bytes;
        } catch (error) {
          isCutOff = true;
          throw error;
        }
      })();
      try {
        await replaceFile(file, watched, OWNER_ONLY);
      } catch (error) {
        // The caller judges a broken connection; retrying does not help against a full disk.
        if (isCutOff) throw error;
        trouble = error;
      }
    },
  });
  return trouble === undefined ? result : { kind: 'impossible', diagnostic: notWritten(call, path, trouble) };
}

function notWritten({ saves }: ActionCall, path: string, error: unknown): Diagnostic {
  return errorDiagnostic('file-not-writable', `${path} cannot be written`, {
    detail: `${reasonOf(error)}. Name a file in an existing folder; relative paths start at the project's folder.`,
    ...(saves === undefined ? {} : { path: [saves] }),
  });
}
