import { Buffer } from 'node:buffer';
import type { Diagnostic } from '../../../model/index.js';
import { sha256 } from '../exchange/archive.js';
import type { DownloadMapping } from '../mapping/definition.js';
import type { Values } from '../values/projection.js';
import type { Asking } from '../calls.js';
import type { Session } from '../session.js';

/**
 * Fetches a file into attributes. Only an action writes files: a data source is read during planning, which must not
 * change anything.
 */
export async function download(
  session: Session,
  mapping: DownloadMapping,
  asking: Asking,
): Promise<{ readonly values: Values } | { readonly diagnostic: Diagnostic }> {
  let chunks: Uint8Array[] = [];
  const fetched = await session.fetchFile(mapping.call, asking, {
    limit: 'replyBytes',
    take: async (bytes) => {
      chunks = [];
      for await (const chunk of bytes) chunks.push(chunk);
    },
  });
  if (fetched.kind !== 'done') return { diagnostic: fetched.diagnostic };
  const content = Buffer.concat(chunks);
  return {
    values: {
      [mapping.hash]: sha256(content),
      [mapping.size]: content.length,
      [mapping.content]: content.toString('base64'),
    },
  };
}
