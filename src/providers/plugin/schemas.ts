import type { ProviderSource, Schema } from '../../model/index.js';
import type { ProviderSchemas } from '../provider.js';
import { readIdentitySchema, readSchema } from './schema/read.js';
import type { providerSchema } from './wire/common.js';
import { bytes } from './wire/fields.js';
import { message, type Received } from './wire/message.js';
import type { Protocol } from './wire/schemas.js';

/** What a plugin says about itself: schemas and abilities. */
export interface PluginDescription {
  readonly protocol: Protocol;
  readonly schema: Received<typeof providerSchema>;
  /** Encoded schemas of identities, by resource type. */
  readonly identities: ReadonlyMap<string, Uint8Array>;
}

const actionSchema = message({ schema: bytes(1) });

/** The schemas of a plugin. Each is decoded when its type is first used: a large provider has thousands. */
export function pluginSchemas(
  { protocol, schema, identities }: PluginDescription,
  source: ProviderSource,
  version: string,
): ProviderSchemas {
  const read = (encoded: Uint8Array): Schema => readSchema(encoded, protocol);
  const provider = once(() => read(schema.provider));
  const resource = lazily(schema.resourceSchemas, read);
  const dataSource = lazily(schema.dataSourceSchemas, read);
  const action = lazily(schema.actionSchemas, (encoded) => read(actionSchema.decode(encoded).schema));
  const ephemeral = lazily(schema.ephemeralResourceSchemas, read);
  const identity = lazily(identities, readIdentitySchema);
  const namesOf = (schemas: ReadonlyMap<string, Uint8Array>): (() => readonly string[]) =>
    once(() => [...schemas.keys()].sort());
  return {
    source,
    version,
    provider,
    resource,
    dataSource,
    action,
    identity,
    ephemeral,
    resourceTypes: namesOf(schema.resourceSchemas),
    dataSourceTypes: namesOf(schema.dataSourceSchemas),
    ephemeralTypes: namesOf(schema.ephemeralResourceSchemas),
    actionTypes: namesOf(schema.actionSchemas),
  };
}

/** The schema of what modules may tell the provider; undefined if it takes nothing. */
export const pluginMetaSchema = ({ protocol, schema }: PluginDescription): (() => Schema) | undefined =>
  schema.providerMeta.length === 0 ? undefined : once(() => readSchema(schema.providerMeta, protocol));

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function lazily(
  encoded: ReadonlyMap<string, Uint8Array>,
  read: (encoded: Uint8Array) => Schema,
): (type: string) => Schema | undefined {
  const decoded = new Map<string, Schema>();
  return (type) => {
    const known = decoded.get(type);
    if (known !== undefined) return known;
    const bytesOf = encoded.get(type);
    if (bytesOf === undefined) return undefined;
    const schema = read(bytesOf);
    decoded.set(type, schema);
    return schema;
  };
}
