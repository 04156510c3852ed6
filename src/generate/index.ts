export { generateConstructs } from './constructs.js';
export type { ProviderSchemaJson } from './schema.js';
