import { storedProvider, valuesEqual, type ResourceChange } from '../../model/index.js';
import type { Move } from './moves.js';
import type { RefreshedObject } from '../refresh/refresh.js';

const NO_MOVES: ReadonlyMap<string, Move> = new Map();

/**
 * The difference between real infrastructure and state: objects changed (update) or gone (delete) outside of Landform.
 * With `reportMoves`, also objects that have only moved, which no change of the plan says.
 */
export function driftOf(
  objects: readonly RefreshedObject[],
  moves: ReadonlyMap<string, Move> = NO_MOVES,
  reportMoves = false,
): readonly ResourceChange[] {
  const drift: ResourceChange[] = [];
  for (const object of objects) {
    const { ref, resourceKey, address, remembered, value } = object;
    const move = ref.deposed === undefined ? moves.get(address) : undefined;
    const same = remembered === null || valuesEqual(remembered, value);
    if (same && !(reportMoves && move !== undefined)) continue;
    drift.push({
      address,
      resource: ref.resource,
      resourceKey,
      key: ref.key,
      ...(ref.deposed === undefined ? {} : { deposed: ref.deposed }),
      provider: storedProvider(ref.provider),
      ...(move === undefined ? {} : { previousAddress: move.from }),
      action: same ? 'no-op' : value === null ? 'delete' : 'update',
      before: remembered,
      after: value,
      replacePaths: [],
      dependencies: object.object?.dependencies ?? [],
      createBeforeDestroy: false,
      schemaVersion: object.schema.version,
    });
  }
  return drift;
}
