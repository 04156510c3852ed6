import { forecastOfRun, type CallTimes, type TimeForecast } from '../../model/index.js';
import { keepDurations, together, type Durations } from './durations.js';

/** What an apply took, by the clock of the run. */
export interface Took {
  /** What was expected; undefined if that was too little to say, or if there were several waves. */
  readonly forecast: TimeForecast | undefined;
  readonly needs: readonly string[];
  readonly calls: number;
  readonly startedMs: number;
  readonly endedMs: number;
  readonly times: Durations;
}

/** The result of one wave after another: what the later ones take was not forecast. */
export function addTook(before: Took, now: Took): Took {
  const { calls, startedMs } = before;
  const times = sumOfTimes([before.times, now.times]);
  return { ...now, forecast: undefined, calls: calls + now.calls, startedMs, times };
}

function sumOfTimes(all: readonly Durations[]): Durations {
  const sums = new Map<string, CallTimes>();
  for (const times of all)
    for (const [kind, one] of times) {
      const known = sums.get(kind);
      sums.set(kind, known === undefined ? one : together(known, one));
    }
  return sums;
}

/** What an apply of several stacks took, and what was expected of those that a forecast was made for. */
export interface Timing {
  readonly forecast: TimeForecast;
  readonly calls: number;
  readonly ms: number;
}

interface Applied {
  readonly name: string;
  readonly took?: Took;
}

export function timingOf(stacks: readonly Applied[]): Timing | undefined {
  const taken = stacks.flatMap(({ name, took }) =>
    took?.forecast === undefined ? [] : [{ name, took, of: took.forecast }],
  );
  const places = new Map(taken.map(({ name }, index) => [name, index]));
  const forecast = forecastOfRun(
    taken.map(({ took, of }) => ({ forecast: of, needs: took.needs.flatMap((name) => places.get(name) ?? []) })),
  );
  if (forecast === undefined) return undefined;
  return {
    forecast,
    calls: taken.reduce((sum, { took }) => sum + took.calls, 0),
    ms: elapsedMs(taken.map(({ took }) => took)),
  };
}

const elapsedMs = (taken: readonly Took[]): number =>
  taken.reduce((end, { endedMs }) => Math.max(end, endedMs), -Infinity) -
  taken.reduce((start, { startedMs }) => Math.min(start, startedMs), Infinity);

/** Runs of less than this need no forecast. */
const WORTH_KEEPING_MS = 5000;

/** Remembers what the calls of a run took, for later forecasts. */
export async function keepTimes(directory: string, stacks: readonly Applied[]): Promise<void> {
  const taken = stacks.flatMap(({ took }) => took ?? []);
  if (taken.length === 0 || elapsedMs(taken) < WORTH_KEEPING_MS) return;
  await keepDurations(directory, sumOfTimes(taken.map(({ times }) => times)));
}
