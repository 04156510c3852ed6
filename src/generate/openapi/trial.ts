import { type Json, type JsonObject } from '../../model/index.js';
import { exampleOf, referredTypes, sampleOf } from './example.js';
import type { AttributeGuess, ProviderGuess, ResourceGuess } from './guess.js';
import { otherSample } from './sample.js';
import { Sampler } from './sampler.js';

/** The steps of a check for one resource. */
export interface Trial {
  readonly type: string;
  readonly first: JsonObject;
  /** The same, with another value for one attribute that an update sends; absent if none can be changed in place. */
  readonly second?: { readonly attribute: string; readonly config: JsonObject };
  /** The attributes whose values, joined by slashes, form its import ID. */
  readonly importedBy: readonly string[];
  /** Types of the resources that the first one refers to. */
  readonly needs: readonly string[];
  /** Whether the description has an operation that deletes it. */
  readonly removable: boolean;
  readonly doubts: readonly string[];
}

export function trialsOf({ resources, document }: Pick<ProviderGuess, 'resources' | 'document'>): readonly Trial[] {
  const sampler = new Sampler(document);
  return resources.map((resource) => {
    const first = { ...demanded(resource, sampler), ...exampleOf(resource, resources, sampler) };
    const second = changed(resource, first, sampler);
    return {
      type: resource.type,
      first,
      ...(second === undefined ? {} : { second }),
      importedBy: [...resource.parents, ...(resource.identity === undefined ? [] : [resource.identity])],
      needs: referredTypes(resource, resources),
      removable: resource.remove !== undefined,
      doubts: doubtsOf(resource),
    };
  });
}

/** Inputs that are optional for a create, but required for an update. */
function demanded({ updates, attributes }: ResourceGuess, sampler: Sampler): JsonObject {
  const names = new Set(updates.flatMap(({ demands }) => demands));
  const inputs = attributes.filter(({ name, optional, writeOnly }) => names.has(name) && optional && !writeOnly);
  return Object.fromEntries(inputs.map((attribute) => [attribute.name, sampleOf(attribute, sampler)]));
}

function doubtsOf({ attributes, list }: ResourceGuess): string[] {
  const ofAttributes = attributes.flatMap(({ name, doubts }) => doubts.map((doubt) => `${name}: ${doubt}`));
  return list?.doubt === undefined ? ofAttributes : [...ofAttributes, list.doubt];
}

/** The attributes that people would change first: descriptive text. */
const PLAIN = /(^|_)(description|comment|notes?|title|label|display_name|summary)$/;

function changed(resource: ResourceGuess, first: JsonObject, sampler: Sampler): Trial['second'] {
  const sent = new Set(resource.updates.flatMap(({ body }) => [...(body?.values() ?? [])]));
  const candidates = resource.attributes.filter(
    ({ name, replaces, writeOnly, local }) =>
      sent.has(name) && !replaces && !writeOnly && local !== true && !resource.parents.includes(name),
  );
  const ranked = candidates.toSorted((left, right) => rank(left, resource) - rank(right, resource));
  for (const attribute of ranked) {
    const value = otherValue(attribute, first[attribute.name], sampler);
    if (value === undefined) continue;
    const beside = (attribute.needs ?? []).filter((name) => first[name] === undefined);
    const needed = resource.attributes
      .filter(({ name }) => beside.includes(name))
      .map((each): [string, Json] => [each.name, sampleOf(each, sampler)]);
    return { attribute: attribute.name, config: { ...first, ...Object.fromEntries(needed), [attribute.name]: value } };
  }
  return undefined;
}

function rank({ name, shape, needs = [] }: AttributeGuess, { reply, identity }: ResourceGuess): number {
  const shown = reply.has(name) ? 0 : 10;
  const simple = shape.kind === 'string' || shape.kind === 'number' || shape.kind === 'bool' ? 0 : 4;
  return shown + simple + (PLAIN.test(name) ? 0 : 1) + (needs.length > 0 ? 2 : 0) + (name === identity ? 20 : 0);
}

function otherValue(attribute: AttributeGuess, now: Json | undefined, sampler: Sampler): Json | undefined {
  const { shape, pointer, views = [] } = attribute;
  if (pointer === undefined) return undefined;
  const schema = views.reduce<JsonObject>((all, view) => {
    const { enum: words, format, pattern } = sampler.keywords(view);
    const limits = Object.entries({ enum: words, format, pattern }).flatMap(([name, limit]): [string, Json][] =>
      limit === undefined ? [] : [[name, limit]],
    );
    return { ...Object.fromEntries(limits), ...all };
  }, sampler.keywords(pointer));
  const member = { item: 'items', member: 'additionalProperties' } as const;
  return otherSample(shape, schema, now, (what) =>
    what === 'itself'
      ? sampleOf(attribute, sampler)
      : sampler.sample(sampler.inside(pointer, member[what]) ?? pointer, attribute.name, 'sent'),
  );
}
