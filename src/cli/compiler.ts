import { setFlagsFromString } from 'node:v8';

/** How much bytecode of other functions V8 puts into one that it optimizes. */
const INLINED = '--max-inlined-bytecode-size-cumulative';

/**
 * Tells V8 to put little of other functions into those it optimizes: they are ready sooner. A command lives for about a
 * second, and what is inlined as far as V8 likes is often ready only when the phase that needed it is over. Very long runs
 * are no slower. To be called when most code is loaded: compiled code that was kept is accepted only under the flags with
 * which it was made, Node's own included.
 */
export function optimizeForShortRuns(): void {
  setFlagsFromString(`${INLINED}=100`);
}

/** Back to V8's own choice, under which compiled code can be kept. */
export function asStarted(): void {
  setFlagsFromString(`${INLINED}=920`);
}
