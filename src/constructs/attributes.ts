import type { Reference } from './reference.js';

/**
 * The attributes of a generated class, `AttributesOf<CloudAccount>`, with the provider's names and plain values, as plans and states
 * have them.
 */
export type AttributesOf<Class> = {
  readonly [
    Name in keyof Class as Class[Name] extends Reference<unknown> ? ProviderName<Name> : never
  ]: Class[Name] extends Reference<infer Value> ? Plain<Value> : never;
};

type Plain<Value> = 0 extends 1 & Value
  ? unknown
  : Value extends readonly (infer Element)[]
    ? readonly Plain<Element>[]
    : Value extends object
      ? string extends keyof Value
        ? { readonly [Key in keyof Value]: Plain<Value[Key]> }
        : { readonly [Name in keyof Value as ProviderName<Name>]: Plain<Value[Name]> }
      : Value;

/** `displayName` as `display_name`. */
type ProviderName<Name> = Name extends string ? SnakeCase<Name> : never;

type SnakeCase<Text extends string> = Text extends `${infer First}${infer Rest}`
  ? `${Letter<First>}${SnakeCase<Rest>}`
  : '';

type Letter<Character extends string> = Character extends Lowercase<Character> ? Character : `_${Lowercase<Character>}`;
