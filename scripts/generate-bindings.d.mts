import type { generateConstructs } from '../src/generate/index.js';
import type { acloudProvider } from '../src/providers/acloud/index.js';
import type { builtinProviders, providerSchemaJson } from '../src/providers/index.js';

export function bindings(rooms: {
  readonly generateConstructs: typeof generateConstructs;
  readonly providerSchemaJson: typeof providerSchemaJson;
  readonly builtinProviders: typeof builtinProviders;
  readonly acloudProvider: typeof acloudProvider;
}): Promise<Readonly<Record<string, string>>>;
