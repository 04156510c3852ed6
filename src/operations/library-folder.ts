import { fileURLToPath } from 'node:url';

/** Where this code is installed: as bundles two folders deep, as sources as well. */
export const LIBRARY = fileURLToPath(new URL('../..', import.meta.url));
