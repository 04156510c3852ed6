export { loadCdktfApp } from './cdktf/load.js';
export { generateBindings } from './cdktf/generator.js';
export type { CdktfApp, CdktfBindings, CdktfProvider } from './cdktf/settings.js';
export * from './folder.js';
export { loadModule, loadProgram, type LoadedProgram, type LoadedStack, type Program } from './load.js';
export { importedPaths } from './imported-paths.js';
export { moduleFinder } from './modules.js';
export { findProject, SETTINGS_FILE, type Project, type RequiredProviders } from './project.js';
export { decodeText } from './text-file.js';
