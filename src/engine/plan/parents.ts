import {
  canonicalJson,
  isNull,
  isReplace,
  isWhollyKnown,
  plainJson,
  unmarkDeep,
  type Parent,
  type ResourceChange,
  type Schema,
  type Value,
} from '../../model/index.js';
import { dependenciesOf, type Walk } from './walk.js';

/** Replaced objects of one resource, by the values that name them; as long as the resource has so many changes. */
interface Index {
  readonly changes: number;
  readonly byName: ReadonlyMap<string, ResourceChange>;
}

const indexes = new WeakMap<Walk, Map<string, Index>>();

/**
 * The replacement of another object with which the service removes this one (`removedWith` of its schema); it has to be made again
 * then. Only what the resource depends on is planned before it, and so can be known.
 */
export function replacedParent(
  walk: Walk,
  resourceKey: string,
  schema: Schema,
  before: Value,
): ResourceChange | undefined {
  if (schema.removedWith === undefined || isNull(before)) return undefined;
  for (const parent of schema.removedWith) {
    const name = nameIn(before, Object.keys(parent.by));
    for (const key of name === undefined ? [] : dependenciesOf(walk, resourceKey)) {
      const found = replacedOf(walk, key, parent).get(name!);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function replacedOf(walk: Walk, resourceKey: string, parent: Parent): ReadonlyMap<string, ResourceChange> {
  const changes = walk.changes.get(resourceKey) ?? [];
  if (changes[0]?.resource.type !== parent.type) return NONE;
  const attributes = Object.values(parent.by);
  const known = indexes.get(walk) ?? new Map<string, Index>();
  indexes.set(walk, known);
  const key = [resourceKey, ...attributes].join(' ');
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
  const plain = unmarkDeep(object) as Readonly<Record<string, Value>>;
  const values = attributes.map((name) => plain[name] ?? null);
  return values.every((value) => !isNull(value) && isWhollyKnown(value))
    ? canonicalJson(values.map(plainJson))
    : undefined;
}
