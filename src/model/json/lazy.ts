import type { Json } from '../json.js';
import type { Value } from '../value.js';

/** A JSON list whose items are created one at a time while it is written; the whole list never exists in memory. */
export class LazyList {
  readonly each: (take: (item: JsonDocument) => void) => void;
  constructor(each: (take: (item: JsonDocument) => void) => void) {
    this.each = each;
  }
}

/** A JSON object whose members are created one at a time while it is written. */
export class LazyRecord {
  readonly each: (take: (name: string, member: JsonDocument) => void) => void;
  constructor(each: (take: (name: string, member: JsonDocument) => void) => void) {
    this.each = each;
  }
}

/** JSON that is put together as text, but for values in it that are too large for that: they are printed as plain JSON has them. */
export class JsonText {
  /** What comes before `text`: there when one of it is a large value. */
  #before: (string | LargeValue)[] | undefined;
  #text: string;

  constructor(text = '') {
    this.#text = text;
  }

  get before(): readonly (string | LargeValue)[] | undefined {
    return this.#before;
  }

  get text(): string {
    return this.#text;
  }

  add(part: string | LargeValue): this {
    if (typeof part === 'string') {
      this.#text += part;
    } else {
      (this.#before ??= []).push(this.#text, part);
      this.#text = '';
    }
    return this;
  }
}

export class LargeValue {
  readonly value: Value;
  constructor(value: Value) {
    this.value = value;
  }
}

/**
 * JSON in memory, parts of which may be created while it is written. Each part can be created several times, with the
 * same result.
 */
export type JsonDocument = Json | JsonText | LazyList | LazyRecord;
