import type { Json } from '../../model/index.js';
import type { AttributeGuess, ProviderGuess, ResourceGuess } from './guess.js';
import { isRecord, type JsonRecord } from './pointer.js';
import { scalarSample } from './sample.js';
import { Sampler } from './sampler.js';

/** A configuration in Terraform's JSON syntax with one of each resource, as little of it as is needed. */
export function exampleConfiguration({ name, resources, document }: ProviderGuess): Json {
  const sampler = new Sampler(document);
  const types = Object.fromEntries(
    resources.map((resource) => [resource.type, { example: exampleOf(resource, resources, sampler) }]),
  );
  return { terraform: { required_providers: { [name]: { source: `${name}/${name}` } } }, resource: types };
}

/** One resource, with what is needed and no more. */
export function exampleOf(resource: ResourceGuess, all: readonly ResourceGuess[], sampler: Sampler): JsonRecord {
  const needed = resource.attributes.filter(({ required }) => required);
  return Object.fromEntries(
    needed.map((attribute): [string, Json] => {
      const parent = parentResource(resource, attribute.name, all);
      if (parent !== undefined) return [attribute.name, `\${${parent.type}.example.${parent.identity!}}`];
      return [attribute.name, sampleOf(attribute, sampler)];
    }),
  );
}

/** A value for an attribute, as a configuration gives it. */
export function sampleOf({ pointer, name, schema, shape }: AttributeGuess, sampler: Sampler): Json {
  const sample =
    pointer === undefined ? scalarSample({ type: 'string', ...schema }, name) : sampler.sample(pointer, name, 'sent');
  // In a configuration, ${ begins an expression.
  const text = shape.kind === 'json' ? JSON.stringify(sample) : sample;
  return escaped(text);
}

function escaped(value: Json): Json {
  if (typeof value === 'string') return value.replaceAll('${', '$${').replaceAll('%{', '%%{');
  if (Array.isArray(value)) return (value as readonly Json[]).map(escaped);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escaped(item)]));
}

/** Types of the resources whose identities an example refers to. */
export function referredTypes(resource: ResourceGuess, all: readonly ResourceGuess[]): string[] {
  return resource.parents.flatMap((name) => parentResource(resource, name, all)?.type ?? []);
}

/** The resource a parent attribute names: the one whose things lie at that hole of the path. */
function parentResource(
  { group, parents }: ResourceGuess,
  attribute: string,
  all: readonly ResourceGuess[],
): ResourceGuess | undefined {
  const index = parents.indexOf(attribute);
  if (index < 0) return undefined;
  const holes = [...group.path.matchAll(/\{[^}]+\}/g)];
  const hole = holes[index]!;
  const form = (text: string): string => text.replaceAll(/\{[^}]+\}/g, '{}');
  const above = form(group.path.slice(0, hole.index - 1));
  return all.find((other) => other.identity !== undefined && form(other.group.path) === above);
}
