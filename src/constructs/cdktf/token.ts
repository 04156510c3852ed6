import type { IConstruct } from 'constructs';
import type { Dynamic } from '../reference.js';
import { Intrinsic } from './expressions.js';
import { Resolution } from './resolve.js';
import { isResolvable, type IResolvable } from './resolvable.js';
import {
  isUnresolved,
  listToken,
  mapToken,
  numberListToken,
  numberToken,
  partsOf,
  textToken,
  tokenInList,
  tokenInMap,
  tokenInNumber,
} from './token-map.js';

export interface EncodingOptions {
  readonly displayHint?: string | undefined;
}

export interface ResolveOptions {
  readonly scope: IConstruct;
  readonly resolver?: unknown;
  readonly preparing?: boolean | undefined;
}

const later = (value: unknown): IResolvable => (isResolvable(value) ? value : new Intrinsic(value));

type MapOf<T> = Record<string, T>;

function asMap<T>(value: Dynamic, placeholder: T): MapOf<T> {
  return isPlainMap(value) ? value : mapToken(later(value), placeholder);
}

const isPlainMap = (value: unknown): value is MapOf<Dynamic> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isResolvable(value);

/** Gives a value that is known later the form that a program needs. */
// oxlint-disable-next-line typescript/no-extraneous-class -- CDKTF's programs call static methods
export class Token {
  static readonly STRING_MAP_TOKEN_VALUE = 'String Map Token Value';
  static readonly NUMBER_MAP_TOKEN_VALUE = -123_456_789;
  static readonly ANY_MAP_TOKEN_VALUE = 'Any Map Token Value';

  static isUnresolved(value: Dynamic): boolean {
    return isUnresolved(value);
  }

  static asString(value: Dynamic, _options?: EncodingOptions): string {
    return typeof value === 'string' ? value : textToken(later(tokenOr(value)));
  }

  static asNumber(value: Dynamic): number {
    return typeof value === 'number' ? value : numberToken(later(tokenOr(value)));
  }

  static asList(value: Dynamic, _options?: EncodingOptions): string[] {
    return isStrings(value) ? value : listToken(later(tokenOr(value)));
  }

  static asNumberList(value: Dynamic): number[] {
    return isNumbers(value) ? value : numberListToken(later(tokenOr(value)));
  }

  static asMap(value: Dynamic, mapValue: Dynamic, _options?: EncodingOptions): MapOf<Dynamic> {
    return asMap<Dynamic>(value, mapValue);
  }

  static asStringMap(value: Dynamic, _options?: EncodingOptions): MapOf<string> {
    return asMap(value, Token.STRING_MAP_TOKEN_VALUE);
  }

  static asNumberMap(value: Dynamic, _options?: EncodingOptions): MapOf<number> {
    return asMap(value, Token.NUMBER_MAP_TOKEN_VALUE);
  }

  static asBooleanMap(value: Dynamic, _options?: EncodingOptions): MapOf<boolean> {
    return asMap(value, true);
  }

  static asAnyMap(value: Dynamic, _options?: EncodingOptions): MapOf<Dynamic> {
    return asMap<Dynamic>(value, Token.ANY_MAP_TOKEN_VALUE);
  }

  static asAny(value: Dynamic): IResolvable {
    return later(tokenOr(value));
  }

  /** A null that is written, unlike an absent value. */
  static nullValue(): IResolvable {
    return new Intrinsic(null);
  }
}

const isStrings = (value: unknown): value is string[] => Array.isArray(value);
const isNumbers = (value: unknown): value is number[] => Array.isArray(value);

/** The value itself, or the object of a token in another form. */
function tokenOr(value: unknown): unknown {
  if (typeof value === 'number') return tokenInNumber(value) ?? value;
  if (Array.isArray(value)) return tokenInList(value) ?? value;
  if (typeof value === 'string') {
    const [only, ...others] = partsOf(value);
    return only !== undefined && others.length === 0 ? only : value;
  }
  return isPlainMap(value) ? (tokenInMap(value) ?? value) : value;
}

/** The parts of a string with tokens. */
export class TokenizedStringFragments {
  readonly #parts: readonly (string | IResolvable)[];

  constructor(parts: readonly (string | IResolvable)[] = []) {
    this.#parts = parts;
  }

  get firstToken(): IResolvable | undefined {
    return this.tokens[0];
  }

  get firstValue(): Dynamic {
    return this.#parts[0];
  }

  get length(): number {
    return this.#parts.length;
  }

  get tokens(): IResolvable[] {
    return this.#parts.filter((part) => typeof part !== 'string');
  }
}

/** Finds the values that tokens stand for. */
// oxlint-disable-next-line typescript/no-extraneous-class -- CDKTF's programs call static methods
export class Tokenization {
  static reverse(value: Dynamic): IResolvable[] {
    if (isResolvable(value)) return [value];
    if (typeof value === 'string') return Tokenization.reverseString(value).tokens;
    const found: unknown = typeof value === 'object' || typeof value === 'number' ? tokenOr(value) : undefined;
    return isResolvable(found) ? [found] : [];
  }

  static reverseString(text: string): TokenizedStringFragments {
    return new TokenizedStringFragments(partsOf(text));
  }

  static reverseNumber(number: number): IResolvable | undefined {
    return tokenInNumber(number);
  }

  static reverseList(list: string[]): IResolvable | undefined {
    return tokenInList(list);
  }

  static reverseNumberList(list: number[]): IResolvable | undefined {
    return tokenInList(list);
  }

  static reverseMap(map: MapOf<Dynamic>): IResolvable | undefined {
    return tokenInMap(map);
  }

  static resolve(value: Dynamic, { scope }: ResolveOptions): Dynamic {
    return new Resolution(scope).resolve(value);
  }

  static isResolvable(value: Dynamic): value is IResolvable {
    return isResolvable(value);
  }

  static stringifyNumber(number: number): string {
    const token = tokenInNumber(number);
    return token === undefined ? String(number) : textToken(token);
  }
}
