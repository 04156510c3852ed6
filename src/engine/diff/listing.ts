import type { Attribute, BlockType } from '../../model/index.js';
import type { Fields } from './fields.js';

interface Listing {
  readonly attributes: readonly (readonly [name: string, attribute: Attribute])[];
  readonly blockTypes: readonly (readonly [name: string, blockType: BlockType])[];
}

const listings = new WeakMap<Fields, Listing>();

/** The attributes and nested blocks of a schema, listed once: they are visited for every object. */
export function listingOf(fields: Fields): Listing {
  let listing = listings.get(fields);
  if (listing === undefined) {
    listing = { attributes: Object.entries(fields.attributes), blockTypes: Object.entries(fields.blockTypes ?? {}) };
    listings.set(fields, listing);
  }
  return listing;
}
