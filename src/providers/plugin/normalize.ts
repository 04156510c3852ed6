import {
  hasDynamic,
  impliedType,
  isNull,
  isObjectValue,
  ListValue,
  MapValue,
  objectValue,
  SetValue,
  setValue,
  type Block,
  type BlockType,
  type Value,
} from '../../model/index.js';

/**
 * Brings the value of a block into the form that the engine expects. Providers written for Terraform's first SDK leave
 * blocks out, which Terraform turns into empty collections; wholly unknown blocks stay unknown. Returns the value itself
 * if there is nothing to do.
 */
export function normalizeBlock(value: Value, block: Block): Value {
  if (!isObjectValue(value)) return value;
  let result: Record<string, Value> | undefined;
  for (const [name, blockType] of Object.entries(block.blockTypes)) {
    const before = value[name] ?? null;
    const after = normalizeBlocks(before, blockType);
    if (after !== before) (result ??= objectValue(value))[name] = after;
  }
  return result ?? value;
}

function normalizeBlocks(value: Value, { nesting, block }: BlockType): Value {
  const type = impliedType(block);
  switch (nesting) {
    case 'single':
      return normalizeBlock(value, block);
    case 'group':
      return isNull(value) ? emptyBlock(block) : normalizeBlock(value, block);
    case 'map':
      return value instanceof MapValue ? mapEntries(value, block) : value;
    case 'list':
      if (isNull(value)) return hasDynamic(type) ? [] : new ListValue(type, []);
      return value instanceof ListValue ? withItems(value, block, (items) => new ListValue(type, items)) : value;
    case 'set':
      if (isNull(value)) return setValue(type, []);
      return value instanceof SetValue ? withItems(value, block, (items) => setValue(type, items)) : value;
  }
}

function withItems<T extends ListValue | SetValue>(value: T, block: Block, make: (items: readonly Value[]) => T): T {
  const items = value.items.map((item) => normalizeBlock(item, block));
  return items.every((item, index) => item === value.items[index]) ? value : make(items);
}

function mapEntries(value: MapValue, block: Block): MapValue {
  const entries = objectValue();
  let changed = false;
  for (const [key, item] of Object.entries(value.entries)) {
    entries[key] = normalizeBlock(item, block);
    changed ||= entries[key] !== item;
  }
  return changed ? new MapValue(value.element, entries) : value;
}

function emptyBlock(block: Block): Value {
  const value = objectValue();
  for (const name of Object.keys(block.attributes)) value[name] = null;
  for (const [name, blockType] of Object.entries(block.blockTypes)) value[name] = normalizeBlocks(null, blockType);
  return value;
}
