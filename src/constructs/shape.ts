/**
 * The type information that typed constructs have about a value at run time: its kind, and the names in programs
 * (`displayName`) and in the language (`display_name`).
 */
export type Shape = 'string' | 'number' | 'bool' | 'dynamic' | CollectionShape | TupleShape | ObjectShape;

export interface CollectionShape {
  readonly kind: 'list' | 'set' | 'map';
  readonly element: Shape;
}

export interface TupleShape {
  readonly kind: 'tuple';
  readonly items: readonly Shape[];
}

export interface ObjectShape {
  readonly kind: 'object';
  readonly fields: Fields;
  /** Attributes that the program omits are written as null: the provider expects each. */
  readonly complete?: true;
}

/** By the name in programs. */
export type Fields = Readonly<Record<string, Field>>;

export interface Field {
  /** The name in the language. */
  readonly name: string;
  readonly shape: Shape;
  /** Set only by the provider: it can be read, but not set. */
  readonly computed?: true;
  /** A list of at most one element, which is written and read as that element. */
  readonly single?: true;
}

/** Creates shapes, for generated classes. */
export const shape = {
  list: (element: Shape): Shape => ({ kind: 'list', element }),
  set: (element: Shape): Shape => ({ kind: 'set', element }),
  map: (element: Shape): Shape => ({ kind: 'map', element }),
  tuple: (...items: Shape[]): Shape => ({ kind: 'tuple', items }),
  object: (fields: Fields): Shape => ({ kind: 'object', fields }),
  /** An object of which the provider expects every attribute; those that are omitted are null. */
  complete: (fields: Fields): Shape => ({ kind: 'object', fields, complete: true }),
  /** An attribute that can be set. */
  input: (name: string, of: Shape): Field => ({ name, shape: of }),
  /** An attribute that only the provider sets. */
  computed: (name: string, of: Shape): Field => ({ name, shape: of, computed: true }),
  /** A block that may occur at most once. */
  single: (name: string, of: Shape): Field => ({ name, shape: of, single: true }),
};

/** The field with this name in programs or in the language. */
export function fieldOf(fields: Fields, name: string): Field | undefined {
  if (Object.hasOwn(fields, name)) return fields[name];
  return Object.values(fields).find((field) => field.name === name);
}
