import { emptyRecord } from '../record.js';
import type { Json, JsonObject } from '../state.js';

/** A JSON list whose items are made one at a time, while it is written: it never exists as a whole. */
export class LazyList {
  readonly each: (take: (item: JsonDocument) => void) => void;
  constructor(each: (take: (item: JsonDocument) => void) => void) {
    this.each = each;
  }
}

/** A JSON object whose members are made one at a time, while it is written. */
export class LazyRecord {
  readonly each: (take: (name: string, member: JsonDocument) => void) => void;
  constructor(each: (take: (name: string, member: JsonDocument) => void) => void) {
    this.each = each;
  }
}

/** JSON in memory, parts of which may be made while it is written. Each part can be made several times, with the same result. */
export type JsonDocument = Json | LazyList | LazyRecord;

/** The document as a whole. */
export function wholeJson(document: JsonDocument): Json {
  if (document instanceof LazyList) {
    const items: Json[] = [];
    document.each((item) => items.push(wholeJson(item)));
    return items;
  }
  if (!(document instanceof LazyRecord)) return document;
  const members = emptyRecord<Json>();
  document.each((name, member) => {
    members[name] = wholeJson(member);
  });
  return members satisfies JsonObject;
}
