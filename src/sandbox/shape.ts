import { isRecord } from './description.js';

/**
 * Whether a value has a form; for the compiler, what it is then. The API description says more about the values that
 * clients send (formats, ranges); a shape says as much as the emulator relies on.
 */
export type Shape<T> = (value: unknown) => value is T;

/** The type of the values that have a shape. */
export type Shaped<S> = S extends Shape<infer T> ? T : never;

type Members = Readonly<Record<string, Shape<unknown>>>;

type NeededOf<M extends Members> = { readonly [Name in keyof M]: Shaped<M[Name]> };
type OptionalOf<M extends Members> = { readonly [Name in keyof M]?: Shaped<M[Name]> };

export const anything: Shape<unknown> = (value): value is unknown => value !== undefined;
export const text: Shape<string> = (value) => typeof value === 'string';
export const number: Shape<number> = (value) => typeof value === 'number';
export const flag: Shape<boolean> = (value) => typeof value === 'boolean';
export const bytes: Shape<Uint8Array> = (value) => value instanceof Uint8Array;

export const word =
  <Word extends string>(...words: readonly Word[]): Shape<Word> =>
  (value): value is Word =>
    words.some((each) => each === value);

export const nullable =
  <T>(shape: Shape<T>): Shape<T | null> =>
  (value): value is T | null =>
    value === null || shape(value);

export const either =
  <A, B>(one: Shape<A>, other: Shape<B>): Shape<A | B> =>
  (value): value is A | B =>
    one(value) || other(value);

export const list =
  <T>(item: Shape<T>): Shape<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every((each) => item(each));

/** An object whose members have any names. */
export const record =
  <T>(member: Shape<T>): Shape<Readonly<Record<string, T>>> =>
  (value): value is Readonly<Record<string, T>> =>
    isRecord(value) && Object.values(value).every((each) => member(each));

/** An object with these members. It may have others, which keep their values. */
export function object<Needed extends Members>(needed: Needed): Shape<NeededOf<Needed>>;
export function object<Needed extends Members, Optional extends Members>(
  needed: Needed,
  optional: Optional,
): Shape<NeededOf<Needed> & OptionalOf<Optional>>;
export function object(needed: Members, optional: Members = {}): Shape<unknown> {
  return (value): value is unknown =>
    isRecord(value) &&
    Object.entries(needed).every(([name, shape]) => shape(value[name])) &&
    Object.entries(optional).every(([name, shape]) => value[name] === undefined || shape(value[name]));
}
