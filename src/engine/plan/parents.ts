import {
  canonicalJson,
  isNull,
  isReplace,
  isWhollyKnown,
  objectValue,
  plainJson,
  sensitive,
  Sensitive,
  SetValue,
  unmarkDeep,
  type Parent,
  type ResourceChange,
  type Schema,
  type Value,
  type ConfigResource,
} from '../../model/index.js';
import { attributeOf, bare, elementsOf, entriesOf, withItems } from '../diff/parts.js';
import { changesOf, dependenciesOf, type PlanWalk } from './plan-walk.js';

/**
 * Replaced objects of one resource, by the values that identify them; valid as long as the resource has that many
 * changes.
 */
interface Index {
  readonly changes: number;
  readonly byName: ReadonlyMap<string, ResourceChange>;
}

const indexes = new WeakMap<PlanWalk, Map<string, Index>>();

/**
 * The replacement of another object with which the service removes this one (`removedWith` in its schema), so that it
 * must be created again. Only dependencies of the resource are planned before it, so only they are considered.
 */
export function replacedParent(
  walk: PlanWalk,
  resourceKey: string,
  schema: Schema,
  before: Value,
): ResourceChange | undefined {
  if (schema.removedWith === undefined || isNull(before)) return undefined;
  for (const parent of schema.removedWith) {
    const name = nameIn(before, Object.keys(parent.by));
    if (name === undefined) continue;
    for (const key of dependenciesOf(walk, resourceKey)) {
      const found = replacedOf(walk, key, parent).get(name);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** An object from which the service removes a part when this plan replaces another object. */
interface Taken {
  /** What remains of it until it is updated. */
  readonly left: Value;
  /** One of the replaced objects. */
  readonly parent: ResourceChange;
}

/**
 * What remains of an object whose sets refer to others (`members` in its schema) that this plan replaces; undefined if
 * nothing is removed from it.
 */
export function takenOut(walk: PlanWalk, resourceKey: string, schema: Schema, before: Value): Taken | undefined {
  if (schema.members === undefined || isNull(before)) return undefined;
  const left = objectValue(entriesOf(bare(before)));
  let parent: ResourceChange | undefined;
  for (const { at, type, name, by = {} } of schema.members) {
    const set = left[at] ?? null;
    const names = elementsOf(bare(set));
    if (names === undefined) continue;
    const replaced = dependenciesOf(walk, resourceKey).map((key) =>
      replacedOf(walk, key, { type, by: { ...by, [at]: name } }),
    );
    if (replaced.every(({ size }) => size === 0)) continue;
    const shared = Object.keys(by).map((own) => left[own] ?? null);
    const kept = names.filter((value) => {
      const named = keyOf([...shared, value].map(unmarkDeep));
      const found = named === undefined ? undefined : replaced.find((index) => index.has(named))?.get(named);
      parent ??= found;
      return found === undefined;
    });
    if (kept.length < names.length) left[at] = likeSet(set, kept);
  }
  return parent && { left: before instanceof Sensitive ? sensitive(left) : left, parent };
}

function likeSet(form: Value, items: readonly Value[]): Value {
  const set = bare(form);
  const made = set instanceof SetValue ? new SetValue(set.element, items) : withItems(set, items);
  return form instanceof Sensitive ? sensitive(made) : made;
}

function replacedOf(walk: PlanWalk, resource: ConfigResource, parent: Parent): ReadonlyMap<string, ResourceChange> {
  const changes = changesOf(walk, resource);
  if (changes[0]?.resource.type !== parent.type) return NONE;
  const attributes = Object.values(parent.by);
  const known = indexes.get(walk) ?? new Map<string, Index>();
  indexes.set(walk, known);
  const key = [resource, ...attributes].join(' ');
  const index = known.get(key);
  if (index?.changes === changes.length) return index.byName;
  const byName = new Map<string, ResourceChange>();
  for (const change of changes) {
    const name = isReplace(change.action) ? nameIn(change.before, attributes) : undefined;
    if (name !== undefined) byName.set(name, change);
  }
  known.set(key, { changes: changes.length, byName });
  return byName;
}

const NONE: ReadonlyMap<string, ResourceChange> = new Map();

function nameIn(object: Value, attributes: readonly string[]): string | undefined {
  const plain = unmarkDeep(object);
  return keyOf(attributes.map((name) => attributeOf(plain, name, 'dynamic')));
}

function keyOf(values: readonly Value[]): string | undefined {
  return values.every((value) => !isNull(value) && isWhollyKnown(value))
    ? canonicalJson(values.map(plainJson))
    : undefined;
}
