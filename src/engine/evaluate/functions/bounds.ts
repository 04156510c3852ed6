import { isTupleValue, ListValue, SetValue, unmark, type Value } from '../../../model/index.js';
import { FunctionError } from './definition.js';

/** The longest text an expression may produce, in UTF-16 units: half of what a JavaScript string can hold. */
export const MAX_LENGTH = 2 ** 28;

/** The most elements one call may produce. Each takes tens of bytes, and copies are made of them. */
const MAX_ELEMENTS = 2 ** 20;

/** How deep a value that a call makes from text may nest; what walks values does so by recursion. */
export const MAX_DEPTH = 500;

export const tooLong = (): string => `the string would have more than ${MAX_LENGTH} characters`;

/** The length, unless a text of it is too long to be made. */
export function boundedLength(length: number): number {
  if (length > MAX_LENGTH) throw new FunctionError(tooLong());
  return length;
}

/** The count, unless a collection of so many elements is too large to be made. */
export function boundedCount(count: number): number {
  if (count > MAX_ELEMENTS) throw new FunctionError(`the result would have more than ${MAX_ELEMENTS} elements`);
  return count;
}

/** A text that grows by parts, and stops the call before it is too long. */
export class BoundedText {
  text = '';

  add(part: string): void {
    boundedLength(this.text.length + part.length);
    this.text += part;
  }
}

/**
 * The result of a call, unless it is too large. Every result passes here; a function whose result can be much larger than its
 * arguments asks before it makes it.
 */
export function boundedResult(result: Value): Value {
  const value = unmark(result);
  if (typeof value === 'string') boundedLength(value.length);
  else if (isTupleValue(value)) boundedCount(value.length);
  else if (value instanceof ListValue || value instanceof SetValue) boundedCount(value.items.length);
  return result;
}
