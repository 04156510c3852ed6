import type { ObjectRef, ObjectState, RefreshedEntry } from '../../model/index.js';
import { mergeDependencies } from '../graph/ancestry.js';
import { sameList } from '../graph/shared-lists.js';

const NOTHING: readonly RefreshedEntry[] = [];

/**
 * Updates the order of an existing object in state: its dependencies and `create_before_destroy` follow the
 * configuration. If the object itself does not change (`stays`), that is final. Otherwise it keeps its old dependencies
 * as well until a step changes it.
 */
export function settledOrder(
  { dependencies: configured, createBeforeDestroy }: Pick<ObjectState, 'dependencies' | 'createBeforeDestroy'>,
  ref: ObjectRef,
  object: ObjectState,
  stays: boolean,
): readonly RefreshedEntry[] {
  const dependencies = stays ? configured : mergeDependencies(object.dependencies, configured);
  if (object.createBeforeDestroy === createBeforeDestroy && sameList(object.dependencies, dependencies)) return NOTHING;
  return [{ ref, object: { ...object, dependencies, createBeforeDestroy } }];
}
