import {
  impliedType,
  ListValue,
  MapValue,
  markedSet,
  nestedType,
  objectValue,
  Sensitive,
  sensitive,
  SetValue,
  Unknown,
  valuesEqual,
  type Attribute,
  type Block,
  type BlockType,
  type NestedAttributes,
  type Type,
  type Value,
} from '../../model/index.js';
import { PriorElements } from './correlate.js';
import type { Fields, Nesting } from './fields.js';
import { listingOf } from './listing.js';
import {
  attributeOf,
  bare,
  elementsOf,
  entriesOf,
  entryOf,
  isNull,
  isUnknown,
  itemsOf,
  withEntries,
  withItems,
  type Entries,
} from './parts.js';

/**
 * The proposed new object: configured values, and prior values for computed attributes that are not configured. `prior`
 * is null on create; `config` may contain unknowns. Marks never affect the choice and travel with the chosen value;
 * where two values are merged, a mark on either marks the result.
 *
 * If the configuration changes nothing, the result is `prior` itself, so that later comparisons can stop at the
 * identity.
 */
export function proposeNew(block: Block, prior: Value, config: Value): Value {
  if (isNull(prior) && isNull(config)) return prior;
  const proposed = proposeBlock(block, bare(prior), config);
  return prior instanceof Sensitive ? sensitive(proposed) : proposed;
}

/** The proposed object for a create: computed attributes that are not configured are null. */
export const proposeForCreate = (block: Block, config: Value): Value => proposeNew(block, null, config);

/** The planned value of a data source that is read later: its configuration, with everything computed unknown. */
export const plannedDataValue = (block: Block, config: Value): Value =>
  proposeBlock(block, new Unknown(impliedType(block)), config);

/** The object that an empty block produces. */
export function emptyBlockValue(block: Block): Value {
  const result = objectValue();
  for (const name of Object.keys(block.attributes)) result[name] = null;
  for (const { name, blockType: nested } of listingOf(block).blockTypes) result[name] = emptyNestedBlock(nested);
  return result;
}

function emptyNestedBlock({ nesting, block }: BlockType): Value {
  switch (nesting) {
    case 'single':
      return null;
    case 'group':
      return emptyBlockValue(block);
    case 'list':
      return new ListValue(impliedType(block), []);
    case 'set':
      return new SetValue(impliedType(block), []);
    case 'map':
      return new MapValue(impliedType(block), objectValue());
  }
}

function proposeBlock(block: Block, prior: Value, config: Value): Value {
  if (isNull(config) || isUnknown(bare(config))) return prior ?? emptyBlockValue(block);
  return proposeFields(block, prior, config);
}

/** Nested attributes: unlike a block, a null or unknown configuration stays as it is. */
function proposeNestedObject(nested: NestedAttributes, prior: Value, config: Value): Value {
  return isNull(config) || isUnknown(bare(config)) ? config : proposeFields(nested, prior, config);
}

/** `config` is a known object, possibly marked; `prior` is an object, null or unknown. */
function proposeFields(fields: Fields, prior: Value, config: Value): Value {
  const settings = entriesOf(bare(config)) ?? {};
  const result = new Draft(config === settings ? entriesOf(prior) : undefined);
  for (const { name, attribute } of listingOf(fields).attributes) {
    const before = attributeOf(prior, name, attribute.type);
    result.put(name, before, proposeAttribute(attribute, before, settings[name] ?? null));
  }
  for (const { name, blockType: nested } of listingOf(fields).blockTypes) {
    const before = attributeOf(prior, name, impliedType(nested.block));
    result.put(name, before, proposeNestedBlock(nested, before, settings[name] ?? null));
  }
  return config instanceof Sensitive ? new Sensitive(result.object) : result.object;
}

/** An object under construction, which is `base` itself as long as every value put into it equals that of `base`. */
class Draft {
  readonly #base: Entries;
  #changed: Record<string, Value> | undefined;

  constructor(base: Entries | undefined) {
    if (base === undefined) this.#changed = objectValue();
    this.#base = base ?? {};
  }

  put(name: string, before: Value, value: Value): void {
    if (this.#changed === undefined) {
      if (value === before || valuesEqual(value, before)) return;
      this.#changed = objectValue(this.#base);
    }
    this.#changed[name] = value;
  }

  get object(): Entries {
    return this.#changed ?? this.#base;
  }
}

function proposeAttribute(attribute: Attribute, prior: Value, config: Value): Value {
  if (attribute.computed === true && isNull(config)) {
    return wasConfigured(attribute, prior) ? config : prior;
  }
  if (attribute.nested === undefined) return config;
  const { nested } = attribute;
  const merge: Merge = {
    fields: nested,
    element: () => nestedType({ nesting: 'single', attributes: nested.attributes }),
    combine: (before, after) => proposeNestedObject(nested, bare(before), after),
  };
  return mergeNested(nested.nesting, merge, prior, config);
}

function proposeNestedBlock({ nesting, block }: BlockType, prior: Value, config: Value): Value {
  const merge: Merge = {
    fields: block,
    element: () => impliedType(block),
    combine: (before, after) => proposeNew(block, before, after),
  };
  // A group always exists, even if it is empty.
  if (nesting === 'group' && isNull(config)) return proposeBlock(block, prior, config);
  return mergeNested(nesting, merge, prior, config);
}

/**
 * An optional and computed attribute with nested attributes keeps its prior value, unless something in it can only come
 * from configuration: then the user has just removed it.
 */
function wasConfigured(attribute: Attribute, prior: Value): boolean {
  return attribute.optional === true && attribute.nested !== undefined && holdsConfigured(attribute.nested, prior);
}

function holdsConfigured(nested: NestedAttributes, value: Value): boolean {
  const inner = bare(value);
  const objects = nested.nesting === 'single' ? [inner] : (elementsOf(inner) ?? []);
  return objects.some((object) =>
    listingOf(nested).attributes.some(({ name, attribute }) => {
      const part = entryOf(bare(object), name) ?? null;
      if (isNull(part)) return false;
      return attribute.computed !== true || (attribute.nested !== undefined && holdsConfigured(attribute.nested, part));
    }),
  );
}

/** How to propose one object of a nested collection. */
interface Merge {
  readonly fields: Fields;
  element(): Type;
  combine(prior: Value, config: Value): Value;
}

function mergeNested(nesting: Nesting, merge: Merge, prior: Value, config: Value): Value {
  const after = bare(config);
  if (isNull(after) || after instanceof Unknown) return config;
  const merged = mergeKnown(nesting, merge, bare(prior), after);
  return config instanceof Sensitive || prior instanceof Sensitive ? sensitive(merged) : merged;
}

function mergeKnown(nesting: Nesting, merge: Merge, prior: Value, config: Value): Value {
  switch (nesting) {
    case 'single':
    case 'group':
      return merge.combine(prior, config);
    case 'list':
      return mergeList(merge, prior, config);
    case 'map':
      return mergeMap(merge, prior, config);
    case 'set':
      return mergeSet(merge, prior, config);
  }
}

/** Merges by index; an element without a prior one is used unchanged. */
function mergeList(merge: Merge, prior: Value, config: Value): Value {
  const items = itemsOf(config);
  if (items === undefined || items.length === 0) return config;
  if (isUnknown(prior))
    return withItems(
      config,
      items.map((item) => merge.combine(new Unknown(merge.element()), item)),
    );
  const old = itemsOf(prior) ?? [];
  return withItems(
    config,
    items.map((item, index) => {
      const before = old[index];
      return before === undefined ? item : merge.combine(before, item);
    }),
  );
}

function mergeMap(merge: Merge, prior: Value, config: Value): Value {
  const entries = entriesOf(config);
  if (entries === undefined) return config;
  const result = objectValue();
  for (const [key, item] of Object.entries(entries)) {
    const before = isUnknown(prior) ? new Unknown(merge.element()) : (entryOf(prior, key) ?? null);
    result[key] = merge.combine(before, item);
  }
  return withEntries(config, result);
}

function mergeSet(merge: Merge, prior: Value, config: Value): Value {
  if (!(config instanceof SetValue) || config.items.length === 0) return config;
  const pool = isUnknown(prior) ? undefined : new PriorElements(merge.fields, elementsOf(prior) ?? []);
  const before = (item: Value): Value =>
    pool === undefined ? new Unknown(merge.element()) : (pool.take(item) ?? null);
  return markedSet(
    config.element,
    config.items.map((item) => merge.combine(before(item), item)),
  );
}
