export { asmProvider, type AsmOptions } from './provider.js';
