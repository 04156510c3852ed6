export { CONDUCTOR_SOURCE, conductorDefinition, conductorProvider, type ConductorOptions } from './provider.js';
