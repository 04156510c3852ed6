export * from './folder.js';
export { loadModule, loadProgram, type LoadedProgram, type LoadedStack } from './load.js';
export { findProject, type FoundProject, type Project, type StackSettings } from './project.js';
