/**
 * Records without inherited names: `constructor` and `__proto__` are ordinary keys. The prototype is an empty object
 * instead of null, since V8 keeps objects made by `Object.create(null)` in a slow form.
 */
const Empty = function (this: unknown): void {} as unknown as new () => Record<string, never>;
Empty.prototype = Object.freeze(Object.create(null) as object);

export function emptyRecord<T>(): Record<string, T> {
  return new Empty();
}

/** The entry with this name; undefined if the record itself has none. */
export function ownEntry<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
