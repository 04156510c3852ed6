import { addNumbers, type Num } from '../../../model/index.js';
import { FunctionError } from './definition.js';

export const noResult = (): FunctionError => new FunctionError('there is no result for these numbers');

/** The sum of two numbers; fails the call for infinities of opposite sign. */
export function added(left: Num, right: Num): Num {
  const sum = addNumbers(left, right);
  if (sum === undefined) throw noResult();
  return sum;
}
