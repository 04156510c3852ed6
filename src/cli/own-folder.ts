import { existsSync, lstatSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * The user's folder for compiled code, among the temporary files; made when it is missing. Everybody may put something there
 * under its name, and code is taken only from where nobody else could put it: undefined when the folder is not the user's, is
 * open to others, or is not wanted. See docs/decisions/0007-compiled-code-is-kept.md.
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
