export * from './folder.js';
export { loadModule, loadProgram, type LoadedProgram } from './load.js';
export { findProject } from './project.js';
