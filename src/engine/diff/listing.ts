import type { Attribute, BlockType } from '../../model/index.js';
import type { Fields } from './fields.js';

/** Objects, since taking a pair apart costs an iterator in code that is not optimized yet. */
interface Listing {
  readonly attributes: readonly { readonly name: string; readonly attribute: Attribute }[];
  readonly blockTypes: readonly { readonly name: string; readonly blockType: BlockType }[];
}

const listings = new WeakMap<Fields, Listing>();

/** The attributes and nested blocks of a schema, listed once: they are visited for every object. */
export function listingOf(fields: Fields): Listing {
  let listing = listings.get(fields);
  if (listing === undefined) {
    listing = {
      attributes: Object.entries(fields.attributes).map(([name, attribute]) => ({ name, attribute })),
      blockTypes: Object.entries(fields.blockTypes ?? {}).map(([name, blockType]) => ({ name, blockType })),
    };
    listings.set(fields, listing);
  }
  return listing;
}
