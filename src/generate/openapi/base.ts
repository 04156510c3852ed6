import { type Json, isJsonObject, type JsonObject } from '../../model/index.js';
import { successOf } from './api.js';
import { leavesOf } from './attributes.js';
import { envelopeOf } from './envelope.js';
import type { ProviderGuess, ResourceGuess } from './guess.js';
import { at, escapeStep, pointerSteps } from './pointer.js';
import type { Sampler } from './sampler.js';
import { memberAt } from './schemas.js';

/**
 * The initial content of an emulated object: what replies have to show. Optional input members that may be null are
 * absent.
 */
export function baseOf(document: ProviderGuess['document'], resource: ResourceGuess, sampler: Sampler): Json {
  const { group, list, create, updates } = resource;
  const operations = [group.read, create.operation, ...updates.map(({ operation }) => operation)];
  const places = operations.flatMap((operation) => {
    const pointer = operation === undefined ? undefined : successOf(operation)?.content?.pointer;
    if (pointer === undefined) return [];
    const { at: place } = envelopeOf(memberAt(document, pointer), group.noun);
    return [at(sampler.sample(pointer, group.noun, 'shown'), place)];
  });
  if (list !== undefined) places.push(sampler.sample(list.item, group.noun, 'shown'));
  const base = places.filter(isJsonObject).reduce<JsonObject>((all, each) => overRecord(each, all), {});
  return unset(document, resource, base);
}

/** One value merged over another: members of both, with those of the first taking precedence. */
function over(below: Json, above: Json | undefined): Json {
  if (above === undefined) return below;
  return isJsonObject(below) && isJsonObject(above) ? overRecord(below, above) : above;
}

function overRecord(below: JsonObject, above: JsonObject): JsonObject {
  const kept = Object.entries(below).map(([name, value]): [string, Json] => [
    name,
    over(value, Object.hasOwn(above, name) ? above[name] : undefined),
  ]);
  const added = Object.entries(above).filter(([name]) => !Object.hasOwn(below, name));
  return Object.fromEntries([...kept, ...added]);
}

function unset(
  document: ProviderGuess['document'],
  { group, attributes, reply }: ResourceGuess,
  base: JsonObject,
): Json {
  const read = group.read ?? group.create;
  const pointer = successOf(read)?.content?.pointer;
  if (pointer === undefined) return base;
  const leaves = new Map(
    leavesOf(envelopeOf(memberAt(document, pointer), group.noun).object).map((leaf) => [leaf.place, leaf]),
  );
  const settable = (name: string): boolean =>
    attributes.some((each) => each.name === name && (each.optional || each.required));
  const needed = (name: string): boolean => attributes.some((each) => each.name === name && each.required);
  // A nullable object is null, unless the client has to set part of it.
  const kept = new Set([...reply].filter(([name]) => needed(name)).map(([, place]) => leaves.get(place)?.nullAt));
  let result: Json = base;
  for (const [name, place] of reply) {
    const nullAt = leaves.get(place)?.nullAt;
    if (nullAt !== undefined && settable(name) && !kept.has(nullAt) && at(base, nullAt) !== undefined)
      result = replaced(result, nullAt, null);
  }
  return result;
}

/** With another value at an existing location; undefined removes it. */
export function replaced(target: Json, place: string, value: Json | undefined): Json {
  return isJsonObject(target) ? replacedIn(target, place, value) : target;
}

/** The same for a record, which remains one. */
export function replacedIn(target: JsonObject, place: string, value: Json | undefined): JsonObject {
  const [step, ...rest] = pointerSteps(place);
  const before = step !== undefined && Object.hasOwn(target, step) ? target[step] : undefined;
  if (step === undefined || before === undefined) return target;
  const further = rest.map((each) => `/${escapeStep(each)}`).join('');
  const inner = further === '' ? value : replaced(before, further, value);
  if (inner !== undefined) return { ...target, [step]: inner };
  return Object.fromEntries(Object.entries(target).filter(([name]) => name !== step));
}
