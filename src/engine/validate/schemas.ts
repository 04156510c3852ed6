import type { ProviderSchemas } from '../../providers/provider.js';
import type { EngineContext } from '../context.js';
import { providerSourceOf } from '../provider-configurations.js';

/** The schemas of every provider that the configuration names, by its name there. */
export async function schemasByName({
  configuration,
  providers,
}: EngineContext): Promise<ReadonlyMap<string, ProviderSchemas | undefined>> {
  const names = new Set<string>();
  for (const { name } of configuration.providers.values()) names.add(name);
  for (const { provider } of configuration.resources.values()) names.add(provider.name);
  for (const { provider } of configuration.actions.values()) names.add(provider.name);
  const schemas = new Map<string, ProviderSchemas | undefined>();
  for (const name of names) schemas.set(name, await providers.schemas(providerSourceOf(configuration, name)));
  return schemas;
}
