export type * from './provider.js';
export type * from './requests.js';
export type * from './source.js';
export { createCatalog, type OtherProviders, type ProviderFactory } from './catalog.js';
export { ProviderPool } from './pool.js';
export { replaceFile } from './replace-file.js';
export { builtinProviders } from './builtin/factories.js';
export { providerFactory } from './define.js';
export { providerSchemaJson } from './schema-json.js';
