import {
  formatProviderConfig,
  impliedType,
  mapKeysIn,
  markPaths,
  sensitivePaths,
  unmarkDeep,
  valueFromJson,
  valueToJson,
  type JsonObject,
  type ObjectState,
  type ProviderConfigAddress,
  type ProviderReference,
  type ProviderSource,
  type Schema,
  type Value,
} from '../model/index.js';
import type { ProviderSchemas } from '../providers/provider.js';
import type { Identified, UpgradeRequest } from '../providers/requests.js';

export interface ObjectMeta {
  readonly status: ObjectState['status'];
  readonly private?: string | undefined;
  readonly dependencies: readonly string[];
  readonly createBeforeDestroy: boolean;
  readonly identity?: StoredIdentity | undefined;
}

/** The part of a stored object that is its identity. */
export type StoredIdentity = Pick<ObjectState, 'identity' | 'identitySchemaVersion'>;

/**
 * A provider's identity for an object, as it is stored. Where the provider returns none, the stored one is kept: an older
 * version of it may not know identities.
 */
export function identityState(
  schemas: ProviderSchemas,
  type: string,
  identity: Value | undefined,
  stored: StoredIdentity | undefined,
): StoredIdentity | undefined {
  const schema = identity === undefined ? undefined : schemas.identity?.(type);
  if (identity === undefined || schema === undefined) return stored;
  const json = valueToJson(identity, impliedType(schema.block));
  return json === null ? stored : { identity: json as JsonObject, identitySchemaVersion: schema.version };
}

/** The stored identity as a value of the current identity schema. */
export function storedIdentity(schemas: ProviderSchemas, type: string, stored: StoredIdentity | undefined): Identified {
  const schema = stored?.identity === undefined ? undefined : schemas.identity?.(type);
  if (stored?.identity === undefined || schema?.version !== (stored.identitySchemaVersion ?? 0)) return {};
  return { identity: valueFromJson(stored.identity, impliedType(schema.block)) };
}

/** The stored identity of any version, for the provider to upgrade. */
export const identityToUpgrade = ({
  identity,
  identitySchemaVersion = 0,
}: StoredIdentity): Pick<UpgradeRequest, 'identity'> =>
  identity === undefined ? {} : { identity: { version: identitySchemaVersion, attributes: identity } };

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
    ...identityOf(meta.identity),
  };
}

/** Restores the marks stored in state. */
export function withStateMarks(value: Value, stored: ObjectState): Value {
  return stored.sensitivePaths.length === 0 ? value : markPaths(value, stored.sensitivePaths);
}

/** The configuration of a provider that a resource or an action refers to. */
export const configurationOf = (
  source: ProviderSource,
  { alias, module }: ProviderReference,
): ProviderConfigAddress => ({
  source,
  ...(alias !== undefined && { alias }),
  ...(module !== undefined && { module }),
});

const texts = new Map<ProviderSource, string>();

/** The `provider["…"]` text in state. Every resource in state has one, so equal sources share one string. */
export function providerText({ source, alias, module }: ProviderConfigAddress): string {
  if (alias !== undefined || module !== undefined) return formatProviderConfig(source, alias, module);
  let text = texts.get(source);
  if (text === undefined) texts.set(source, (text = formatProviderConfig(source)));
  return text;
}

/** The identity alone, also of a whole object. */
function identityOf(stored: StoredIdentity | undefined): StoredIdentity {
  if (stored?.identity === undefined) return {};
  const { identity, identitySchemaVersion } = stored;
  return { identity, ...(identitySchemaVersion === undefined ? {} : { identitySchemaVersion }) };
}
