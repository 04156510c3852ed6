import { stringifyJson, type Json, isJsonList } from '../../../model/index.js';
import { exceeded, type Limits } from '../http/limits.js';
import { placesOf, type Paging } from '../mapping/paging.js';
import { pointerGet } from '../pointer.js';

export interface Page {
  readonly body: Json | undefined;
  readonly header: (name: string) => string | null;
}

/** The next request: query parameters to set, or a complete address. */
export type NextPage = { readonly query: Readonly<Record<string, string>> } | { readonly url: string };

export type Listed =
  | { readonly kind: 'items'; readonly items: readonly Json[] }
  /** The pages are inconsistent; retrying does not help. */
  | { readonly kind: 'endless'; readonly reason: string };

const MOST_ROUNDS = 5;

/**
 * All items of a list. `ask` returns a page, or undefined, which ends the reading with undefined. Objects may come and
 * go while pages are read, which shifts items between pages, so one may be missed: if the total changes, or differs
 * from the number of items, everything is read again.
 */
export async function readPages<Failure>(
  paging: Paging,
  limits: Limits,
  ask: (next: NextPage) => Promise<{ readonly page: Page } | { readonly failure: Failure }>,
): Promise<Listed | { readonly kind: 'failure'; readonly failure: Failure }> {
  let items: Json[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const result = await readOnce(paging, limits, ask);
    if (result.kind !== 'items') return result;
    items = result.items;
    if (result.steady) break;
  }
  return { kind: 'items', items };
}

async function readOnce<Failure>(
  paging: Paging,
  limits: Limits,
  ask: (next: NextPage) => Promise<{ readonly page: Page } | { readonly failure: Failure }>,
): Promise<
  | { readonly kind: 'items'; readonly items: Json[]; readonly steady: boolean }
  | { readonly kind: 'endless'; readonly reason: string }
  | { readonly kind: 'failure'; readonly failure: Failure }
> {
  const items: Json[] = [];
  const asked = new Set<string>();
  let next: NextPage | undefined = firstPage(paging);
  const totals = new Set<number>();
  let before: string | undefined;
  while (next !== undefined) {
    const key = JSON.stringify(next);
    if (asked.has(key)) return { kind: 'endless', reason: 'the service named the same next page twice' };
    if (asked.size >= limits.listPages) return { kind: 'endless', reason: exceeded('listPages', limits) };
    asked.add(key);
    const answer: { readonly page: Page } | { readonly failure: Failure } = await ask(next);
    if ('failure' in answer) return { kind: 'failure', failure: answer.failure };
    const here = itemsIn(paging, answer.page.body) ?? [];
    const content = here.length === 0 ? undefined : stringifyJson([...here.slice(0, 1), ...here.slice(-1)]);
    if (content !== undefined && content === before) {
      return { kind: 'endless', reason: 'the service sent the same page twice' };
    }
    before = content;
    for (const item of here) items.push(item);
    if (items.length > limits.listItems) return { kind: 'endless', reason: exceeded('listItems', limits) };
    const total = totalOf(paging, answer.page.body);
    if (total !== undefined) totals.add(total);
    next = nextPage(paging, answer.page, asked.size, items.length, here.length);
  }
  return { kind: 'items', items, steady: totals.size === 0 || (totals.size === 1 && totals.has(items.length)) };
}

/** The items of a page; undefined if it has no list. */
export function itemsIn(paging: Paging, body: Json | undefined): readonly Json[] | undefined {
  const places = placesOf(paging).map((place) => pointerGet(body, place));
  const list = places.find(isJsonList);
  if (list !== undefined) return list;
  const [found] = places;
  const single = paging.style === 'whole' && paging.one === true && typeof found === 'object' && found !== null;
  return single ? [found] : undefined;
}

function firstPage(paging: Paging): NextPage {
  switch (paging.style) {
    case 'page':
      return { query: { [paging.parameter]: String(paging.first), ...sizeOf(paging) } };
    case 'offset':
      return { query: { [paging.parameter]: String(paging.first ?? 0), ...sizeOf(paging) } };
    default:
      return { query: {} };
  }
}

function nextPage(paging: Paging, page: Page, pages: number, items: number, here: number): NextPage | undefined {
  switch (paging.style) {
    case 'whole':
      return undefined;
    case 'page':
      // An empty page ends the list whatever its metadata says: later pages have no items either.
      if (here === 0) return undefined;
      if (
        paging.last === undefined ? isComplete(paging, page, items, here) : pointerGet(page.body, paging.last) !== false
      )
        return undefined;
      return { query: { [paging.parameter]: String(paging.first + pages), ...sizeOf(paging) } };
    case 'offset':
      if (here === 0 || isComplete(paging, page, items, here)) return undefined;
      return { query: { [paging.parameter]: String((paging.first ?? 0) + items), ...sizeOf(paging) } };
    case 'cursor': {
      const cursor = pointerGet(page.body, paging.next);
      return typeof cursor === 'string' && cursor !== '' ? { query: { [paging.parameter]: cursor } } : undefined;
    }
    case 'link': {
      if (paging.at === undefined) {
        const url = nextLink(page.header('link'));
        return url === undefined ? undefined : { url };
      }
      const url = pointerGet(page.body, paging.at);
      return typeof url === 'string' && url !== '' ? { url } : undefined;
    }
  }
}

/** A service may cap a page below the requested size, so a short page only ends the list if there is no total. */
function isComplete(
  paging: Extract<Paging, { style: 'page' | 'offset' }>,
  page: Page,
  items: number,
  here: number,
): boolean {
  const total = totalOf(paging, page.body);
  return total === undefined ? here < (paging.size?.value ?? 1) : items >= total;
}

function sizeOf(paging: Extract<Paging, { style: 'page' | 'offset' }>): Record<string, string> {
  return paging.size === undefined ? {} : { [paging.size.parameter]: String(paging.size.value) };
}

function totalOf(paging: Paging, body: Json | undefined): number | undefined {
  if (!('total' in paging) || paging.total === undefined) return undefined;
  const total = pointerGet(body, paging.total);
  return typeof total === 'number' ? total : undefined;
}

/** The address of `rel="next"` in a Link header (RFC 8288). */
function nextLink(header: string | null): string | undefined {
  for (const [, url, parameters = ''] of (header ?? '').matchAll(/<([^>]*)>([^<]*)/g)) {
    if (/;\s*rel="?(?:[^";]*\s)?next(?:\s[^";]*)?"?/i.test(parameters)) return url;
  }
  return undefined;
}
