import { createRequire } from 'node:module';

/**
 * A package, or one that the build made a file of (`#csv`, see scripts/build.mjs). It is loaded with the first call that needs it:
 * most commands need none, and loading costs them time.
 */
export function library(name: string): () => unknown {
  let loaded: unknown;
  return () => (loaded ??= createRequire(import.meta.url)(name));
}
