import { listIn, objectIn, type JsonObject } from '../../model/index.js';
import { follow } from './api.js';
import { mergedOf, partsOf, typeName, type Merged } from './merged.js';
import { withNaming } from './naming.js';
import { at, textOf } from './pointer.js';

/** A schema, as far as a mapping can express it. */
export type Shape =
  | { readonly kind: 'string' | 'number' | 'bool' }
  | { readonly kind: 'list' | 'set' | 'map'; readonly element: Shape }
  | { readonly kind: 'object'; readonly members: readonly Member[] }
  /**
   * Any type: kept as a JSON string. `recursive` is the pointer of a schema that contains itself, `large` that of one
   * with too many parts for a type.
   */
  | { readonly kind: 'json'; readonly recursive?: string; readonly large?: string };

/** A property of an object, or the whole. */
export interface Member {
  readonly name: string;
  readonly required: boolean;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  readonly nullable: boolean;
  readonly secret: boolean;
  readonly description: string | undefined;
  /** Keywords: `enum`, `default`, `format`, … */
  readonly schema: JsonObject;
  readonly pointer: string;
  /** Location of the schema of an array's items. */
  readonly items: string | undefined;
  readonly shape: Shape;
}

/** Maximum number of parts (members, elements and their content) in the type of one member. */
const MOST_PARTS = 1_000;

/**
 * Maximum number of schemas read for one body. Only mutually recursive schemas can reach it: everything else is read
 * once and shared.
 */
const MOST_READ = 5_000;

/** The schema at a pointer. */
export function memberAt(document: JsonObject, pointer: string, name = '', required = true): Member {
  return { ...readerOf(document).whole(pointer), name, required };
}

/** The keywords and members at a pointer, including those of `$ref`, `allOf` and a single alternative. */
export const mergedAt = (document: JsonObject, pointer: string): Merged => readerOf(document).merged(pointer);

function readerOf(document: JsonObject): SchemaReader {
  let reader = readers.get(document);
  if (reader === undefined) readers.set(document, (reader = new SchemaReader(document)));
  return reader;
}

/** A document never changes, so its parsed schemas are cached as long as it is. */
const readers = new WeakMap<JsonObject, SchemaReader>();

/** The members of an object; none for any other type. */
export const membersOf = ({ shape }: Member): readonly Member[] => (shape.kind === 'object' ? shape.members : []);

export const isList = ({ shape }: Member): boolean => shape.kind === 'list' || shape.kind === 'set';

/** The content of a member, independent of what refers to it. */
type Described = Omit<Member, 'name' | 'required'>;

interface Reading {
  readonly described: Described;
  /** The number of parts of its shape. */
  readonly parts: number;
  /** The locations that `$ref`s led to, here and inside. */
  readonly places: ReadonlySet<string>;
  /** Enclosing locations that something inside refers to. With any, the result is only valid here. */
  readonly back: ReadonlySet<string>;
}

const NOWHERE: ReadonlySet<string> = new Set();

/**
 * Reads the schemas of one document. A shared schema is read once: following each path to it would take time and memory
 * exponential in the depth of the description.
 */
class SchemaReader {
  readonly #document: JsonObject;
  readonly #merged = new Map<string, Merged>();
  readonly #merging = new Set<string>();
  readonly #readings = new Map<string, Reading>();
  readonly #whole = new Map<string, Described>();
  #left = 0;

  constructor(document: JsonObject) {
    this.#document = document;
  }

  /** The body at a pointer. It may have any number of members, because it is split into attributes. */
  whole(pointer: string): Described {
    let described = this.#whole.get(pointer);
    if (described === undefined) {
      this.#left = MOST_READ;
      const merged = this.#merge(pointer);
      described = this.#describe(pointer, merged, this.#shape(merged, new Set(merged.places)).shape);
      this.#whole.set(pointer, described);
    }
    return described;
  }

  merged(pointer: string): Merged {
    return this.#merge(pointer);
  }

  #describe(pointer: string, { schema, nullable, items }: Merged, shape: Shape): Described {
    return {
      readOnly: schema['readOnly'] === true,
      writeOnly: schema['writeOnly'] === true,
      nullable,
      secret: schema['format'] === 'password' || schema['x-sensitive'] === true || schema['x-secret'] === true,
      description: textOf(schema['description']),
      schema,
      pointer,
      items,
      shape,
    };
  }

  /** The content of a nested schema; `way` are the locations that led here. */
  #read(pointer: string, way: ReadonlySet<string>): Reading {
    const known = this.#readings.get(pointer);
    if (known !== undefined && ![...way].some((place) => known.places.has(place))) return known;
    const merged = this.#merge(pointer);
    const again = merged.places.find((place) => way.has(place));
    if (again !== undefined)
      return this.#leaf(
        pointer,
        merged,
        { kind: 'json', recursive: again },
        { places: NOWHERE, back: new Set([again]) },
      );
    if (this.#left-- <= 0)
      return this.#leaf(pointer, merged, { kind: 'json', large: pointer }, { places: NOWHERE, back: way });
    const inner = this.#shape(merged, new Set([...way, ...merged.places]));
    const places = new Set([...merged.places, ...inner.places]);
    const back = new Set([...inner.back].filter((place) => !merged.places.includes(place)));
    const reading =
      inner.parts > MOST_PARTS
        ? this.#leaf(pointer, merged, { kind: 'json', large: pointer }, { places, back })
        : { described: this.#describe(pointer, merged, inside(inner.shape)), parts: inner.parts, places, back };
    if (back.size === 0) this.#readings.set(pointer, reading);
    return reading;
  }

  #leaf(pointer: string, merged: Merged, shape: Shape, { places, back }: Pick<Reading, 'places' | 'back'>): Reading {
    return { described: this.#describe(pointer, merged, shape), parts: 1, places, back };
  }

  #shape(merged: Merged, way: ReadonlySet<string>): Shaped {
    const united = merged.choices.length > 0 ? this.#united(merged) : undefined;
    const { schema, properties, required, items, additional } = united ?? merged;
    switch (united !== undefined ? 'object' : merged.choices.length > 0 ? undefined : typeName(merged)) {
      case 'string':
        return scalar('string');
      case 'integer':
      case 'number':
        return scalar('number');
      case 'boolean':
        return scalar('bool');
      case 'array': {
        const inner = items === undefined ? undefined : this.#read(items, way);
        const element = inner?.described.shape;
        if (element === undefined || holdsJson(element)) return shaped(asJson(element), inner);
        return shaped(
          { kind: schema['uniqueItems'] === true && element.kind !== 'object' ? 'set' : 'list', element },
          inner,
        );
      }
      case 'object': {
        if (properties.size > 0) {
          const readings = [...properties].map(([name, pointer]) => ({ name, reading: this.#read(pointer, way) }));
          const members = readings.map(({ name, reading }): Member => ({
            ...(united === undefined ? reading.described : this.#partOf(united, name, reading.described, way)),
            name,
            required: required.has(name),
          }));
          return shaped({ kind: 'object', members }, ...readings.map(({ reading }) => reading));
        }
        const inner = additional === undefined ? undefined : this.#read(additional, way);
        const element = inner?.described.shape;
        if (element === undefined || element.kind === 'object' || holdsJson(element))
          return shaped(asJson(element), inner);
        return shaped({ kind: 'map', element }, inner);
      }
      default:
        return shaped({ kind: 'json' });
    }
  }

  /** Merges several alternative objects into one with the members of all; undefined if they are not all objects. */
  #united(merged: Merged): United | undefined {
    const options = merged.choices.map((choice) => this.#merge(choice));
    const objects = options.every(
      (option) => option.choices.length === 0 && option.properties.size > 0 && typeName(option) === 'object',
    );
    if (!objects) return undefined;
    const places = new Map<string, [string, ...string[]]>();
    for (const part of [merged, ...options])
      for (const [name, pointer] of part.properties) {
        const known = places.get(name);
        if (known === undefined) places.set(name, [pointer]);
        else known.push(pointer);
      }
    const [first] = options;
    const everywhere = [...(first?.required ?? [])].filter((name) =>
      options.every(({ required }) => required.has(name)),
    );
    return {
      ...merged,
      properties: new Map([...places].map(([name, [pointer]]) => [name, pointer])),
      required: new Set([...merged.required, ...everywhere]),
      variants: places,
      options,
    };
  }

  /** A member of a union: of the type that it has in all of them, with the names of those that have it. */
  #partOf(
    { variants, options, properties, schema }: United,
    name: string,
    first: Described,
    way: ReadonlySet<string>,
  ): Described {
    const having = options.filter((option) => option.properties.has(name));
    const only =
      having.length === options.length || !properties.has(name)
        ? ''
        : `Only with ${having.map((option) => labelOf(option, schema) ?? this.#wordOf(option) ?? `form ${options.indexOf(option) + 1}`).join(', ')}.`;
    const description = [first.description, only].filter((text) => text !== undefined && text !== '').join(' ');
    const pointers = [...new Set(variants.get(name))];
    const worded = { ...first, description: description === '' ? undefined : description };
    if (pointers.length < 2) return worded;
    const all = pointers.map((pointer) => this.#read(pointer, way).described);
    const scalar = all.every(
      ({ shape }) => shape.kind === first.shape.kind && !('element' in shape) && shape.kind !== 'object',
    );
    if (!scalar) return { ...worded, shape: { kind: 'json' } };
    const words = all.map((each) =>
      listIn(each.schema['enum'] ?? (each.schema['const'] === undefined ? undefined : [each.schema['const']])),
    );
    const { type } = first.schema;
    const known = words.every((list) => list.length > 0) ? { enum: [...new Set(words.flat())] } : {};
    return { ...worded, schema: { ...(type === undefined ? {} : { type }), ...known } };
  }

  /** The member with a constant value there: `kind "web"`. */
  #wordOf({ properties }: Merged): string | undefined {
    for (const [name, pointer] of properties) {
      const { schema } = this.#merge(pointer);
      const [word, other] = schema['const'] === undefined ? listIn(schema['enum']) : [schema['const']];
      if (typeof word === 'string' && other === undefined) return `${name} "${word}"`;
    }
    return undefined;
  }

  /** A schema with `$ref`, `allOf`, and nullable alternatives merged into one. */
  #merge(pointer: string): Merged {
    const known = this.#merged.get(pointer);
    if (known !== undefined) return known;
    const found = follow(this.#document, pointer);
    const place = found.pointer;
    const { value } = found;
    const { $ref: _, ...beside } = objectIn(at(this.#document, pointer));
    // A recursive `allOf` adds nothing.
    if (this.#merging.has(place)) return mergedOf(pointer, found, beside, []);
    this.#merging.add(place);
    const inner = partsOf(value, place).map((part) => this.#merge(part));
    this.#merging.delete(place);
    const merged = mergedOf(pointer, found, beside, inner);
    this.#merged.set(pointer, merged);
    return merged;
  }
}

interface United extends Merged {
  /** Member → locations of its schemas in the description. */
  readonly variants: ReadonlyMap<string, readonly string[]>;
  readonly options: readonly Merged[];
}

/** The name of an alternative: the discriminator's value, or the name of the schema. */
function labelOf({ places }: Merged, { discriminator }: JsonObject): string | undefined {
  const { mapping, propertyName } = objectIn(discriminator);
  const word = Object.entries(objectIn(mapping)).find(([, target]) => places.some((place) => place === target))?.[0];
  if (word !== undefined) return `${textOf(propertyName) ?? ''} "${word}"`.trim();
  return places[0]?.split('/').at(-1);
}

interface Shaped extends Pick<Reading, 'parts' | 'places' | 'back'> {
  readonly shape: Shape;
}

function union(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const filled = sets.filter(({ size }) => size > 0);
  if (filled.length <= 1) return filled[0] ?? NOWHERE;
  const all = new Set<string>();
  for (const set of filled) for (const place of set) all.add(place);
  return all;
}

const scalar = (kind: 'string' | 'number' | 'bool'): Shaped => shaped({ kind });

/** A shape with what was read inside it. A JSON string has no parts, whatever it contains. */
function shaped(shape: Shape, ...inside: readonly (Reading | undefined)[]): Shaped {
  const readings = inside.filter((reading) => reading !== undefined);
  return {
    shape,
    parts: shape.kind === 'json' ? 1 : readings.reduce((sum, { parts }) => sum + parts, 1),
    places: union(readings.map(({ places }) => places)),
    back: union(readings.map(({ back }) => back)),
  };
}

/** A collection of an untypeable value is untypeable, too, for the same reason. */
function asJson(element: Shape | undefined): Shape {
  if (element?.kind === 'json') return element;
  if (element?.kind !== 'object') return { kind: 'json' };
  const reasons = element.members.map(({ shape }) => asJson(shape));
  return reasons.find((shape) => 'recursive' in shape || 'large' in shape) ?? { kind: 'json' };
}

/** Inside a list, a JSON string cannot be marked as such. */
function holdsJson(shape: Shape): boolean {
  if (shape.kind === 'json') return true;
  if (shape.kind === 'object') return shape.members.some((member) => holdsJson(member.shape));
  return 'element' in shape && holdsJson(shape.element);
}

/** The shape of a nested value. */
const inside = (shape: Shape): Shape =>
  shape.kind === 'object' ? { ...shape, members: withNaming(shape.members) } : shape;
