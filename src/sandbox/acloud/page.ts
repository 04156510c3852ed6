import { isRecord } from '../description.js';
import type { Call, Reply } from '../system.js';
import { ok } from './entries.js';

const DEFAULT_SIZE = 50;
/** A larger page size is not refused, but reduced to this. */
const LARGEST_SIZE = 2000;

/** One page of the items in Spring's format, in the requested order or by default in order of creation. */
export function page<T extends object>(call: Call, items: readonly T[], show: (item: T) => unknown): Reply {
  const pageable = { ...membersOf(call.query['pageable']), ...call.query };
  const number = numberOr(pageable['page'], numberOr(pageable['pageNumber'], 0));
  const size = Math.min(numberOr(pageable['size'], numberOr(pageable['pageSize'], DEFAULT_SIZE)), LARGEST_SIZE);
  const order = call.query['sort'];
  const sorted = typeof order === 'string' && order !== '';
  const created = pageable['sortDirection'] === 'DESC' ? items.toReversed() : items;
  const ordered = sorted ? inOrder(created, order) : created;
  const offset = number * size;
  const content = ordered.slice(offset, offset + size).map(show);
  const totalPages = Math.ceil(items.length / size);
  const sort = { empty: !sorted, sorted, unsorted: !sorted };
  return ok({
    content,
    empty: content.length === 0,
    first: number === 0,
    last: number + 1 >= totalPages,
    number,
    numberOfElements: content.length,
    pageable: { offset, pageNumber: number, pageSize: size, paged: true, unpaged: false, sort },
    size,
    sort,
    totalElements: items.length,
    totalPages,
  });
}

/** The members of the parameter that the document calls `pageable`; none if it is not a JSON string. */
function membersOf(pageable: unknown): Readonly<Record<string, unknown>> {
  try {
    const members: unknown = typeof pageable === 'string' ? JSON.parse(pageable) : {};
    return isRecord(members) ? members : {};
  } catch {
    return {};
  }
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

/** `displayName,desc`. Items without the property come first. */
function inOrder<T extends object>(items: readonly T[], order: string): T[] {
  const [property = '', direction = 'asc'] = order.split(',');
  const sign = direction.toLowerCase() === 'desc' ? -1 : 1;
  const key = (item: T): string => {
    const value: unknown = Reflect.get(item, property);
    return typeof value === 'string' ? value : JSON.stringify(value ?? '');
  };
  return items.toSorted((one, other) => sign * compare(key(one), key(other)));
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
