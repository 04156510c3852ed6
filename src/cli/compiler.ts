import { setFlagsFromString } from 'node:v8';
import type { Emit } from '../model/index.js';

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

/** For a run that waits for services: most functions never get hot enough to be worth a processor that others need. */
const PATIENT_BUDGET = 540_672;

/** A call that takes longer, in milliseconds, waits for something outside of the process. */
const WAITS = 20;

const isV8OfNode20 = process.versions.v8.startsWith('11.3.');
const SETTINGS = isV8OfNode20 ? [INLINED, BUDGET] : [INLINED];

/** What was set, and has to be set again after code was compiled under V8's own flags. */
const changed = new Map<Setting, number>();

function set(setting: Setting, value: number): void {
  changed.set(setting, value);
  setFlagsFromString(`${setting.flag}=${value}`);
}

/**
 * Tells V8 to put little of other functions into those it optimizes, and to begin early: they are ready sooner. A command lives for
 * about a second, and what is inlined as far as V8 likes is often ready only when the phase that needed it is over. Very long runs
 * do not get slower.
 */
export function optimizeForShortRuns(): void {
  for (const setting of SETTINGS) set(setting, setting.ours);
}

/**
 * Passes events on, and at the first call that waits for a service lets V8 optimize late: between two answers there is time enough
 * for code that is slower, and optimizing what runs a thousand times takes more than it saves.
 */
export function noticingWaits(emit: Emit): Emit {
  let noticed = !isV8OfNode20;
  return (event) => {
    emit(event);
    if (noticed || (event.type !== 'refresh-complete' && event.type !== 'apply-complete')) return;
    if (event.elapsedMs < WAITS) return;
    noticed = true;
    set(BUDGET, PATIENT_BUDGET);
  };
}

/**
 * Tells V8 to collect garbage before there is more of it than of what is in use. For applies, which wait for calls and disks most of
 * their time; a plan alone would take a tenth longer.
 */
export function collectEarly(): void {
  set(GROWTH, GROWTH.ours);
}

/** Restores V8's own values: compiled code is accepted only under the flags with which it was made. */
export function asStarted(): void {
  for (const { flag, own } of changed.keys()) setFlagsFromString(`${flag}=${own}`);
}

/** Runs `compile` under V8's own values. Code that is loaded late, such as a provider's, would not be accepted otherwise. */
export function underOwnFlags<T>(compile: () => T): T {
  if (changed.size === 0) return compile();
  asStarted();
  try {
    return compile();
  } finally {
    for (const [{ flag }, value] of changed) setFlagsFromString(`${flag}=${value}`);
  }
}
