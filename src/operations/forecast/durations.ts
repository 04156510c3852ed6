import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Fields, JsonSyntaxError, parseJson, ShapeError, type CallTimes } from '../../model/index.js';
import { replaceFile } from '../../providers/index.js';

/** How long calls took on this machine, by kind. Only forecasts need it, so what cannot be read or written is left. */
export type Durations = ReadonlyMap<string, CallTimes>;

const fileIn = (directory: string): string => path.join(directory, '.landform', 'durations.json');

/** Later runs count more: what is older than about so many calls fades. */
const MEMORY = 100;

/** Kinds of calls that are kept; the ones that were not made for longest are dropped. */
const MOST_KINDS = 1000;

export function readDurations(directory: string): Durations {
  try {
    const fields = new Fields(parseJson(readFileSync(fileIn(directory), 'utf8')), 'durations.json');
    const kinds = fields.fields('calls');
    return new Map(kinds.names().map((kind) => [kind, timesOf(kinds.fields(kind))]));
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof ShapeError || isSystemError(error)) return new Map();
    throw error;
  }
}

const timesOf = (fields: Fields): CallTimes => ({
  calls: fields.count('calls'),
  totalMs: fields.count('totalMs'),
  mostMs: fields.count('mostMs'),
});

/** Adds what a run took. Two runs at the same time lose the times of one. */
export async function keepDurations(directory: string, taken: Durations): Promise<void> {
  if (taken.size === 0) return;
  const all = new Map(readDurations(directory));
  for (const [kind, times] of taken) {
    const known = all.get(kind);
    all.delete(kind);
    all.set(kind, known === undefined ? faded(times, 0) : together(faded(known, times.calls), faded(times, 0)));
  }
  const calls = Object.fromEntries([...all].slice(-MOST_KINDS));
  try {
    mkdirSync(path.join(directory, '.landform'), { recursive: true });
    await replaceFile(fileIn(directory), Buffer.from(`${JSON.stringify({ version: 1, calls }, null, 1)}\n`), 0o600);
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}

export const together = (left: CallTimes, right: CallTimes): CallTimes => ({
  calls: left.calls + right.calls,
  totalMs: left.totalMs + right.totalMs,
  mostMs: Math.max(left.mostMs, right.mostMs),
});

/** As if there had been so few calls that with the new ones there are at most as many as are remembered. */
function faded({ calls, totalMs, mostMs }: CallTimes, newer: number): CallTimes {
  const kept = Math.min(calls, Math.max(1, MEMORY - newer));
  // The longest one is forgotten with the calls among which it was.
  const longest = kept < calls ? Math.round(Math.max(totalMs / calls, (mostMs * kept) / calls)) : mostMs;
  return { calls: kept, totalMs: Math.round((totalMs * kept) / Math.max(1, calls)), mostMs: longest };
}

const isSystemError = (error: unknown): boolean => error instanceof Error && 'syscall' in error;
