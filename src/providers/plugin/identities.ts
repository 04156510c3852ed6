import type { ProviderSchemas } from '../provider.js';
import type { Identified } from '../requests.js';
import { decodeBlock, encodeBlock } from './values/dynamic-value.js';
import type { identityData } from './wire/common.js';
import type { Received } from './wire/message.js';

/** Identities of objects, which only some types have. */
export class PluginIdentities {
  readonly #schemas: ProviderSchemas;

  constructor(schemas: ProviderSchemas) {
    this.#schemas = schemas;
  }

  encode(type: string, { identity }: Identified) {
    const schema = identity === undefined ? undefined : this.#schemas.identity?.(type);
    return identity === undefined || schema === undefined
      ? undefined
      : { identityData: encodeBlock(identity, schema.block) };
  }

  of(type: string, data: Received<typeof identityData> | undefined): Identified {
    const schema = this.#schemas.identity?.(type);
    if (schema === undefined || data?.identityData === undefined) return {};
    const identity = decodeBlock(data.identityData, schema.block);
    return identity === null ? {} : { identity };
  }
}
