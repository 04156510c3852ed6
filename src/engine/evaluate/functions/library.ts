import { createRequire } from 'node:module';

/**
 * Loads a package, or one that the build bundles into a file (`#csv`, see scripts/build.mjs), on the first call that
 * needs it: most commands need none, and loading takes time.
 */
export function library(name: string): () => unknown {
  let loaded: unknown;
  return () => (loaded ??= createRequire(import.meta.url)(name));
}
