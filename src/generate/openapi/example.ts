import type { Json } from '../../model/index.js';
import type { ProviderGuess, ResourceGuess } from './guess.js';
import type { JsonRecord } from './pointer.js';
import { sampleOf } from './sample.js';

/** A configuration in Terraform's JSON syntax with one of each resource, as little of it as is needed. */
export function exampleConfiguration({ name, resources }: ProviderGuess): Json {
  const types = Object.fromEntries(
    resources.map((resource) => [resource.type, { example: exampleOf(resource, resources) }]),
  );
  return { terraform: { required_providers: { [name]: { source: `${name}/${name}` } } }, resource: types };
}

/** One resource, with what is needed and no more. */
export function exampleOf(resource: ResourceGuess, all: readonly ResourceGuess[]): JsonRecord {
  const needed = resource.attributes.filter(({ required }) => required);
  return Object.fromEntries(
    needed.map((attribute): [string, Json] => {
      const parent = parentResource(resource, attribute.name, all);
      if (parent !== undefined) return [attribute.name, `\${${parent.type}.example.${parent.identity!}}`];
      const sample = sampleOf(attribute.shape, attribute.schema, attribute.name);
      return [attribute.name, attribute.shape.kind === 'json' ? JSON.stringify(sample) : sample];
    }),
  );
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
