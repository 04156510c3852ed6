import { randomBytes } from 'node:crypto';
import { mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { exchangeFolder } from '../../packages/index.js';

/** Makes a path a link to a folder, instead of whatever is there. A reader finds the old or the new one. */
export function linkFolder(target: string, place: string): void {
  if (targetOf(place) === target) return;
  mkdirSync(path.dirname(place), { recursive: true });
  const beside = path.join(path.dirname(place), `.${randomBytes(8).toString('hex')}.tmp`);
  try {
    // On Windows, junctions need no privilege.
    symlinkSync(target, beside, 'junction');
    exchangeFolder(beside, place, () => targetOf(place) === target);
  } finally {
    rmSync(beside, { force: true });
  }
}

function targetOf(place: string): string | undefined {
  try {
    return readlinkSync(place);
  } catch {
    return undefined;
  }
}
