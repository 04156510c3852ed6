/**
 * What typed constructs know at run time of a value: which kind it is, and how the names people write (`displayName`)
 * and those of the language (`display_name`) correspond.
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
}

/** By the name people write. */
export type Fields = Readonly<Record<string, Field>>;

export interface Field {
  /** The name in the language. */
  readonly name: string;
  readonly shape: Shape;
  /** Only the provider gives it: it can be read, and not set. */
  readonly computed?: true;
  /** A list that can hold one element only: written as that element, and read as it. */
  readonly single?: true;
}

/** Makes shapes; what generated classes are written with. */
export const shape = {
  list: (element: Shape): Shape => ({ kind: 'list', element }),
  set: (element: Shape): Shape => ({ kind: 'set', element }),
  map: (element: Shape): Shape => ({ kind: 'map', element }),
  tuple: (...items: Shape[]): Shape => ({ kind: 'tuple', items }),
  object: (fields: Fields): Shape => ({ kind: 'object', fields }),
  /** An attribute that can be set. */
  input: (name: string, of: Shape): Field => ({ name, shape: of }),
  /** An attribute that only the provider gives. */
  computed: (name: string, of: Shape): Field => ({ name, shape: of, computed: true }),
  /** A block of which there is at most one. */
  single: (name: string, of: Shape): Field => ({ name, shape: of, single: true }),
};

/** The field by the name people write, or by the language's own name. */
export function fieldOf(fields: Fields, name: string): Field | undefined {
  if (Object.hasOwn(fields, name)) return fields[name];
  return Object.values(fields).find((field) => field.name === name);
}
