import { isJsonList, isJsonObject, type Json, type JsonObject } from '../../model/index.js';
import type { AttributeGuess, ProviderGuess, ResourceGuess } from './guess.js';
import { at } from './pointer.js';
import { fits, scalarSample } from './sample.js';
import { Sampler } from './sampler.js';

/** A configuration in Terraform's JSON syntax with one minimal resource of each type. */
export function exampleConfiguration({ name, resources, document }: ProviderGuess): Json {
  const sampler = new Sampler(document);
  const types = Object.fromEntries(
    resources.map((resource) => [resource.type, { example: exampleOf(resource, resources, sampler) }]),
  );
  return { terraform: { required_providers: { [name]: { source: `${name}/${name}` } } }, resource: types };
}

/** One minimal resource, with what its create and its paths require. */
export function exampleOf(resource: ResourceGuess, all: readonly ResourceGuess[], sampler: Sampler): JsonObject {
  const { create, attributes } = resource;
  const pointer = create.operation.request?.pointer;
  const body = pointer === undefined ? {} : sampler.sample(pointer, resource.group.noun, 'sent');
  const sent = new Map([...(create.body ?? [])].map(([place, name]) => [name, at(body, place)]));
  return Object.fromEntries(
    attributes.flatMap((attribute): [string, Json][] => {
      const { name, required, optional } = attribute;
      const value = sent.get(name);
      if (!required && (!optional || value === undefined || value === null)) return [];
      const parent = parentResource(resource, name, all);
      if (parent !== undefined) return [[name, `\${${parent.type}.example.${parent.identity}}`]];
      return [
        [
          name,
          value === undefined || value === null
            ? sampleOf(attribute, sampler)
            : asConfigured(attribute, shownToo(attribute, value, sampler)),
        ],
      ];
    }),
  );
}

/** A value for an attribute in a configuration. */
export function sampleOf(attribute: AttributeGuess, sampler: Sampler): Json {
  const { pointer, name, schema, shape, required } = attribute;
  const sample =
    pointer === undefined ? scalarSample({ type: 'string', ...schema }, name) : sampler.sample(pointer, name, 'sent');
  // In an address, an empty list would be absent.
  const empty = required && Array.isArray(sample) && sample.length === 0;
  const inside = empty && pointer !== undefined ? sampler.inside(pointer, 'items') : undefined;
  const filled = inside === undefined ? sample : [sampler.sample(inside, name, 'sent')];
  return asConfigured({ shape }, shownToo(attribute, filled, sampler));
}

/** A value that replies may show too, if their schemas allow less. */
function shownToo({ pointer, views = [], name }: AttributeGuess, value: Json, sampler: Sampler): Json {
  if (pointer === undefined || typeof value === 'object') return value;
  const own = sampler.keywords(pointer);
  return views.reduce<Json>((known, view) => {
    if (fits(sampler.keywords(view), known)) return known;
    const other = sampler.sample(view, name, 'shown');
    const worded = [other, ...(typeof known === 'string' && typeof other === 'number' ? [String(other)] : [])];
    return worded.find((each) => typeof each !== 'object' && fits(own, each)) ?? known;
  }, value);
}

/** In a configuration, ${ starts an expression. */
function asConfigured({ shape }: Pick<AttributeGuess, 'shape'>, value: Json): Json {
  return escaped(shape.kind === 'json' ? JSON.stringify(value) : value);
}

function escaped(value: Json): Json {
  if (typeof value === 'string') return value.replaceAll('${', '$${').replaceAll('%{', '%%{');
  if (isJsonList(value)) return value.map(escaped);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escaped(item)]));
}

/** Types of the resources whose identities an example refers to. */
export function referredTypes(resource: ResourceGuess, all: readonly ResourceGuess[]): string[] {
  return resource.parents.flatMap((name) => parentResource(resource, name, all)?.type ?? []);
}

/** The resource that a parent attribute refers to: the one with objects at that path parameter. */
function parentResource(
  { group, parents }: ResourceGuess,
  attribute: string,
  all: readonly ResourceGuess[],
): ResourceGuess | undefined {
  const index = parents.indexOf(attribute);
  if (index < 0) return undefined;
  const holes = [...group.path.matchAll(/\{[^}]+\}/g)];
  const hole = holes[index];
  if (hole === undefined) return undefined;
  const form = (text: string): string => text.replaceAll(/\{[^}]+\}/g, '{}');
  const above = form(group.path.slice(0, hole.index - 1));
  return all.find((other) => other.identity !== undefined && form(other.group.path) === above);
}
