import { type JsonObject } from '../../model/index.js';
import { successOf, type ApiOperation, type ApiParameter } from './api.js';
import { membersOf, memberAt, type Member } from './schemas.js';
import { snakeCase } from './words.js';

/** How a list is paginated, in the terms of the runtime's mapping. Locations are JSON pointers into a page. */
export type PagingGuess =
  | { readonly style: 'whole'; readonly items: string }
  | {
      readonly style: 'page';
      readonly items: string;
      readonly parameter: string;
      readonly first: number;
      readonly size?: Size;
      readonly last?: string;
      readonly total?: string;
    }
  | {
      readonly style: 'offset';
      readonly items: string;
      readonly parameter: string;
      /** The number of the first item; 0 unless said. */
      readonly first?: number;
      readonly size: Size;
      readonly total?: string;
    }
  | { readonly style: 'cursor'; readonly items: string; readonly parameter: string; readonly next: string }
  | { readonly style: 'link'; readonly items: string; readonly at?: string };

interface Size {
  readonly parameter: string;
  readonly value: number;
}

export interface ListGuess {
  readonly operation: ApiOperation;
  /** The schema of a page. */
  readonly pointer: string;
  readonly paging: PagingGuess;
  /** The schema of an item. */
  readonly item: string;
  readonly doubt?: string;
}

const CURSOR =
  /^(cursor|page_?token|next_?token|continue|continuation_?token|marker|start_?cursor|after|page_cursor|page_after)$/;
const SIZE = /^(limit|size|page_?size|per_?page|max_?results|top|count|page_limit|page_size)$/;
const OFFSET = /^(offset|skip|start|start_index|from)$/;
const PAGE = /^(page|page_?number|p|page_no|page_page)$/;
const TOTAL = /^(total|total_?(count|elements|items|results|size)|count)$/;
const NEXT_ADDRESS = /^(next|next_?(url|link|page_url|href)|links_next(_href)?)$/;
const NEXT_CURSOR =
  /^(next_?(cursor|token|page_?token|marker|page)|cursor|continue|continuation_?token|end_?cursor|cursors?_(next|after))$/;

/** Undefined if the reply contains no array: then it is not a list. */
export function guessList(document: JsonObject, operation: ApiOperation): ListGuess | undefined {
  const content = successOf(operation)?.content;
  if (content === undefined) return undefined;
  const page = memberAt(document, content.pointer);
  const items = itemsOf(page, content.pointer);
  if (items === undefined) return undefined;
  const { place, member } = items;
  const fields = fieldsBeside(page, place);
  const { paging, doubt } = pagingOf(operation, place, fields);
  return {
    operation,
    pointer: content.pointer,
    paging,
    item: member.items ?? `${member.pointer}/items`,
    ...(doubt === undefined ? {} : { doubt }),
  };
}

interface Items {
  readonly place: string;
  readonly member: Member;
}

function itemsOf(page: Member, pointer: string): Items | undefined {
  if (isList(page)) return { place: '', member: { ...page, pointer } };
  const lists: Items[] = [];
  for (const member of membersOf(page)) {
    if (isList(member)) lists.push({ place: `/${member.name}`, member });
    for (const inner of membersOf(member))
      if (isList(inner)) lists.push({ place: `/${member.name}/${inner.name}`, member: inner });
  }
  const ofObjects = lists.filter(
    ({ member }) => !('element' in member.shape) || member.shape.element.kind === 'object',
  );
  return ofObjects[0] ?? lists[0];
}

const isList = ({ shape, schema }: Member): boolean =>
  shape.kind === 'list' || shape.kind === 'set' || (shape.kind === 'json' && 'items' in schema);

interface FieldBeside {
  readonly name: string;
  readonly place: string;
  readonly member: Member;
}

/** Fields of a page beside its items, up to three levels deep. */
function fieldsBeside(page: Member, items: string): FieldBeside[] {
  const fields: FieldBeside[] = [];
  const visit = (owner: Member, place: string, name: string, depth: number): void => {
    for (const member of membersOf(owner)) {
      const here = `${place}/${member.name}`;
      const called = name === '' ? snakeCase(member.name) : `${name}_${snakeCase(member.name)}`;
      if (here === items) continue;
      fields.push({ name: called, place: here, member });
      if (depth < 3) visit(member, here, called, depth + 1);
    }
  };
  visit(page, '', '', 1);
  return fields;
}

function pagingOf(
  operation: ApiOperation,
  items: string,
  fields: readonly FieldBeside[],
): { readonly paging: PagingGuess; readonly doubt?: string } {
  const queries = operation.parameters.filter((parameter) => parameter.in === 'query');
  const query = (pattern: RegExp): ApiParameter | undefined =>
    queries.find(({ name }) => pattern.test(snakeCase(name)));
  const last = (name: string): string => name.replace(/^.*?(meta|metadata|paging|pagination|page_info|page)_/, '');
  const field = (pattern: RegExp, kind: string): string | undefined =>
    fields.find(({ name, member }) => (pattern.test(name) || pattern.test(last(name))) && member.shape.kind === kind)
      ?.place;
  const size = sizeOf(query(SIZE));
  const total = field(TOTAL, 'number');
  const cursor = query(CURSOR);
  const address = field(NEXT_ADDRESS, 'string');
  const next = field(NEXT_CURSOR, 'string');
  if (cursor !== undefined && next !== undefined)
    return { paging: { style: 'cursor', items, parameter: cursor.name, next } };
  if (address !== undefined) return { paging: { style: 'link', items, at: address } };
  if (successOf(operation)?.headers.some((name) => name.toLowerCase() === 'link') === true)
    return { paging: { style: 'link', items } };
  const offset = query(OFFSET);
  if (offset !== undefined && size !== undefined)
    return {
      paging: {
        style: 'offset',
        items,
        parameter: offset.name,
        ...(countsFrom(offset) === 0 ? {} : { first: countsFrom(offset) }),
        size,
        ...(total === undefined ? {} : { total }),
      },
    };
  const page = query(PAGE);
  if (page !== undefined) return { paging: pageStyle(page, items, size, field(/^(is_)?last(_page)?$/, 'bool'), total) };
  const doubt =
    cursor === undefined && offset === undefined && size === undefined
      ? undefined
      : 'The list has paging parameters, but its reply does not say where the next page is: only one page is read.';
  return { paging: { style: 'whole', items }, ...(doubt === undefined ? {} : { doubt }) };
}

/** SCIM (RFC 7644) counts items from 1 and calls it `startIndex`. */
function countsFrom({ name, schema }: ApiParameter): number {
  const { minimum, default: given } = schema;
  if (minimum === 1 || given === 1) return 1;
  return minimum === undefined && given === undefined && snakeCase(name) === 'start_index' ? 1 : 0;
}

function pageStyle(
  page: ApiParameter,
  items: string,
  size: Size | undefined,
  last: string | undefined,
  total: string | undefined,
): PagingGuess {
  const { minimum, default: given } = page.schema;
  const first = [given, minimum].find((value) => typeof value === 'number') ?? 1;
  return {
    style: 'page',
    items,
    parameter: page.name,
    first,
    ...(size === undefined ? {} : { size }),
    ...(last === undefined ? {} : { last }),
    ...(total === undefined ? {} : { total }),
  };
}

const PAGE_SIZE = 100;

function sizeOf(parameter: ApiParameter | undefined): Size | undefined {
  if (parameter === undefined) return undefined;
  const { maximum } = parameter.schema;
  return { parameter: parameter.name, value: typeof maximum === 'number' ? Math.min(maximum, PAGE_SIZE) : PAGE_SIZE };
}
