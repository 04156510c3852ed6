import {
  MapValue,
  objectValue,
  Sensitive,
  sensitive,
  Unknown,
  type Block,
  type Path,
  type Type,
  type Value,
} from '../../model/index.js';
import { attributeAt, isComputedOnly, mapObjects, nestedOfAttribute, type Fields } from './fields.js';
import { listingOf } from './listing.js';
import { bare, entriesOf, entryOf, isNull, itemsOf, withEntries, withItems } from './parts.js';

/**
 * The configuration to plan with when changes to some paths are ignored: at these paths it has the prior values.
 * Nothing is ignored on create. `all` returns the prior object without the attributes that only the provider can set.
 *
 * A path that ends in a map key affects only that key, even if this keeps the key absent or restores it. A path that
 * exists in neither value has no effect.
 */
export function applyIgnoreChanges(config: Value, prior: Value, paths: readonly Path[] | 'all', block: Block): Value {
  if (isNull(prior) || isNull(config)) return config;
  if (paths === 'all') return withoutReadOnly(block, prior);
  let result = config;
  for (const path of paths) {
    if (!isReadOnly(block, path)) result = takePrior(result, prior, path, 0);
  }
  return result;
}

function takePrior(config: Value, prior: Value, path: Path, depth: number): Value {
  const step = path[depth];
  if (step === undefined) return prior;
  const after = bare(config);
  const before = bare(prior);
  const last = depth === path.length - 1;
  const taken =
    typeof step === 'number'
      ? takeItem(after, before, path, depth, step)
      : takeEntry(after, before, path, depth, step, last);
  if (taken === after) return config;
  // The result is sensitive if either side was.
  return config instanceof Sensitive || prior instanceof Sensitive ? sensitive(taken) : taken;
}

function takeItem(config: Value, prior: Value, path: Path, depth: number, index: number): Value {
  const items = itemsOf(config);
  const item = items?.[index];
  const before = itemsOf(prior)?.[index];
  if (items === undefined || item === undefined || before === undefined) return config;
  const taken = takePrior(item, before, path, depth + 1);
  return taken === item ? config : withItems(config, items.with(index, taken));
}

function takeEntry(config: Value, prior: Value, path: Path, depth: number, name: string, last: boolean): Value {
  const map = config instanceof MapValue ? config : prior;
  if (last && map instanceof MapValue) return takeKey(config, prior, map.element, name);
  const entry = entryOf(config, name);
  const before = entryOf(prior, name);
  if (entry === undefined || before === undefined) return config;
  const taken = takePrior(entry, before, path, depth + 1);
  if (taken === entry) return config;
  const changed = objectValue(entriesOf(config));
  changed[name] = taken;
  return withEntries(config, changed);
}

/**
 * Restores one key of a map to its prior value, or removes it if it was absent. The keys of an unknown map cannot be
 * changed one by one.
 */
function takeKey(config: Value, prior: Value, element: Type, key: string): Value {
  if (config instanceof Unknown || prior instanceof Unknown) return config;
  const before = entryOf(prior, key);
  const changed = objectValue(entriesOf(config));
  if (before !== undefined) changed[key] = before;
  else if (Object.hasOwn(changed, key)) delete changed[key];
  else return config;
  return new MapValue(element, changed);
}

function isReadOnly(block: Block, path: Path): boolean {
  const attribute = attributeAt(block, path);
  return attribute !== undefined && isComputedOnly(attribute);
}

/** The object as a configuration could have set it. */
function withoutReadOnly(fields: Fields, value: Value): Value {
  const entries = entriesOf(bare(value));
  if (entries === undefined) return value;
  const result = objectValue(entries);
  for (const { name, attribute } of listingOf(fields).attributes) {
    const nested = nestedOfAttribute(attribute);
    if (isComputedOnly(attribute)) result[name] = null;
    else if (nested !== undefined) {
      result[name] = mapObjects(nested.nesting, result[name] ?? null, (object) =>
        withoutReadOnly(nested.fields, object),
      );
    }
  }
  for (const { name, blockType } of listingOf(fields).blockTypes) {
    const { nesting, block } = blockType;
    result[name] = mapObjects(nesting, result[name] ?? null, (object) => withoutReadOnly(block, object));
  }
  return value instanceof Sensitive ? new Sensitive(result) : result;
}
