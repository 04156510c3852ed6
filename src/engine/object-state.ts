import {
  formatProviderConfig,
  impliedType,
  mapKeysIn,
  markPaths,
  sensitivePaths,
  unmarkDeep,
  valueToJson,
  type JsonObject,
  type ObjectState,
  type ProviderConfigAddress,
  type ProviderSource,
  type Schema,
  type Value,
} from '../model/index.js';

export interface ObjectMeta {
  readonly status: ObjectState['status'];
  readonly private?: string | undefined;
  readonly dependencies: readonly string[];
  readonly createBeforeDestroy: boolean;
}

/** Converts a resource value with its marks to the form stored in state. Write-only attributes must already be null. */
export function toObjectState(value: Value, schema: Schema, meta: ObjectMeta): ObjectState {
  const sensitive = sensitivePaths(value);
  const mapKeys = mapKeysIn(value, sensitive);
  return {
    status: meta.status,
    schemaVersion: schema.version,
    attributes: valueToJson(unmarkDeep(value), impliedType(schema.block)) as JsonObject,
    sensitivePaths: sensitive,
    ...(mapKeys.length === 0 ? {} : { sensitiveMapKeys: mapKeys }),
    ...(meta.private === undefined ? {} : { private: meta.private }),
    dependencies: meta.dependencies,
    createBeforeDestroy: meta.createBeforeDestroy,
  };
}

/** Restores the marks stored in state. */
export function withStateMarks(value: Value, stored: ObjectState): Value {
  return stored.sensitivePaths.length === 0 ? value : markPaths(value, stored.sensitivePaths);
}

const texts = new Map<ProviderSource, string>();

/** The `provider["…"]` text in state. Every resource in state has one, so equal sources share one string. */
export function providerText({ source, alias }: ProviderConfigAddress): string {
  if (alias !== undefined) return formatProviderConfig(source, alias);
  let text = texts.get(source);
  if (text === undefined) texts.set(source, (text = formatProviderConfig(source)));
  return text;
}
