import { isNull } from '../../../model/index.js';
import type { ResourceMapping } from '../mapping/definition.js';
import type { Values } from '../exchange/projection.js';

/**
 * What an import could not see stays written down with the object until something is done to it: inputs the service never shows.
 * That the configuration sets one then is no change of the object.
 */
export function unseenAfterImport(mapping: ResourceMapping, state: Values): string | undefined {
  const unseen = Object.entries(mapping.attributes)
    .filter(([name, { optional, writeOnly }]) => optional === true && writeOnly !== true && isNull(state[name]!))
    .map(([name]) => name)
    .filter((name) => mapping.reply[name] === undefined);
  return unseen.length === 0 ? undefined : Buffer.from(JSON.stringify({ unseen })).toString('base64');
}

/** The names that {@link unseenAfterImport} wrote down. */
export function unseenIn(bytes: string | undefined): ReadonlySet<string> {
  if (bytes === undefined) return new Set();
  const { unseen = [] } = JSON.parse(Buffer.from(bytes, 'base64').toString('utf8')) as { unseen?: readonly string[] };
  return new Set(unseen);
}
