import { readdir, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** Removes temporary files that runs with older leases left beside the state. */
export async function removeLeftovers(path: string, fence: number): Promise<void> {
  const prefix = `.${basename(path)}.`;
  for (const name of await readdir(dirname(path)).catch(() => [])) {
    if (!name.startsWith(prefix)) continue;
    const match = /^([0-9]+)\.(?:backup\.|journal\.)?tmp$/.exec(name.slice(prefix.length));
    if (match !== null && Number(match[1]) < fence) await unlink(join(dirname(path), name)).catch(() => undefined);
  }
}
