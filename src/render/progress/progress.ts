import type { Event } from '../../model/index.js';
import type { Line } from '../report.js';

/**
 * A fold over events: what there is to write now. It has no clock of its own; whoever drives it says what time it is, in
 * milliseconds from any start, and calls `tick` now and then.
 */
export interface Progress {
  event(event: Event, now: number): readonly Line[];
  tick(now: number): readonly Line[];
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Progress with a part that is drawn again and again, below what was written. */
export interface LiveProgress extends Progress {
  frame(now: number, size: Size): readonly Line[];
}

/** After this long a wait says what it waits for. */
export const PATIENCE_MS = 5_000;

/** How often a call that goes on gives a sign of life. */
export const SIGN_OF_LIFE_MS = 10_000;
