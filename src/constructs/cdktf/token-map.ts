import { ConstructError } from '../error.js';
import { captureLocation } from '../origin.js';
import { isResolvable, type IResolvable } from './resolvable.js';

/**
 * Programs of CDKTF handle a value that is known later as a string, number, list or map of their language: a token, which
 * names the value in a table. The forms of tokens are CDKTF's, since libraries recognize them.
 */
interface TokenTable {
  readonly values: IResolvable[];
  readonly indexes: WeakMap<IResolvable, number>;
}

const TABLE = Symbol.for('landform.cdktf.tokens');

/** One table for all copies of the library in a process. */
function table(): TokenTable {
  const holder: typeof globalThis & { [TABLE]?: TokenTable } = globalThis;
  return (holder[TABLE] ??= { values: [], indexes: new WeakMap() });
}

function indexOf(value: IResolvable): number {
  const { values, indexes } = table();
  let index = indexes.get(value);
  if (index === undefined) {
    index = values.push(value) - 1;
    indexes.set(value, index);
  }
  return index;
}

const NAMED = /([$#&])\{TfToken\[TOKEN\.(\d+)\]\}/g;
const MAP_KEY = /^&\{TfToken\[TOKEN\.(\d+)\]\}$/;
const LIST_ITEM = /^#\{TfToken\[TOKEN\.(\d+)\]\}$/;

/** A number token that a template literal has turned into text. Such text keeps every bit of the number. */
const PRINTED = /-8\.\d{6,17}e\+298/g;

export const textToken = (value: IResolvable): string => `\${TfToken[TOKEN.${indexOf(value)}]}`;
export const listToken = (value: IResolvable): string[] => [`#{TfToken[TOKEN.${indexOf(value)}]}`];
export const mapToken = <T>(value: IResolvable, placeholder: T): Record<string, T> => ({
  [`&{TfToken[TOKEN.${indexOf(value)}]}`]: placeholder,
});
export const numberToken = (value: IResolvable): number => numberWith(SCALAR, indexOf(value));
export const numberListToken = (value: IResolvable): number[] => [numberWith(IN_LIST, indexOf(value))];

/** The upper 16 bits of numbers that are tokens. */
const SCALAR = 0xfd_ff;
const IN_LIST = 0xfb_ff;

function numberWith(head: number, index: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setUint16(0, head);
  bits.setUint16(2, Math.floor(index / 2 ** 32));
  bits.setUint32(4, index % 2 ** 32);
  return bits.getFloat64(0);
}

function indexIn(head: number, number: number): number | undefined {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, number);
  return bits.getUint16(0) === head ? bits.getUint16(2) * 2 ** 32 + bits.getUint32(4) : undefined;
}

const valueAt = (index: number | undefined): IResolvable | undefined =>
  index === undefined ? undefined : table().values[index];

export const tokenInNumber = (number: number): IResolvable | undefined => valueAt(indexIn(SCALAR, number));

/** The token that a list consists of. */
export function tokenInList(list: readonly unknown[]): IResolvable | undefined {
  const [first] = list;
  const token =
    typeof first === 'string'
      ? valueAt(numbered(LIST_ITEM.exec(first)?.[1]))
      : typeof first === 'number'
        ? valueAt(indexIn(IN_LIST, first))
        : undefined;
  const others = token === undefined ? list.some(isListItem) : list.length > 1;
  if (others)
    throw misused('a list that is known later was combined with other elements', 'Use Fn.concat([list, [element]]).');
  return token;
}

const isListItem = (item: unknown): boolean =>
  typeof item === 'string'
    ? LIST_ITEM.test(item)
    : typeof item === 'number' && valueAt(indexIn(IN_LIST, item)) !== undefined;

export function tokenInMap(map: object): IResolvable | undefined {
  const keys = Object.keys(map);
  const found = keys.find((key) => MAP_KEY.test(key));
  if (found === undefined) return undefined;
  if (keys.length > 1)
    throw misused('a map that is known later was combined with other keys', 'Use Fn.merge([map, { key: value }]).');
  return valueAt(numbered(MAP_KEY.exec(found)?.[1]));
}

const numbered = (digits: string | undefined): number | undefined =>
  digits === undefined ? undefined : Number(digits);

/** The literal parts of a text, and the values of the tokens between them. */
export function partsOf(text: string): readonly (string | IResolvable)[] {
  const parts: (string | IResolvable)[] = [];
  let end = 0;
  for (const { token, index, length } of tokensIn(text)) {
    if (index > end) parts.push(text.slice(end, index));
    parts.push(token);
    end = index + length;
  }
  if (end < text.length || parts.length === 0) parts.push(text.slice(end));
  return parts;
}

interface Found {
  readonly token: IResolvable;
  readonly index: number;
  readonly length: number;
}

function tokensIn(text: string): readonly Found[] {
  const found: Found[] = [];
  if (text.includes('{TfToken[')) {
    for (const { 0: written, 1: sign, 2: digits, index } of text.matchAll(NAMED)) {
      if (sign === '#')
        throw misused(
          'an element of a list that is known later is used as a string',
          "Use Fn.element(list, 0) instead of list[0], and Fn.join(',', list) instead of list.join().",
        );
      if (sign === '&')
        throw misused('a map that is known later is used as a string', 'Use Fn.lookup(map, "key") to read an element.');
      const token = valueAt(Number(digits));
      if (token === undefined) throw misused(`the token ${written} belongs to another run of the program`, REMADE);
      found.push({ token, index, length: written.length });
    }
  }
  if (text.includes('e+298')) {
    for (const { 0: written, index } of text.matchAll(PRINTED)) {
      const token = tokenInNumber(Number(written));
      if (token !== undefined) found.push({ token, index, length: written.length });
    }
    found.sort((left, right) => left.index - right.index);
  }
  return found;
}

const REMADE = 'Read the attribute again in this run: a token must not be stored.';

export const misused = (how: string, hint: string): ConstructError =>
  new ConstructError('token-misused', `A value is misused: ${how}`, hint, { location: captureLocation() });

/** Whether a value is, or contains on its surface, something that is known later. */
export function isUnresolved(value: unknown): boolean {
  if (typeof value === 'string') return /[$#&]\{TfToken\[/.test(value) || partsOf(value).some(isResolvable);
  if (typeof value === 'number') return tokenInNumber(value) !== undefined;
  if (Array.isArray(value)) {
    return value.some(isListItem);
  }
  if (typeof value !== 'object' || value === null) return false;
  return isResolvable(value) || Object.keys(value).some((key) => MAP_KEY.test(key));
}
