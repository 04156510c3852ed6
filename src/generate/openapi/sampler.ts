import { type Json, isJsonObject, objectIn, type JsonObject, listIn } from '../../model/index.js';
import { isReference, namesThing } from './naming.js';
import { at, textOf, typesIn } from './pointer.js';
import type { Merged } from './merged.js';
import { mergedAt } from './schemas.js';
import { fits, scalarSample } from './sample.js';

/** Whether a sample is a request, for which the service sets some members itself, or a reply. */
export type Direction = 'sent' | 'shown';

/** Maximum depth of samples; anything deeper is omitted, or empty if it is required. */
const DEPTH = 12;

/** Generates minimal values that match the schemas of one document. */
export class Sampler {
  readonly #document: JsonObject;
  readonly #known: ReadonlySet<string>;

  /** Of several schemas, chooses the one with the most `known` members, or otherwise the first. */
  constructor(document: JsonObject, known: ReadonlySet<string> = new Set()) {
    this.#document = document;
    this.#known = known;
  }

  /** A value for the schema at a pointer. */
  sample(pointer: string, name: string, direction: Direction): Json {
    return this.#sample(pointer, name, direction, []);
  }

  /** Keywords of the schema at a pointer, including those of `allOf` and of a first choice. */
  keywords(pointer: string): JsonObject {
    return this.#chosen(mergedAt(this.#document, pointer)).reduce<JsonObject>(
      (all, { schema }) => ({ ...schema, ...all }),
      {},
    );
  }

  /** Location of the schema of items, or of additional members. */
  inside(pointer: string, what: 'items' | 'additionalProperties'): string | undefined {
    const { items, additional } = mergedAt(this.#document, pointer);
    return what === 'items' ? items : additional;
  }

  #sample(pointer: string, name: string, direction: Direction, way: readonly string[]): Json {
    const parts = this.#chosen(mergedAt(this.#document, pointer));
    const schema = parts.reduce<JsonObject>((all, part) => ({ ...part.schema, ...all }), {});
    const given = this.#given(schema, pointer);
    if (given !== undefined) return given;
    if (way.length >= DEPTH || way.filter((each) => each === pointer).length > 1) return emptyOf(schema, parts);
    const on = [...way, pointer];
    switch (kindOf(schema, parts)) {
      case 'object':
        return this.#object(parts, schema, direction, on);
      case 'array': {
        const items = parts.find((part) => part.items !== undefined)?.items;
        const count = Math.min(Number(schema['minItems'] ?? 0), 3);
        if (items === undefined) return [];
        return Array.from({ length: count }, (_, index) => {
          const item = this.#sample(items, name, direction, on);
          return schema['uniqueItems'] === true && index > 0 ? another(item, index) : item;
        });
      }
      default:
        return scalarSample(schema, name);
    }
  }

  #object(parts: readonly Merged[], schema: JsonObject, direction: Direction, way: readonly string[]): JsonObject {
    const required = new Set(parts.flatMap((part) => [...part.required]));
    const members: Record<string, Json> = {};
    const readOnly = (pointer: string): boolean => mergedAt(this.#document, pointer).schema['readOnly'] === true;
    const refers =
      direction === 'sent' &&
      isReference(
        parts.flatMap((part) =>
          [...part.properties].map(([name, at]) => ({ name, readOnly: readOnly(at), required: required.has(name) })),
        ),
      );
    for (const part of parts)
      for (const [property, pointer] of part.properties) {
        if (!required.has(property) || Object.hasOwn(members, property)) continue;
        const { schema: inner } = mergedAt(this.#document, pointer);
        const given = inner['readOnly'] === true && !(refers && namesThing(property));
        if (direction === 'sent' ? given : inner['writeOnly'] === true) continue;
        members[property] = this.#sample(pointer, property, direction, way);
      }
    for (const property of required)
      if (!Object.hasOwn(members, property) && !parts.some((part) => part.properties.has(property)))
        members[property] = property.replaceAll('_', '-');
    return { ...members, ...discriminated(schema, parts, members) };
  }

  /**
   * A constant, default or example that matches. Objects are skipped, since such examples rarely contain all required
   * members.
   */
  #given(schema: JsonObject, pointer: string): Json | undefined {
    if (schema['const'] !== undefined) return schema['const'];
    const words = listIn(schema['enum']).filter((word) => word !== null);
    const own = objectIn(at(this.#document, pointer));
    const candidates = [schema['default'], own['example'], schema['example'], ...listIn(schema['examples']), ...words];
    return candidates.find((value) => value !== undefined && typeof value !== 'object' && fits(schema, value));
  }

  /** The schema and, if there are alternatives, the best one; each with all of its `allOf`. */
  #chosen(merged: Merged): readonly Merged[] {
    const chosen = [merged];
    for (let next = this.#best(merged.choices); next !== undefined && chosen.length < DEPTH;) {
      chosen.push(next);
      next = this.#best(next.choices);
    }
    return chosen;
  }

  #best(choices: readonly string[]): Merged | undefined {
    const [first, ...others] = choices.map((choice) => mergedAt(this.#document, choice));
    if (first === undefined || this.#known.size === 0) return first;
    const worth = ({ properties }: Merged): number => {
      const names = [...properties.keys()];
      return names.filter((name) => this.#known.has(name)).length - names.length / 1000;
    };
    return others.reduce((best, option) => (worth(option) > worth(best) ? option : best), first);
  }
}

/** The value of the first alternative, for a discriminator member. */
function discriminated(schema: JsonObject, parts: readonly Merged[], members: JsonObject): JsonObject {
  const { propertyName, mapping } = objectIn(schema['discriminator']);
  const name = textOf(propertyName);
  const [, choice] = parts;
  if (name === undefined || choice === undefined) return {};
  const own = choice.properties.get(name);
  const words = Object.entries(objectIn(mapping));
  const word = words.find(([, target]) => choice.places.some((place) => place === target))?.[0];
  return word === undefined || (own !== undefined && Array.isArray(members[name])) ? {} : { [name]: word };
}

function kindOf(schema: JsonObject, parts: readonly Merged[]): string {
  const type = typesIn(schema['type']).find((each) => each !== 'null');
  if (typeof type === 'string') return type;
  if (parts.some(({ properties, required }) => properties.size > 0 || required.size > 0)) return 'object';
  if (parts.some(({ items }) => items !== undefined)) return 'array';
  return isJsonObject(schema['additionalProperties']) || parts.length === 0 ? 'object' : 'any';
}

function emptyOf(schema: JsonObject, parts: readonly Merged[]): Json {
  const kind = kindOf(schema, parts);
  return kind === 'array' ? [] : kind === 'object' || kind === 'any' ? {} : scalarSample(schema, '');
}

function another(item: Json, index: number): Json {
  if (typeof item === 'number') return item + index;
  return typeof item === 'string' ? `${item}-${index + 1}` : item;
}
