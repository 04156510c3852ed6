import { setFlagsFromString } from 'node:v8';

interface Setting {
  readonly flag: string;
  readonly ours: number;
  /** V8's own, under which compiled code is kept. */
  readonly own: number;
}

/** How much bytecode of other functions V8 puts into one that it optimizes. */
const INLINED: Setting = { flag: '--max-inlined-bytecode-size-cumulative', ours: 100, own: 920 };

/** How much bytecode a function runs before V8 asks whether to optimize it. Known of the V8 of Node.js 20 alone. */
const BUDGET: Setting = { flag: '--interrupt-budget', ours: 16_896, own: 67_584 };

/** By how many per cent the heap may grow between two collections; 0: as V8 likes, up to 300. */
const GROWTH: Setting = { flag: '--heap-growing-percent', ours: 100, own: 0 };

const SETTINGS = process.versions.v8.startsWith('11.3.') ? [INLINED, BUDGET] : [INLINED];

/**
 * Tells V8 to put little of other functions into those it optimizes, and to begin early: they are ready sooner. A command lives for
 * about a second, and what is inlined as far as V8 likes is often ready only when the phase that needed it is over. Very long runs
 * do not get slower. Call it when most code is loaded: compiled code that was kept is accepted only under the flags with
 * which it was made, Node's own included.
 */
export function optimizeForShortRuns(): void {
  for (const { flag, ours } of SETTINGS) setFlagsFromString(`${flag}=${ours}`);
}

/**
 * Tells V8 to collect garbage before there is more of it than of what is in use. For applies, which wait for calls and disks most of
 * their time; a plan alone would take a tenth longer.
 */
export function collectEarly(): void {
  setFlagsFromString(`${GROWTH.flag}=${GROWTH.ours}`);
}

/** Restores V8's default, with which compiled code can be cached. */
export function asStarted(): void {
  for (const { flag, own } of [...SETTINGS, GROWTH]) setFlagsFromString(`${flag}=${own}`);
}
