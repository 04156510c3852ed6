import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from '../model/index.js';

/** Temporary folders that a killed run left behind are removed after this time. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/** Puts a folder, or a link to one, in the place of another. In between, nothing is there, which the next run installs again. */
export function exchangeFolder(folder: string, place: string, isDone: () => boolean): void {
  const away = `${folder}.tmp`;
  for (let attempt = 0; ; attempt += 1) {
    try {
      renameSync(folder, place);
      break;
    } catch (error) {
      const code = codeOf(error);
      if (attempt > 20 || (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOTDIR' && code !== 'EISDIR'))
        throw error;
      // Another run in this project was faster.
      if (isDone()) break;
      try {
        renameSync(place, away);
      } catch (gone) {
        if (codeOf(gone) !== 'ENOENT') throw gone;
      }
      rmSync(away, { recursive: true, force: true });
    }
  }
}

/** Removes what killed runs have left in a folder, long after they must have ended. */
export function removeAbandoned(folder: string, isTemporary: (name: string) => boolean): void {
  for (const name of namesIn(folder).filter(isTemporary)) {
    const left = path.join(folder, name);
    try {
      if (Date.now() - statSync(left).mtimeMs > ABANDONED_MS) rmSync(left, { recursive: true, force: true });
    } catch {
      // Another run removes it.
    }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
