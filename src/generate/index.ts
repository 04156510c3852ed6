export { generateConstructs } from './constructs.js';
export type { ProviderSchemaJson } from './schema.js';
export { guidePage } from './guide/page.js';
export type { Entry, Example, Guide, Importing, ResourceEntry } from './guide/guide.js';
export { emulatedApi, type EmulatedApi } from './openapi/emulated.js';
export { providerFiles, runnableFiles } from './openapi/files.js';
export { trialsOf, type Trial } from './openapi/trial.js';
export type { LeftOut, ProviderGuess } from './openapi/guess.js';
export { guessProvider, type GuessOptions } from './openapi/provider-guess.js';
