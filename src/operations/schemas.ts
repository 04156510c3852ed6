import { providerSourceOf } from '../engine/index.js';
import { parseProviderConfig, type Configuration, type SchemaOf, type State } from '../model/index.js';
import type { ProviderSchemas, Providers } from '../providers/index.js';

/** Schemas and versions of the providers that a configuration and a state use. */
export interface UsedSchemas {
  readonly schemaOf: SchemaOf;
  readonly versions: Readonly<Record<string, string>>;
  readonly schemas: ReadonlyMap<string, ProviderSchemas>;
}

export async function schemasOf(
  providers: Providers,
  configuration: Configuration,
  state: State,
): Promise<UsedSchemas> {
  const sources = new Set<string>();
  for (const resource of configuration.resources.values())
    sources.add(providerSourceOf(configuration, resource.provider.name));
  for (const action of configuration.actions.values())
    sources.add(providerSourceOf(configuration, action.provider.name));
  for (const provider of configuration.providers.values()) sources.add(providerSourceOf(configuration, provider.name));
  for (const resource of state.resources.values())
    sources.add(parseProviderConfig(resource.provider)?.source ?? resource.provider);
  const schemas = new Map<string, ProviderSchemas>();
  for (const source of [...sources].sort()) {
    const found = await providers.schemas(source);
    if (found !== undefined) schemas.set(source, found);
  }
  return {
    schemas,
    versions: Object.fromEntries([...schemas].map(([source, found]) => [source, found.version])),
    schemaOf: (source, mode, type) => {
      const found = schemas.get(source);
      return mode === 'data' ? found?.dataSource(type) : found?.resource(type);
    },
  };
}
