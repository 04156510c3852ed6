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
  const names = new Set<string>();
  for (const { provider } of configuration.resources.values()) names.add(provider.name);
  for (const { provider } of configuration.actions.values()) names.add(provider.name);
  for (const { name } of configuration.providers.values()) names.add(name);
  const texts = new Set<string>();
  for (const { provider } of state.resources.values()) texts.add(provider);
  const sources = new Set([...names].map((name) => providerSourceOf(configuration, name)));
  for (const text of texts) sources.add(parseProviderConfig(text)?.source ?? text);
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
