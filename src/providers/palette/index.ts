export { paletteProvider, type PaletteOptions } from './provider.js';
