export { paletteDefinition, paletteProvider, type PaletteOptions } from './provider.js';
