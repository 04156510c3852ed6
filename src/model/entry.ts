/** The value of a key that is in a map by construction. Throws if it is not. */
export function entryOf<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): NonNullable<Value> {
  const value = map.get(key);
  if (value === undefined || value === null) throw new Error(`There is no entry for ${String(key)}.`);
  return value;
}

/** The member of a record that has it by construction. Throws if it does not. */
export function memberOf<Value>(record: Readonly<Record<string, Value>>, name: string): NonNullable<Value> {
  const value = record[name];
  if (value === undefined || value === null) throw new Error(`There is no member ${name}.`);
  return value;
}
