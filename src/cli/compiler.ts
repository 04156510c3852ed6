import { setFlagsFromString } from 'node:v8';

/**
 * Tells V8 to put little of other functions into those it optimizes: they are ready sooner. A command lives for about a
 * second, and what is inlined as far as V8 likes is often ready only when the phase that needed it is over. Very long runs
 * are no slower. To be called when most code is loaded: what is loaded from Node itself after a change of flags finds its
 * code cache refused.
 */
export function optimizeForShortRuns(): void {
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=100');
}
