import { providerSourceOf } from '../engine/index.js';
import {
  storedProvider,
  storedProviders,
  usedProviderNames,
  type Configuration,
  type ProviderSource,
  type SchemaOf,
  type State,
} from '../model/index.js';
import type { ProviderSchemas, Providers } from '../providers/index.js';

/** Schemas and versions of the providers that a configuration and states use. */
export interface UsedSchemas {
  readonly schemaOf: SchemaOf;
  readonly versions: Readonly<Record<string, string>>;
  readonly schemas: ReadonlyMap<string, ProviderSchemas>;
}

export async function schemasOf(
  providers: Providers,
  configuration: Configuration,
  ...states: readonly State[]
): Promise<UsedSchemas> {
  const sources = new Set<ProviderSource>();
  for (const name of usedProviderNames(configuration)) sources.add(providerSourceOf(configuration, name));
  for (const text of states.flatMap((state) => [...storedProviders(state)])) sources.add(storedProvider(text).source);
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
