import type { Call, Reply } from '../system.js';
import type { DescribedList } from './api.js';
import { fill, over, put, type Making } from './object.js';

/** Pages are small unless the client requests larger ones, so that it has to read more than one. */
const SIZE = 3;

interface Cut {
  readonly items: readonly unknown[];
  readonly number: number;
  readonly size: number;
  /** Where the next page starts; undefined on the last one. */
  readonly next: number | undefined;
}

/** One page of a list, with the location of the next one. */
export function pageOf(list: DescribedList, call: Call, path: string, all: readonly unknown[]): Reply {
  const { paging } = list;
  const cut = cutOf(list, call, all);
  let body = fill(list.around ?? {}, list.made, making(call, cut, all.length, paging));
  body = put(
    body,
    paging.items,
    cut.items.map((item) => over(list.item, item)),
  );
  if (paging.total !== undefined) body = put(body, paging.total, all.length);
  if (paging.last !== undefined) body = put(body, paging.last, cut.next === undefined);
  const next = cut.next === undefined ? undefined : `${path}?${PAGE_START}=${cut.next}`;
  if (paging.style === 'cursor' && paging.next !== undefined && cut.next !== undefined)
    body = put(body, paging.next, cursorOf(cut.next));
  if (paging.style === 'link' && paging.at !== undefined && next !== undefined) body = put(body, paging.at, next);
  const headers: Record<string, string> =
    paging.style === 'link' && paging.at === undefined && next !== undefined ? { link: `<${next}>; rel="next"` } : {};
  const otherwise = put(list.around ?? {}, paging.items, [list.item]);
  return { status: list.status, body, headers, otherwise };
}

function cutOf({ paging }: DescribedList, call: Call, all: readonly unknown[]): Cut {
  const asked = paging.size === undefined ? undefined : Number(call.query[paging.size.parameter]);
  const size = asked === undefined || !Number.isInteger(asked) || asked < 1 ? SIZE : asked;
  const start = startOf(paging, call, size);
  if (paging.style === 'whole') return { items: all, number: 0, size: Math.max(all.length, 1), next: undefined };
  const end = start + size;
  const next = end < all.length ? end : undefined;
  return { items: all.slice(start, end), number: Math.floor(start / size), size, next };
}

function startOf(paging: DescribedList['paging'], call: Call, size: number): number {
  const { query } = call;
  const given = paging.parameter === undefined ? undefined : query[paging.parameter];
  switch (paging.style) {
    case 'page': {
      const first = paging.first ?? 1;
      return Math.max(0, Number(given ?? first) - first) * size;
    }
    case 'offset':
      return Math.max(0, Number(given ?? paging.first ?? 0) - (paging.first ?? 0));
    case 'cursor':
      return given === undefined
        ? 0
        : Number(Buffer.from(typeof given === 'string' ? given : '', 'base64url').toString() || 0);
    case 'link':
      return Number(call.url.searchParams.get(PAGE_START) ?? 0);
    case 'whole':
      return 0;
  }
}

/** The parameter in the addresses of further pages. */
const PAGE_START = 'page_start';

const cursorOf = (start: number): string => Buffer.from(String(start)).toString('base64url');

function making(
  call: Call,
  { number, size, next }: Cut,
  total: number,
  { first = 1 }: DescribedList['paging'],
): Making {
  const page = {
    number: number + first,
    size,
    total,
    pages: Math.max(1, Math.ceil(total / size)),
    next: next === undefined ? null : number + first + 1,
    previous: number === 0 ? null : number + first - 1,
  };
  return {
    now: call.now,
    key: '',
    parents: [],
    newIdentity: () => call.store.newIdentity(),
    pending: false,
    more: next !== undefined,
    page,
  };
}
