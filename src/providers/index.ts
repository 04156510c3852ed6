export type * from './provider.js';
export type * from './requests.js';
export type * from './source.js';
export { createCatalog, type Catalog, type ProviderFactory } from './catalog.js';
export { ProviderPool, type PoolOptions } from './pool.js';
export { builtinProviders, type BuiltinOptions } from './builtin/factories.js';
export { providerFactory } from './define.js';
export { providerSchemaJson } from './schema-json.js';
