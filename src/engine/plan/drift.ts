import { formatInstance, formatResource, valuesEqual, type ResourceChange } from '../../model/index.js';
import { providerOf, type RefreshedObject } from '../refresh/refresh.js';

/** How the world differs from memory: objects changed (update) or gone (delete) behind our back. */
export function driftOf(objects: readonly RefreshedObject[]): readonly ResourceChange[] {
  const drift: ResourceChange[] = [];
  for (const object of objects) {
    const { ref, remembered, value } = object;
    if (remembered === null || valuesEqual(remembered, value)) continue;
    const resourceKey = formatResource(ref.resource);
    drift.push({
      address: formatInstance(resourceKey, ref.key),
      resource: ref.resource,
      resourceKey,
      key: ref.key,
      ...(ref.deposed === undefined ? {} : { deposed: ref.deposed }),
      provider: providerOf(ref),
      action: value === null ? 'delete' : 'update',
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
