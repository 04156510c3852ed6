import { valuesEqual, type Value } from '../../model/index.js';
import type { Fields, Nesting } from './fields.js';
import { valueKey } from './key.js';
import { listingOf } from './listing.js';
import { attributeOf, bare, entriesOf, isNull, itemsOf } from './parts.js';

/**
 * For each element of a configured set, finds the prior element it continues: the first remaining one that could result
 * from that configuration. Set elements have no identity, so this is a best guess.
 */
export class PriorElements {
  readonly #fields: Fields;
  /** Names of attributes whose values must be equal in both; they narrow the search to a few candidates. */
  readonly #fixed: readonly string[];
  readonly #buckets = new Map<string, Value[]>();

  constructor(fields: Fields, prior: readonly Value[]) {
    this.#fields = fields;
    this.#fixed = listingOf(fields).attributes.flatMap(({ name, attribute: { computed, nested } }) =>
      computed !== true && nested === undefined ? [name] : [],
    );
    for (const element of prior) {
      const key = this.#key(element);
      const bucket = this.#buckets.get(key);
      if (bucket === undefined) this.#buckets.set(key, [element]);
      else bucket.push(element);
    }
  }

  /** Removes the match for `config` from the pool and returns it; undefined if there is none. */
  take(config: Value): Value | undefined {
    const bucket = this.#buckets.get(this.#key(config));
    if (bucket === undefined) return undefined;
    const index = bucket.findIndex((candidate) => couldComeFrom(this.#fields, candidate, config));
    return index === -1 ? undefined : bucket.splice(index, 1)[0];
  }

  #key(element: Value): string {
    const entries = entriesOf(bare(element));
    return entries === undefined ? '' : this.#fixed.map((name) => valueKey(entries[name] ?? null)).join(';');
  }
}

/**
 * Whether a provider could have derived `prior` from `config`: they are equal, or differ only in computed attributes
 * that are not configured.
 */
function couldComeFrom(fields: Fields, prior: Value, config: Value): boolean {
  if (valuesEqual(prior, config) || isNull(prior)) return true;
  const before = entriesOf(bare(prior));
  const after = entriesOf(bare(config));
  if (before === undefined || after === undefined) return false;
  for (const { name, attribute } of listingOf(fields).attributes) {
    const was = attributeOf(before, name, attribute.type);
    const is = attributeOf(after, name, attribute.type);
    if (valuesEqual(was, is)) continue;
    if (attribute.nested === undefined) {
      if (attribute.computed !== true || !isNull(is)) return false;
    } else if (!nestedCouldComeFrom(attribute.nested.nesting, attribute.nested, was, is)) return false;
  }
  for (const {
    name,
    blockType: { nesting, block },
  } of listingOf(fields).blockTypes) {
    const was = before[name] ?? null;
    const is = after[name] ?? null;
    if (!valuesEqual(was, is) && !nestedCouldComeFrom(nesting, block, was, is)) return false;
  }
  return true;
}

function nestedCouldComeFrom(nesting: Nesting, fields: Fields, prior: Value, config: Value): boolean {
  if (isNull(prior)) return true;
  const before = bare(prior);
  const after = bare(config);
  switch (nesting) {
    case 'single':
    case 'group':
      return couldComeFrom(fields, before, after);
    case 'list': {
      const items = itemsOf(after) ?? [];
      const old = itemsOf(before) ?? [];
      return old.every((item, index) => {
        const configured = items[index];
        return configured !== undefined && couldComeFrom(fields, item, configured);
      });
    }
    case 'map': {
      const entries = entriesOf(after);
      const old = Object.entries(entriesOf(before) ?? {});
      return old.every(([key, item]) => entries?.[key] !== undefined && couldComeFrom(fields, item, entries[key]));
    }
    case 'set':
      return false;
  }
}
