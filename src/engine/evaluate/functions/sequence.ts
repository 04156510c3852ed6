import {
  isInteger,
  isTupleValue,
  isWhollyKnown,
  ListValue,
  type Num,
  SetValue,
  standAlone,
  toBigInt,
  toDouble,
  type Type,
  typeName,
  typeOf,
  Unknown,
  unmark,
  type Value,
} from '../../../model/index.js';
import { ArgumentError } from './definition.js';

/** Items in order; `element` is their type in a list or set, and absent for a tuple. */
export interface Elements {
  readonly kind: 'list' | 'set' | 'tuple';
  readonly items: readonly Value[];
  readonly element?: Type;
}

/** The elements of a list, set or tuple; rejects any other argument. */
export function elementsIn(value: Value, index: number): Elements {
  const plain = unmark(value);
  if (isTupleValue(plain)) return { kind: 'tuple', items: plain };
  if (plain instanceof ListValue || plain instanceof SetValue) return plain;
  throw new ArgumentError(index, `must be a list, a set or a tuple, not ${typeName(typeOf(plain))}`);
}

/** The elements outside their list or set, which no longer determines the types of nulls. */
export const elementsAlone = ({ items, element }: Elements): readonly Value[] =>
  element === undefined ? items : items.map((item) => standAlone(item, element));

/** A whole number to count with; like Terraform, accepts 64 bits. */
export function wholeNumber(number: Num, index: number): number {
  if (typeof number === 'number' && Number.isSafeInteger(number)) return number;
  const fits = isInteger(number) && BigInt.asIntN(64, toBigInt(number)) === toBigInt(number);
  if (!fits) throw new ArgumentError(index, 'must be a 64-bit whole number');
  return toDouble(number);
}

/** Whether the number of elements is unknown: unknowns in a set may turn out to be equal. */
export function hasUnknownLength(value: Value): boolean {
  const plain = unmark(value);
  return plain instanceof Unknown || (plain instanceof SetValue && plain.items.length > 1 && !isWhollyKnown(plain));
}

/** The element type of the first argument. */
export function typeOfElements([list]: readonly [Value, ...Value[]]): Type {
  const type = typeOf(unmark(list));
  return typeof type !== 'string' && 'element' in type ? type.element : 'dynamic';
}
