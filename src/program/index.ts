export * from './folder.js';
export { loadModule, loadProgram, type Program, type LoadedProgram } from './load.js';
export { moduleFinder } from './modules.js';
export { findProject } from './project.js';
export { decodeText } from './text-file.js';
