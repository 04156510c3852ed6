export { PALETTE_SOURCE, paletteEntry, paletteProvider, type PaletteOptions } from './provider.js';
