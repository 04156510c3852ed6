import { ConstructError } from './error.js';
import { expressionOf } from './expression.js';
import { asPrimitive, NoMembers, type Hint } from './misuse.js';
import { captureLocation } from './origin.js';
import { EXPRESSION, isReferable, type Referable } from './referable.js';
import { fieldOf, type Field, type Fields, type Shape } from './shape.js';
import { readable } from './text.js';

declare const VALUE: unique symbol;

/**
 * Represents a value of type `T` that is known only during planning or apply. It can be passed wherever such a value is
 * expected, including template literals, `Fn` functions and constructs of other stacks.
 */
export interface Reference<out T> extends Referable {
  readonly [VALUE]: T;
  /** Returns the reference as part of a string: `${…}`. */
  toString(): string;
}

/** A reference with access to parts of its value: attributes of an object as properties, `get` and `at`. */
export type Ref<T> = Reference<T> & Ways<T>;

type Ways<T> = 0 extends 1 & T
  ? AnyWays
  : T extends string | number | boolean | null | undefined
    ? unknown
    : T extends readonly (infer Element)[]
      ? ListWays<Element>
      : T extends object
        ? EntryWays<T> & (string extends keyof T ? unknown : Members<T>)
        : unknown;

interface EntryWays<T> {
  /** Returns an attribute of an object, or an element of a map. */
  get<Key extends keyof T & string>(key: Key): Ref<NonNullable<T[Key]>>;
}

interface ListWays<Element> {
  /** Returns an element of a list, counted from 0. The elements of a set are sorted first. */
  at(index: number | Reference<number>): Ref<Element>;
  /** Returns the same attribute of every element: `list[*].key`. */
  pluck<Key extends keyof Element & string>(key: Key): Ref<readonly NonNullable<Element[Key]>[]>;
}

/** Access to a value of unknown type: any part can be accessed, and planning reports parts that do not exist. */
interface AnyWays {
  get(key: string): AnyReference;
  at(index: number | Reference<number>): AnyReference;
  pluck(key: string): AnyReference;
}

type Members<T> = { readonly [Key in Exclude<keyof T, keyof ReferenceValue>]-?: Ref<NonNullable<T[Key]>> };

/** The type of a value that may be anything; `dynamic` in a schema. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Dynamic = any;

/** A reference whose type is known only during planning. It is assignable to any type. */
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyReference = Reference<any> & AnyWays;

/** A value, or a reference to one, at any depth. */
export type Input<T> = Reference<T> | Plain<T>;

type Plain<T> = T extends number
  ? number | bigint
  : T extends string | boolean | null | undefined
    ? T
    : T extends readonly (infer Element)[]
      ? readonly Input<Element>[]
      : T extends object
        ? { readonly [Key in keyof T]: Input<Exclude<T[Key], undefined>> | Extract<T[Key], undefined> }
        : T;

/** The type of a value that contained references. */
export type Given<T> = 0 extends 1 & T
  ? Dynamic
  : T extends Reference<infer Value>
    ? Value
    : T extends string
      ? string
      : T extends number | bigint
        ? number
        : T extends boolean
          ? boolean
          : T extends readonly unknown[]
            ? { readonly [Index in keyof T]: Given<T[Index]> }
            : T extends object
              ? { readonly [Key in keyof T]: Given<T[Key]> }
              : T;

const BRAND = Symbol.for('landform.reference');

const SHAPE = Symbol.for('landform.shape');

class ReferenceValue extends NoMembers implements Referable {
  get [BRAND](): true {
    return true;
  }

  readonly #text: string;
  readonly #shape: Shape;

  constructor(text: string, shape: Shape) {
    super();
    this.#text = text;
    this.#shape = shape;
  }

  get [EXPRESSION](): string {
    return this.#text;
  }

  get [SHAPE](): Shape {
    return this.#shape;
  }

  get(key: string): ReferenceValue {
    const shape = this.#shape;
    if (typeof shape === 'object' && shape.kind === 'object') {
      const field = fieldOf(shape.fields, key);
      if (field !== undefined) return memberOf(this.#text, field);
    }
    const element = typeof shape === 'object' && shape.kind === 'map' ? shape.element : 'dynamic';
    return valueOf(`${this.#text}${step(key)}`, element);
  }

  at(index: number | Reference<number>): ReferenceValue {
    const shape = this.#shape;
    const ofSet = typeof shape === 'object' && shape.kind === 'set';
    const list = ofSet ? `tolist(${this.#text})` : this.#text;
    return valueOf(`${list}[${expressionOf(index)}]`, elementShape(shape, index));
  }

  pluck(key: string): ReferenceValue {
    const element = elementShape(this.#shape, 0);
    const field = typeof element === 'object' && element.kind === 'object' ? fieldOf(element.fields, key) : undefined;
    const rest = field === undefined ? step(key) : stepsOf(field);
    return valueOf(`${this.#text}[*]${rest}`, { kind: 'list', element: field?.shape ?? 'dynamic' });
  }

  toString(): string {
    return asPrimitive(this.#text, 'string');
  }

  [Symbol.toPrimitive](hint: Hint): string {
    const plus = hint === 'default' && (this.#shape === 'number' || this.#shape === 'bool');
    return asPrimitive(this.#text, plus ? 'number' : hint);
  }

  /** Throws, since JSON.stringify would write the expression, wrongly quoted, instead of the value. */
  toJSON(): never {
    throw new ConstructError(
      'reference-in-json',
      `${readable(this.#text)} is passed to JSON.stringify`,
      'Its value is known only during planning or apply. Use Fn.jsonencode(value) instead.',
      { location: captureLocation() },
    );
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `Reference(${readable(this.#text)})`;
  }
}

/** The type of the values that a shape describes, as far as the shape says it. */
type ValueOfShape<S extends Shape> = S extends 'string'
  ? string
  : S extends 'number'
    ? number
    : S extends 'bool'
      ? boolean
      : S extends { readonly kind: 'list' | 'set'; readonly element: infer Element extends Shape }
        ? readonly ValueOfShape<Element>[]
        : S extends { readonly kind: 'map'; readonly element: infer Element extends Shape }
          ? Readonly<Record<string, ValueOfShape<Element>>>
          : Dynamic;

/** Creates a reference. A reference to an object has its attributes as properties. */
export function referenceTo<const S extends Shape>(expression: string, shape: S): Ref<ValueOfShape<S>> {
  return typedReference<ValueOfShape<S>>(expression, shape);
}

/** As {@link referenceTo}, for a value whose type is stated in the program: its shape says less. */
export function typedReference<T>(expression: string, shape: Shape): Ref<T> {
  // The compiler does not know which members a class has that is made for a shape.
  return valueOf(expression, shape) as unknown as Ref<T>;
}

function valueOf(expression: string, shape: Shape): ReferenceValue {
  if (typeof shape === 'object' && shape.kind === 'object') return new (classOf(shape.fields))(expression, shape);
  return new ReferenceValue(expression, shape);
}

export function isReference(value: unknown): value is AnyReference {
  return typeof value === 'object' && value !== null && BRAND in value;
}

/** The shape of a value that may contain references. */
export function shapeOfValue(value: unknown): Shape {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number' || typeof value === 'bigint') return 'number';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value !== 'object' || value === null) return 'dynamic';
  if (isReference(value)) {
    const shaped: AnyReference & { readonly [SHAPE]?: Shape } = value;
    return shaped[SHAPE] ?? 'dynamic';
  }
  if (Array.isArray(value)) return { kind: 'tuple', items: value.map(shapeOfValue) };
  if (isReferable(value)) return 'dynamic';
  const fields = Object.entries(value).map(([name, item]): [string, Field] => [
    name,
    { name, shape: shapeOfValue(item) },
  ]);
  return { kind: 'object', fields: Object.fromEntries(fields) };
}

/** The text of a step to an attribute or element: `.name`, or `["a key"]`. */
export function step(key: string): string {
  return /^[A-Za-z_][\w-]*$/.test(key) ? `.${key}` : `[${expressionOf(key)}]`;
}

/** The steps to a field's value. */
export const stepsOf = (field: Field): string => `.${field.name}${field.single === true ? '[0]' : ''}`;

function memberOf(text: string, field: Field): ReferenceValue {
  return valueOf(`${text}${stepsOf(field)}`, field.shape);
}

function elementShape(shape: Shape, index: number | Reference<number>): Shape {
  if (typeof shape === 'string') return 'dynamic';
  if (shape.kind === 'list' || shape.kind === 'set') return shape.element;
  return (shape.kind === 'tuple' && typeof index === 'number' ? shape.items[index] : undefined) ?? 'dynamic';
}

const classes = new WeakMap<Fields, typeof ReferenceValue>();

function classOf(fields: Fields): typeof ReferenceValue {
  let result = classes.get(fields);
  if (result === undefined) {
    result = class extends ReferenceValue {};
    for (const [name, field] of Object.entries(fields)) {
      // An attribute with the name of a method is accessible with get().
      if (Object.hasOwn(ReferenceValue.prototype, name)) continue;
      Object.defineProperty(result.prototype, name, {
        get(this: ReferenceValue): ReferenceValue {
          return memberOf(this[EXPRESSION], field);
        },
      });
    }
    classes.set(fields, result);
  }
  return result;
}
