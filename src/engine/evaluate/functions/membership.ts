import { canonicalText, type Value } from '../../../model/index.js';
import { equals } from '../equality.js';

/** A set of known values for equality lookups, at a cost that does not grow with the number of values. */
export class Membership {
  readonly #buckets = new Map<string, Value[]>();

  constructor(values: readonly Value[] = []) {
    for (const value of values) this.add(value);
  }

  has(value: Value): boolean {
    return this.#buckets.get(canonicalText(value))?.some((other) => equals(value, other) === true) === true;
  }

  /** Returns false if the value was already present. */
  add(value: Value): boolean {
    const key = canonicalText(value);
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) this.#buckets.set(key, [value]);
    else if (bucket.some((other) => equals(value, other) === true)) return false;
    else bucket.push(value);
    return true;
  }
}
