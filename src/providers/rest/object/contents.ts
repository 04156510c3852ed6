import { gunzipSync } from 'node:zlib';
import { sha256 } from '../exchange/archive.js';
import type { Values } from '../values/projection.js';
import { asking, type Job } from '../job.js';

/** SHA-256 of the content the service keeps for a file, in the forms that the content attribute may have. */
export type Contents = Readonly<Record<string, readonly string[]>>;

/** Maximum size of a folder's tar archive. */
const MOST_BYTES = 256 * 1024 * 1024;

/** What the service keeps of an imported object's files, as far as it can be downloaded. */
export async function contentsOf(job: Job, values: Values): Promise<Contents> {
  const contents: Record<string, readonly string[]> = {};
  for (const { hash, kept } of Object.values(job.mapping.files ?? {})) {
    if (kept === undefined) continue;
    const chunks: Uint8Array[] = [];
    const fetched = await job.session.fetchFile(kept, asking(job, 'compare', values, { signal: job.stopping }), {
      limit: 'replyBytes',
      take: async (bytes) => {
        chunks.length = 0;
        for await (const chunk of bytes) chunks.push(chunk);
      },
    });
    if (fetched.kind === 'done') contents[hash] = fingerprintsOf(Buffer.concat(chunks));
  }
  return contents;
}

/**
 * As a file that was sent unchanged, and as a folder that was packed by Landform: then the uncompressed archive is
 * compared.
 */
function fingerprintsOf(bytes: Buffer): readonly string[] {
  const asFile = sha256(bytes);
  try {
    return [asFile, sha256(gunzipSync(bytes, { maxOutputLength: MOST_BYTES }))];
  } catch {
    return [asFile];
  }
}
