import { FunctionError } from './definition.js';

/** The longest text a short call may produce, in UTF-16 units: half of what a JavaScript string can hold. */
const MAX_LENGTH = 2 ** 28;

/** The most elements a short call may produce. Each takes tens of bytes, and copies are made of them. */
const MAX_ELEMENTS = 2 ** 20;

/** The length, unless a text of it is too long to be made. */
export function boundedLength(length: number): number {
  if (length > MAX_LENGTH) throw new FunctionError(`the text would have more than ${MAX_LENGTH} characters`);
  return length;
}

/** The count, unless a collection of so many elements is too large to be made. */
export function boundedCount(count: number): number {
  if (count > MAX_ELEMENTS) throw new FunctionError(`there would be more than ${MAX_ELEMENTS} elements`);
  return count;
}
