import { ownEntry, type Mode, type Schema } from '../../model/index.js';
import type { Place } from './places.js';

/** The schema of a resource type; undefined if it is not available. */
export type SchemaOf = (mode: Mode, type: string) => Schema | undefined;

/**
 * Whether a place is in a write-only attribute, whose value is stored in neither state nor plan. Without a schema this
 * is true as well: another message reports that.
 */
export function isWriteOnly({ resource, source }: Place, schemaOf: SchemaOf): boolean {
  if (resource === undefined) return false;
  const { address, body } = resource;
  let block = schemaOf(address.mode, address.type)?.block;
  if (block === undefined) return true;
  for (const step of source.path.slice(body.source.path.length)) {
    // Between a block and its content may be indexes, keys, and the words of a generator.
    if (typeof step !== 'string') continue;
    const attribute = ownEntry(block.attributes, step);
    if (attribute !== undefined) return attribute.writeOnly === true;
    block = ownEntry(block.blockTypes, step)?.block ?? block;
  }
  return false;
}
