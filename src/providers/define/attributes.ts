import {
  listOf,
  mapOf,
  nestedType,
  setOf,
  type Attribute,
  type Block,
  type NestedAttributes,
  type PrimitiveType,
  type Type,
} from '../../model/index.js';
import type { Plain } from './plain.js';

/**
 * How an author declares the attributes of a resource. Each helper returns a definition whose TypeScript type says what
 * a handler receives (`In`), what it finds in state (`Out`) and whether the attribute is required.
 */
export interface Definition<In = unknown, Out = unknown, P extends Presence = Presence> {
  readonly attribute: Attribute;
  /** The value of an attribute that is not set. */
  readonly default?: unknown;
  /** An update does not change the computed value. */
  readonly stable: boolean;
  /** The nested attributes, if the attribute is an object or a collection of objects. */
  readonly inside?: Definitions;
  /** Only used as a type; there is no such property. */
  readonly types?: { readonly in: In; readonly out: Out; readonly presence: P };
}

export type Definitions = Readonly<Record<string, Definition>>;

export type Presence =
  'required' | 'default' | 'optional' | 'optional-computed' | 'computed' | 'write-only' | 'write-only-required';

export interface CommonOptions<T> {
  /** Must be set. Without `required` and `computed`, an attribute is optional. */
  readonly required?: boolean;
  readonly optional?: boolean;
  /** The provider sets it; together with `optional`, only if the user does not. */
  readonly computed?: boolean;
  /** Used if the attribute is not set. */
  readonly default?: T;
  /** Never shown. */
  readonly sensitive?: boolean;
  /** Passed to `create` and `update`, but not stored. */
  readonly writeOnly?: boolean;
  /** A change cannot be made in place: the object is deleted and created again. */
  readonly replaces?: boolean;
  /**
   * A computed value that an update does not change, such as an ID. Without it, every update shows the value as known
   * only after apply. Attributes that are optional and computed are stable unless this is false.
   */
  readonly stable?: boolean;
  readonly description?: string;
  readonly deprecated?: boolean;
}

export interface StringOptions extends CommonOptions<string> {
  readonly oneOf?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string | RegExp;
  /** A format of JSON Schema: `uri`, `email`, `date-time`, `uuid`, … */
  readonly format?: string;
}

export interface NumberOptions<T = number> extends CommonOptions<T> {
  readonly oneOf?: readonly number[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly integer?: boolean;
}

export interface CollectionOptions<T> extends CommonOptions<T> {
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** The type of omitted options. */
interface NoOptions {
  readonly required?: never;
}

type PresenceOf<O> = O extends { readonly writeOnly: true }
  ? O extends { readonly required: true }
    ? 'write-only-required'
    : 'write-only'
  : O extends { readonly required: true }
    ? 'required'
    : O extends { readonly default: unknown }
      ? 'default'
      : O extends { readonly computed: true }
        ? O extends { readonly optional: true }
          ? 'optional-computed'
          : 'computed'
        : 'optional';

type InOf<D> = D extends Definition<infer In> ? In : never;
type OutOf<D> = D extends Definition<unknown, infer Out> ? Out : never;
type Named<D extends Definitions, P extends Presence> = {
  [Name in keyof D]: D[Name] extends Definition<unknown, unknown, infer Q> ? (Q extends P ? Name : never) : never;
}[keyof D];
type Flat<T> = { [Name in keyof T]: T[Name] };

/** The configuration as a handler receives it. An attribute that is not set is null. */
export type Inputs<D extends Definitions> = Flat<
  { readonly [Name in Named<D, 'required' | 'default' | 'write-only-required'>]: InOf<D[Name]> } & {
    readonly [Name in Named<D, 'optional' | 'optional-computed' | 'write-only'>]: InOf<D[Name]> | null;
  }
>;

/** An object as state has it. */
export type State<D extends Definitions> = Flat<
  { readonly [Name in Named<D, 'required' | 'default' | 'computed' | 'optional-computed'>]: OutOf<D[Name]> } & {
    readonly [Name in Named<D, 'optional'>]: OutOf<D[Name]> | null;
  }
>;

/** The result of `create`: all computed attributes. Omitted ones are as planned. */
export type Created<D extends Definitions> = Flat<
  { readonly [Name in Named<D, 'computed' | 'optional-computed'>]: OutOf<D[Name]> } & {
    readonly [Name in Named<D, 'required' | 'default' | 'optional'>]?: OutOf<D[Name]> | null | undefined;
  }
>;

/** The result of `read` and `update`: attributes that may have changed; the rest stays unchanged. */
export type Changed<D extends Definitions> = { readonly [Name in keyof State<D>]?: State<D>[Name] | null | undefined };

export function string<const O extends StringOptions = NoOptions>(
  options?: O,
): Definition<string, string, PresenceOf<O>> {
  return primitive('string', options, {
    enum: options?.oneOf,
    minLength: options?.minLength,
    maxLength: options?.maxLength,
    pattern: options?.pattern instanceof RegExp ? options.pattern.source : options?.pattern,
    format: options?.format,
  });
}

/**
 * A number that JavaScript represents well enough: handlers receive the nearest double. For larger integers, use
 * `bigInteger`.
 */
export function number<const O extends NumberOptions = NoOptions>(
  options?: O,
): Definition<number, number, PresenceOf<O>> {
  return primitive('number', options, {
    ...numberConstraint(options),
    minimum: options?.minimum ?? Number.MIN_SAFE_INTEGER,
    maximum: options?.maximum ?? Number.MAX_SAFE_INTEGER,
  });
}

/** An integer of any size; it is a bigint if a number would not be exact. */
export function bigInteger<const O extends NumberOptions<number | bigint> = NoOptions>(
  options?: O,
): Definition<number | bigint, number | bigint, PresenceOf<O>> {
  return primitive('number', options, { ...numberConstraint(options), multipleOf: 1 });
}

export function boolean<const O extends CommonOptions<boolean> = NoOptions>(
  options?: O,
): Definition<boolean, boolean, PresenceOf<O>> {
  return primitive('bool', options, {});
}

/** Any value, with the value's own type. */
export function any<const O extends CommonOptions<Plain> = NoOptions>(
  options?: O,
): Definition<Plain, Plain, PresenceOf<O>> {
  return define('dynamic', options, {});
}

export function list<E extends Definition, const O extends CollectionOptions<readonly InOf<E>[]> = NoOptions>(
  element: E,
  options?: O,
): Definition<readonly InOf<E>[], readonly OutOf<E>[], PresenceOf<O>> {
  return collection('list', element, options);
}

/** Handlers receive a set as an array without duplicates, in no particular order. */
export function set<E extends Definition, const O extends CollectionOptions<readonly InOf<E>[]> = NoOptions>(
  element: E,
  options?: O,
): Definition<readonly InOf<E>[], readonly OutOf<E>[], PresenceOf<O>> {
  return collection('set', element, options);
}

export function map<E extends Definition, const O extends CommonOptions<Readonly<Record<string, InOf<E>>>> = NoOptions>(
  element: E,
  options?: O,
): Definition<Readonly<Record<string, InOf<E>>>, Readonly<Record<string, OutOf<E>>>, PresenceOf<O>> {
  return collection('map', element, options);
}

/** An object with attributes of its own, which may be required, optional, computed and so on. */
export function object<D extends Definitions, const O extends CommonOptions<Inputs<D>> = NoOptions>(
  attributes: D,
  options?: O,
): Definition<Inputs<D>, State<D>, PresenceOf<O>> {
  const nested: NestedAttributes = { nesting: 'single', attributes: attributesOf(attributes) };
  return { ...define<Inputs<D>, O, State<D>>(nestedType(nested), options, {}, nested), inside: attributes };
}

export function attributesOf(definitions: Definitions): Record<string, Attribute> {
  const attributes: Record<string, Attribute> = {};
  for (const [name, definition] of Object.entries(definitions)) attributes[name] = definition.attribute;
  return attributes;
}

export function blockOf(definitions: Definitions, description?: string): Block {
  return {
    attributes: attributesOf(definitions),
    blockTypes: {},
    ...(description === undefined ? {} : { description }),
  };
}

/** True if a configuration may set the attribute. */
export const isInput = (definition: Definition): boolean =>
  definition.attribute.required === true || definition.attribute.optional === true;

function primitive<T, O extends CommonOptions<T>>(
  type: PrimitiveType,
  options: O | undefined,
  constraint: Readonly<Record<string, unknown>>,
): Definition<T, T, PresenceOf<O>> {
  return define(type, options, constraint);
}

function numberConstraint(
  options: Omit<NumberOptions<unknown>, 'default'> | undefined,
): Readonly<Record<string, unknown>> {
  return {
    enum: options?.oneOf,
    minimum: options?.minimum,
    maximum: options?.maximum,
    multipleOf: options?.integer === true ? 1 : undefined,
  };
}

function collection<In, Out, O extends CommonOptions<In> & { readonly minItems?: number; readonly maxItems?: number }>(
  kind: 'list' | 'set' | 'map',
  element: Definition,
  options: O | undefined,
): Definition<In, Out, PresenceOf<O>> {
  const inner = element.attribute.constraint;
  const constraint = {
    minItems: options?.minItems,
    maxItems: options?.maxItems,
    [kind === 'map' ? 'additionalProperties' : 'items']: inner,
  };
  const make = { list: listOf, set: setOf, map: mapOf }[kind];
  const { nested } = element.attribute;
  if (nested === undefined || nested.nesting !== 'single' || element.inside === undefined) {
    return define<In, O, Out>(make(element.attribute.type), options, constraint);
  }
  const items: NestedAttributes = { nesting: kind, attributes: nested.attributes };
  return { ...define<In, O, Out>(nestedType(items), options, constraint, items), inside: element.inside };
}

function define<In, O extends CommonOptions<In>, Out = In>(
  type: Type,
  options: O | undefined,
  constraint: Readonly<Record<string, unknown>>,
  nested?: NestedAttributes,
): Definition<In, Out, PresenceOf<O>> {
  const given: CommonOptions<In> = options ?? {};
  const hasDefault = given.default !== undefined;
  const required = given.required === true;
  // A plan may only contain a value that the user did not set for a computed attribute.
  const computed = given.computed === true || hasDefault;
  const optional = !required && (given.optional === true || hasDefault || !computed);
  const keywords = Object.fromEntries(Object.entries(constraint).filter(([, value]) => value !== undefined));
  const attribute: Attribute = {
    type,
    ...(nested === undefined ? {} : { nested }),
    ...(required ? { required } : {}),
    ...(optional ? { optional } : {}),
    ...(computed ? { computed } : {}),
    ...(given.sensitive === true ? { sensitive: true } : {}),
    ...(given.writeOnly === true ? { writeOnly: true } : {}),
    ...(given.replaces === true ? { replaces: true } : {}),
    ...(given.description === undefined ? {} : { description: given.description }),
    ...(given.deprecated === true ? { deprecated: true } : {}),
    ...(Object.keys(keywords).length === 0 ? {} : { constraint: keywords }),
  };
  if (required && computed) throw new Error('An attribute cannot be both required and computed (or have a default).');
  if (given.writeOnly === true && computed)
    throw new Error('A write-only attribute cannot be computed or have a default.');
  return {
    attribute,
    stable: given.stable ?? (optional && computed),
    ...(hasDefault ? { default: given.default } : {}),
  };
}
