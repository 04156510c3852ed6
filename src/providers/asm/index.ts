export { asmDefinition, asmProvider, type AsmOptions } from './provider.js';
