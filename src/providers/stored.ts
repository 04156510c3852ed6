import { impliedType, valueFromJson, type JsonObject, type Schema, reasonOf } from '../model/index.js';
import { storedByNewerVersion, storedOfWrongType } from './diagnostics.js';
import type { UpgradeRequest, UpgradeResponse } from './requests.js';

/** Upgrades from each older version to the next; the first has index 0. */
export type Upgrades = readonly ((attributes: JsonObject) => JsonObject)[];

/**
 * A stored object as a value of the current schema: older forms are upgraded step by step, unknown attributes are
 * dropped.
 */
export function upgradeStored(schema: Schema, request: UpgradeRequest, upgrades: Upgrades = []): UpgradeResponse {
  if (request.version > schema.version) {
    return { state: null, diagnostics: [storedByNewerVersion(request.type, request.version, schema.version)] };
  }
  let attributes = request.attributes;
  for (let version = request.version; version < schema.version; version++) {
    attributes = upgrades[version]?.(attributes) ?? attributes;
  }
  try {
    return { state: valueFromJson(attributes, impliedType(schema.block)), diagnostics: [] };
  } catch (error) {
    return { state: null, diagnostics: [storedOfWrongType(request.type, reasonOf(error))] };
  }
}
