import {
  isNull,
  isObjectValue,
  isTupleValue,
  ListValue,
  MapValue,
  objectValue,
  ownEntry,
  SetValue,
  setValue,
  valuesEqual,
  type Attribute,
  type Block,
  type Value,
} from '../../model/index.js';

/** The parts of an object that a configuration can set. */
export function configured(value: Value, block: Block): Value {
  if (!isObjectValue(value)) return value;
  const kept = objectValue();
  for (const [name, attribute] of Object.entries(block.attributes)) {
    if (isSettable(attribute)) kept[name] = ofAttribute(ownEntry(value, name) ?? null, attribute);
  }
  for (const [name, type] of Object.entries(block.blockTypes))
    kept[name] = eachElement(ownEntry(value, name) ?? null, (body) => configured(body, type.block));
  return kept;
}

/** What only the provider sets is left out, and so is the ID that most resources have. */
const isSettable = ({ required, optional }: Attribute): boolean => required === true || optional === true;

function ofAttribute(value: Value, { nested }: Attribute): Value {
  if (nested === undefined) return value;
  const block: Block = { attributes: nested.attributes, blockTypes: {} };
  return eachElement(value, (object) => configured(object, block));
}

/** The objects of a nested block or attribute, whatever collection they are in. */
function eachElement(value: Value, change: (object: Value) => Value): Value {
  if (value instanceof ListValue) return new ListValue(value.element, value.items.map(change));
  if (value instanceof SetValue) return setValue(value.element, value.items.map(change));
  if (value instanceof MapValue) {
    const entries = objectValue();
    for (const [name, inner] of Object.entries(value.entries)) entries[name] = change(inner);
    return new MapValue(value.element, entries);
  }
  return isTupleValue(value) ? value.map(change) : change(value);
}

/**
 * What the configuration should say: the real value where it drifted from the state, and otherwise what it says already, which may be
 * a change that is not applied yet.
 */
export function wanted(state: Value, real: Value, planned: Value): Value {
  if (valuesEqual(state, real) || valuesEqual(planned, real)) return planned;
  if (isObjectValue(state) && isObjectValue(real) && isObjectValue(planned)) {
    const merged = objectValue();
    for (const name of namesIn(state, real, planned))
      merged[name] = wanted(part(state, name), part(real, name), part(planned, name));
    return merged;
  }
  if (state instanceof MapValue && real instanceof MapValue && planned instanceof MapValue) {
    const entries = objectValue();
    for (const name of namesIn(state.entries, real.entries, planned.entries)) {
      const value = entryOf(state.entries[name], real.entries[name], planned.entries[name]);
      if (value !== undefined) entries[name] = value;
    }
    return new MapValue(real.element, entries);
  }
  const [old, now, next] = [itemsOf(state), itemsOf(real), itemsOf(planned)];
  if (old !== undefined && now?.length === old.length && next?.length === old.length && !(real instanceof SetValue)) {
    const items = now.map((item, index) => wanted(old[index] ?? null, item, next[index] ?? null));
    return real instanceof ListValue ? new ListValue(real.element, items) : items;
  }
  return real;
}

/** The entry of a map, which may be missing on either side. */
function entryOf(state: Value | undefined, real: Value | undefined, planned: Value | undefined): Value | undefined {
  if (state !== undefined && real !== undefined && planned !== undefined) return wanted(state, real, planned);
  const isSame = state === undefined ? real === undefined : real !== undefined && valuesEqual(state, real);
  return isSame ? planned : real;
}

const part = (value: Readonly<Record<string, Value>>, name: string): Value => ownEntry(value, name) ?? null;

const namesIn = (...values: readonly Readonly<Record<string, Value>>[]): ReadonlySet<string> =>
  new Set(values.flatMap((value) => Object.keys(value)));

function itemsOf(value: Value): readonly Value[] | undefined {
  if (value instanceof ListValue) return value.items;
  return isTupleValue(value) ? value : undefined;
}

/** Names of the attributes and blocks that differ. */
export function differingNames(before: Value, after: Value): readonly string[] {
  if (!isObjectValue(before) || !isObjectValue(after)) return isNull(before) && isNull(after) ? [] : [''];
  return [...namesIn(before, after)].filter((name) => !valuesEqual(part(before, name), part(after, name)));
}
