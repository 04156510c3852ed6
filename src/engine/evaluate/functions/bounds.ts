import { isTupleValue, ListValue, SetValue, unmark, type Value } from '../../../model/index.js';
import { FunctionError } from './definition.js';

/** The longest string an expression may produce, in UTF-16 units: half of what a JavaScript string can hold. */
export const MAX_LENGTH = 2 ** 28;

/** The most elements one call may produce. Each takes tens of bytes, and some are copied. */
const MAX_ELEMENTS = 2 ** 20;

/** How deeply a value that a call parses from text may be nested; code that traverses values is recursive. */
export const MAX_DEPTH = 500;

export const tooLong = (): string => `the string would have more than ${MAX_LENGTH} characters`;

/** Returns the length, or throws if a string of that length would be too long. */
export function boundedLength(length: number): number {
  if (length > MAX_LENGTH) throw new FunctionError(tooLong());
  return length;
}

/** Returns the count, or throws if a collection of that size would be too large. */
export function boundedCount(count: number): number {
  if (count > MAX_ELEMENTS) throw new FunctionError(`the result would have more than ${MAX_ELEMENTS} elements`);
  return count;
}

/** A string built from parts, which fails the call before it gets too long. */
export class BoundedText {
  text = '';

  add(part: string): void {
    boundedLength(this.text.length + part.length);
    this.text += part;
  }
}

/**
 * Returns the result of a call, or throws if it is too large. Every result is checked here; a function whose result can
 * be much larger than its arguments checks the size before building it.
 */
export function boundedResult(result: Value): Value {
  const value = unmark(result);
  if (typeof value === 'string') boundedLength(value.length);
  else if (isTupleValue(value)) boundedCount(value.length);
  else if (value instanceof ListValue || value instanceof SetValue) boundedCount(value.items.length);
  return result;
}
