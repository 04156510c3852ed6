import type { Event } from '../../model/index.js';
import type { Line } from '../report.js';

/**
 * A fold over events that returns the text to write now. It has no clock of its own; the caller passes the time, in
 * milliseconds from any start, and calls `tick` at intervals.
 */
export interface Progress {
  event(event: Event, now: number): readonly Line[];
  tick(now: number): readonly Line[];
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Progress with a part that is redrawn below what was written. */
export interface LiveProgress extends Progress {
  frame(now: number, size: Size): readonly Line[];
}

/** After this time, a wait reports its reason. */
export const PATIENCE_MS = 5_000;

/** Interval of progress reports for a running call. */
export const SIGN_OF_LIFE_MS = 10_000;
