import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Construct } from 'constructs';
import { ConstructError } from '../error.js';
import { placeOf } from '../scope.js';

/** The files under a path, in the order of their names: what an asset consists of. */
export function filesUnder(place: string): readonly string[] {
  if (!statSync(place).isDirectory()) return [place];
  return readdirSync(place)
    .sort((left, right) => (left < right ? -1 : 1))
    .flatMap((name) => filesUnder(path.join(place, name)));
}

/** CDKTF's hash of an asset, which is part of its path and so of the plan. */
export function assetHash(place: string): string {
  const hash = createHash('md5');
  for (const file of filesUnder(place)) hash.update(readFileSync(file));
  return hash.digest('hex').toUpperCase();
}

/** The folder that relative paths of a program start in: where `cdktf.json` is. */
export function resolvedPath(construct: Construct, given: string): string {
  if (path.isAbsolute(given)) return given;
  const settings: unknown = construct.node.tryGetContext('cdktfJsonPath');
  return path.resolve(typeof settings === 'string' ? path.dirname(settings) : process.cwd(), given);
}

export function existing(construct: Construct, given: string): string {
  const place = resolvedPath(construct, given);
  try {
    statSync(place);
  } catch {
    throw new ConstructError(
      'file-not-found',
      `${construct.node.path} has no file ${given}`,
      `Correct the path. It is looked for at ${place}.`,
      placeOf(construct),
    );
  }
  return place;
}
