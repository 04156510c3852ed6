import type { Construct } from 'constructs';
import { ConstructError } from './error.js';
import { expressionOf } from './expression.js';
import { referenceTo, type AnyReference, type Input } from './reference.js';
import { placeOf } from './scope.js';

/** The number of instances of an element. */
export interface Repetition {
  /** The number of instances, distinguished by `count.index`. */
  readonly count?: Input<number> | string | undefined;
  /** One instance for each element of a map, or of a list or set of strings, distinguished by `each.key` and `each.value`. */
  readonly forEach?: AnyReference | string | readonly Input<string>[] | Readonly<Record<string, unknown>> | undefined;
}

/** Converts a list to a set, since the language accepts only a map or a set. */
export function eachOf(forEach: Repetition['forEach']): unknown {
  if (!Array.isArray(forEach)) return forEach;
  return referenceTo(`toset(${expressionOf(forEach)})`, 'dynamic');
}

export function onlyOne(construct: Construct, { count: counted, forEach }: Repetition): void {
  if (counted === undefined || forEach === undefined) return;
  throw new ConstructError(
    'count-and-for-each',
    `${construct.node.path} has both count and forEach`,
    'Use one of them. With forEach, removing one item does not affect the other instances.',
    placeOf(construct),
  );
}

/** The instance's key and value, in a resource with `forEach`. */
export const each = {
  key: referenceTo('each.key', 'string'),
  value: referenceTo('each.value', 'dynamic'),
};

/** The instance's number, counted from 0, in a resource with `count`. */
export const count = { index: referenceTo('count.index', 'number') };

/** The resource itself, in a postcondition. */
export const self = referenceTo('self', 'dynamic');
