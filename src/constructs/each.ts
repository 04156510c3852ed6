import type { Construct } from 'constructs';
import { ConstructError } from './error.js';
import { expressionOf } from './expression.js';
import { referenceTo, type AnyReference, type Input, type Ref } from './reference.js';
import { placeOf } from './scope.js';

/** How many there are of something. */
export interface Repetition {
  /** So many instances, told apart by `count.index`. */
  readonly count?: Input<number> | string | undefined;
  /** An instance for each element of a map, or of a list or set of strings; `each.key` and `each.value` tell them apart. */
  readonly forEach?: AnyReference | string | readonly Input<string>[] | Readonly<Record<string, unknown>> | undefined;
}

/** The language takes a map, or a set; a list of the program becomes a set. */
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

/** In a resource with `forEach`: the instance's key and value. */
export const each = {
  key: referenceTo('each.key', 'string') as Ref<string>,
  value: referenceTo('each.value', 'dynamic') as AnyReference,
};

/** In a resource with `count`: the instance's number, from 0. */
export const count = { index: referenceTo('count.index', 'number') as Ref<number> };

/** In a postcondition: the resource itself. */
export const self = referenceTo('self', 'dynamic') as AnyReference;
