import type { ProviderSchemas } from '../provider.js';
import type { PluginCalls } from './calls.js';
import type { PluginHost } from './host.js';
import type { clientCapabilities } from './wire/common.js';
import type { Received } from './wire/message.js';

/** What the abilities of a plugin's provider share. */
export interface PluginParts {
  readonly host: PluginHost;
  readonly calls: PluginCalls;
  readonly schemas: ProviderSchemas;
}

/** Landform stores nothing that is deferred, and knows write-only attributes. */
export const CAPABILITIES: Partial<Received<typeof clientCapabilities>> = { writeOnlyAttributesAllowed: true };

export const bytesOf = (base64: string | undefined): Buffer | undefined =>
  base64 === undefined ? undefined : Buffer.from(base64, 'base64');

export const privateOf = (bytes: Uint8Array): { readonly private?: string } =>
  bytes.length === 0 ? {} : { private: Buffer.from(bytes).toString('base64') };
