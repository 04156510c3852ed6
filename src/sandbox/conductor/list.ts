import type { Reply } from '../system.js';
import type { Ask } from './domain.js';
import { ok, Refused } from './refusal.js';

export type Shown = Readonly<Record<string, unknown>>;

export interface Listing<T> {
  /** All objects, in order of creation. */
  readonly items: readonly T[];
  /** An item in a reply. */
  readonly show: (item: T) => Shown;
  /**
   * All names an item may have in a reply: the allowed values of `_include`, and the keys for filtering and sorting.
   */
  readonly fields: readonly string[];
  /** For a query key that is not a name of an item, or has another meaning: whether an item matches. */
  readonly filters?: Readonly<Record<string, (item: T, wanted: readonly string[]) => boolean>>;
  /** The field that `_search` applies to. */
  readonly searched?: string;
}

/** Maximum page size, whatever is requested. */
const LARGEST_PAGE = 1000;

/**
 * A page of a list: filtered, sorted, paginated and reduced according to the query (Conductor document, sections
 * Filtering to Pagination).
 */
export function listed<T>(ask: Ask, listing: Listing<T>): Reply {
  const include = includedFields(ask, listing.fields);
  const passed = inOrder(ask, listing, passing(ask, listing));
  const offset = numberOr(ask.query['_offset'], 0);
  const size = numberOr(ask.query['_size'], 0);
  const page = passed.slice(offset, offset + (size === 0 ? LARGEST_PAGE : Math.min(size, LARGEST_PAGE)));
  return ok({
    items: page.map((item) => reduced(listing.show(item), include)),
    // The reported size is the requested one, if any: as unreliable as in the document's samples.
    metadata: { pagination: { total: passed.length, offset, size }, filtered: null },
  });
}

/** One object, reduced to the fields in `_include`. */
export function shown(ask: Ask, object: Shown, fields: readonly string[]): Reply {
  return ok(reduced(object, includedFields(ask, fields)));
}

export function includedFields(ask: Ask, fields: readonly string[]): readonly string[] | undefined {
  const { _include: include } = ask.query;
  if (typeof include !== 'string' || include === '') return undefined;
  const names = include.split(',');
  const unknown = names.filter((name) => !fields.includes(name));
  if (unknown.length > 0) throw new Refused(400, `Unknown field(s) in _include: ${unknown.join(', ')}`);
  return names;
}

function reduced(object: Shown, include: readonly string[] | undefined): Shown {
  if (include === undefined) return object;
  return Object.fromEntries(include.map((name) => [name, object[name] ?? null]));
}

/** The items that match the query. A repeated key means any of its values, different keys mean all of them. */
export function passing<T>(ask: Ask, listing: Listing<T>): readonly T[] {
  const { fields, filters = {}, searched, show } = listing;
  const tests: ((item: T) => boolean)[] = [];
  for (const [key, given] of Object.entries(askedFor(ask, fields))) {
    const wanted = (Array.isArray(given) ? given : [given]).map(String);
    const own = Object.hasOwn(filters, key) ? filters[key] : undefined;
    if (own !== undefined) tests.push((item) => own(item, wanted));
    else if (key === '_search' && searched !== undefined) {
      const part = (wanted[0] ?? '').toLowerCase();
      tests.push((item) => String(show(item)[searched]).toLowerCase().includes(part));
    } else if (key === '_range') tests.push(...wanted.map((text) => inRange(listing, text)));
    else if (!key.startsWith('_') && fields.includes(key))
      tests.push((item) => wanted.includes(String(show(item)[key])));
  }
  return tests.length === 0 ? listing.items : listing.items.filter((item) => tests.every((test) => test(item)));
}

/**
 * Every query parameter in the description, and any field of an item: "the key is a field name" (section Filtering).
 */
export function askedFor({ query, url }: Ask, fields: readonly string[]): Readonly<Record<string, unknown>> {
  const undescribed = fields.filter((field) => url.searchParams.has(field) && !Object.hasOwn(query, field));
  return { ...query, ...Object.fromEntries(undescribed.map((field) => [field, url.searchParams.getAll(field)])) };
}

/** `created_at,2020-01-01T00:00:00Z,`: a lower bound, an upper bound, or both. */
function inRange<T>({ fields, show }: Listing<T>, text: string): (item: T) => boolean {
  const [field = '', since = '', until = ''] = text.split(',');
  if (!fields.includes(field)) throw new Refused(400, `Unknown field in _range: ${field}`);
  return (item) => {
    const at = Date.parse(String(show(item)[field]));
    return (since === '' || at >= Date.parse(since)) && (until === '' || at <= Date.parse(until));
  };
}

function inOrder<T>(ask: Ask, { fields, show }: Listing<T>, items: readonly T[]): readonly T[] {
  const keys = [ask.query['_sort'] ?? []]
    .flat()
    .map(String)
    .map((text) => ({ field: text.replace(/^-/, ''), sign: text.startsWith('-') ? -1 : 1 }));
  const unknown = keys.find(({ field }) => !fields.includes(field));
  if (unknown !== undefined) throw new Refused(400, `Cannot sort by ${unknown.field}`);
  if (keys.length === 0) return items;
  const decorated = items.map((item) => ({ item, at: show(item) }));
  decorated.sort((one, other) => {
    for (const { field, sign } of keys) {
      const order = compare(one.at[field], other.at[field]);
      if (order !== 0) return sign * order;
    }
    return 0;
  });
  return decorated.map(({ item }) => item);
}

function compare(one: unknown, other: unknown): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  const [left, right] = [textOf(one), textOf(other)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''));

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
