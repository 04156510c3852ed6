import {
  ListValue,
  MapValue,
  SecretTexts,
  Sensitive,
  SetValue,
  type Attribute,
  type Value,
  isObjectValue,
  isTupleValue,
} from '../../model/index.js';

/** Removes the secrets of these values from strings that a provider's code wrote. */
export function redactor(
  values: readonly { readonly value: Value; readonly attributes: Readonly<Record<string, Attribute>> }[],
): (text: string) => string {
  let secrets: SecretTexts | undefined;
  return (text) => (secrets ??= new SecretTexts(secretsOf(values))).clean(text);
}

function secretsOf(values: Parameters<typeof redactor>[0]): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { value, attributes } of values) collectObject(value, attributes, found);
  return found;
}

function collectObject(value: Value, attributes: Readonly<Record<string, Attribute>>, found: Set<string>): void {
  if (value instanceof Sensitive) return collectAll(value.value, found);
  if (!isObjectValue(value)) return;
  for (const [name, attribute] of Object.entries(attributes)) {
    const item = value[name] ?? null;
    if (attribute.sensitive === true || attribute.writeOnly === true) collectAll(item, found);
    else if (attribute.nested !== undefined)
      for (const inner of elements(item, attribute.nested.nesting))
        collectObject(inner, attribute.nested.attributes, found);
    else collectMarked(item, found);
  }
}

function elements(value: Value, nesting: 'single' | 'list' | 'set' | 'map'): readonly Value[] {
  if (nesting === 'single' || value instanceof Sensitive) return [value];
  return children(value);
}

function collectMarked(value: Value, found: Set<string>): void {
  if (value instanceof Sensitive) collectAll(value.value, found);
  else for (const item of children(value)) collectMarked(item, found);
}

function collectAll(value: Value, found: Set<string>): void {
  if (typeof value === 'string') found.add(value);
  else if (value instanceof Sensitive) collectAll(value.value, found);
  else for (const item of children(value)) collectAll(item, found);
}

function children(value: Value): readonly Value[] {
  if (value === null || typeof value !== 'object') return [];
  if (value instanceof ListValue || value instanceof SetValue) return value.items;
  if (value instanceof MapValue) return Object.values(value.entries);
  return isTupleValue(value) ? value : isObjectValue(value) ? Object.values(value) : [];
}
