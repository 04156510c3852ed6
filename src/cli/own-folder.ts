import { existsSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * The user's folder for compiled code, in the directory for temporary files; created if it is missing. Since other users can
 * create a folder of that name, this returns undefined if the folder belongs to another user, is writable by others, or is
 * disabled. See docs/decisions/0007-compiled-code-is-kept.md.
 */
export function ownFolder(): string | undefined {
  if (process.env['NODE_DISABLE_COMPILE_CACHE'] !== undefined) return undefined;
  const user = process.getuid?.();
  const folder = path.join(tmpdir(), user === undefined ? 'landform' : `landform-${user}`);
  try {
    if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
    const found = lstatSync(folder);
    const own = found.isDirectory() && (user === undefined || (found.uid === user && (found.mode & 0o077) === 0));
    return own ? folder : undefined;
  } catch {
    return undefined;
  }
}
