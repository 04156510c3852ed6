import { usedProviderNames } from '../../model/index.js';
import type { ProviderSchemas } from '../../providers/provider.js';
import type { EngineContext } from '../context.js';
import { providerSourceOf } from '../walk/provider-configurations.js';

/** The schemas of every provider in the configuration, by its local name. */
export async function schemasByName({
  configuration,
  providers,
}: EngineContext): Promise<ReadonlyMap<string, ProviderSchemas | undefined>> {
  const schemas = new Map<string, ProviderSchemas | undefined>();
  for (const name of usedProviderNames(configuration))
    schemas.set(name, await providers.schemas(providerSourceOf(configuration, name)));
  return schemas;
}
