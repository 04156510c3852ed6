import type { Json } from '../state.js';
import type { Value } from '../value.js';

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

/** JSON that is text already, but for values in it that are too large for that: they are printed as plain JSON has them. */
export class JsonText {
  readonly parts: readonly (string | LargeValue)[];
  constructor(...parts: readonly (string | LargeValue)[]) {
    this.parts = parts;
  }
}

export class LargeValue {
  readonly value: Value;
  constructor(value: Value) {
    this.value = value;
  }
}

/** JSON in memory, parts of which may be made while it is written. Each part can be made several times, with the same result. */
export type JsonDocument = Json | JsonText | LazyList | LazyRecord;
