import {
  MapValue,
  objectValue,
  Sensitive,
  sensitive,
  Unknown,
  type Block,
  type Path,
  type Value,
} from '../../model/index.js';
import { attributeAt, isComputedOnly, mapObjects, nestedOfAttribute, type Fields } from './fields.js';
import { bare, entriesOf, isNull, itemsOf, withEntries, withItems } from './parts.js';

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
  if (depth === path.length) return prior;
  const step = path[depth]!;
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
  const before = itemsOf(prior);
  if (items === undefined || before === undefined || index >= items.length || index >= before.length) return config;
  const taken = takePrior(items[index]!, before[index]!, path, depth + 1);
  return taken === items[index] ? config : withItems(config, items.with(index, taken));
}

function takeEntry(config: Value, prior: Value, path: Path, depth: number, name: string, last: boolean): Value {
  if (last && (config instanceof MapValue || prior instanceof MapValue)) return takeKey(config, prior, name);
  const entries = entriesOf(config);
  const before = entriesOf(prior);
  if (entries === undefined || before === undefined) return config;
  if (!Object.hasOwn(entries, name) || !Object.hasOwn(before, name)) return config;
  const taken = takePrior(entries[name]!, before[name]!, path, depth + 1);
  if (taken === entries[name]) return config;
  const changed = objectValue(entries);
  changed[name] = taken;
  return withEntries(config, changed);
}

/**
 * Restores one key of a map to its prior value, or removes it if it was absent. The keys of an unknown map cannot be
 * changed one by one.
 */
function takeKey(config: Value, prior: Value, key: string): Value {
  if (config instanceof Unknown || prior instanceof Unknown) return config;
  const before = entriesOf(prior) ?? {};
  const element = config instanceof MapValue ? config.element : (prior as MapValue).element;
  const changed = objectValue(entriesOf(config) ?? {});
  if (Object.hasOwn(before, key)) changed[key] = before[key]!;
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
  for (const [name, attribute] of Object.entries(fields.attributes)) {
    const nested = nestedOfAttribute(attribute);
    if (isComputedOnly(attribute)) result[name] = null;
    else if (nested !== undefined) {
      result[name] = mapObjects(nested.nesting, result[name] ?? null, (object) =>
        withoutReadOnly(nested.fields, object),
      );
    }
  }
  for (const [name, blockType] of Object.entries(fields.blockTypes ?? {})) {
    const { nesting, block } = blockType;
    result[name] = mapObjects(nesting, result[name] ?? null, (object) => withoutReadOnly(block, object));
  }
  return value instanceof Sensitive ? new Sensitive(result) : result;
}
