import {
  impliedType,
  storedProvider,
  storedProviders,
  usedProviderNames,
  type ProviderSource,
  type ResourceAddress,
  type Type,
  configuredResource,
} from '../../model/index.js';
import type { ProviderSchemas } from '../../providers/provider.js';
import type { EngineContext } from '../context.js';
import { prepareFunctions } from './provider-functions.js';
import { providerSourceOf } from './provider-configurations.js';
import { schemaAt } from './schema-at.js';
import type { TypeOfResource } from './values.js';

/**
 * The types of all resources in configuration and state, looked up on demand. Afterwards expressions can call the
 * functions of providers.
 */
export async function resourceTypes(context: EngineContext): Promise<TypeOfResource> {
  const { configuration, state, providers } = context;
  await prepareFunctions(context);
  const schemas = new Map<ProviderSource, ProviderSchemas | undefined>();
  const learn = async (source: ProviderSource): Promise<void> => {
    if (!schemas.has(source)) schemas.set(source, await providers.schemas(source));
  };
  for (const provider of storedProviders(state)) await learn(storedProvider(provider).source);
  const sources = new Map<string, ProviderSource>();
  for (const name of usedProviderNames(configuration)) {
    const source = providerSourceOf(configuration, name);
    sources.set(name, source);
    await learn(source);
  }

  return (resourceKey) => {
    const configured = configuredResource(configuration, resourceKey);
    if (configured !== undefined) {
      const source = sources.get(configured.provider.name);
      return source === undefined ? undefined : typeIn(schemas.get(source), configured.address);
    }
    const known = state.resources.get(resourceKey);
    return known === undefined ? undefined : typeIn(schemas.get(storedProvider(known.provider).source), known.address);
  };
}

function typeIn(schemas: ProviderSchemas | undefined, address: ResourceAddress): Type | undefined {
  const schema = schemas && schemaAt(schemas, address);
  return schema === undefined ? undefined : impliedType(schema.block);
}
