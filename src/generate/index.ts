export { generateConstructs, type ConstructsOptions } from './constructs.js';
export type { ProviderSchemaJson } from './schema.js';
