import {
  expectedMs,
  forecastOfRun,
  limitMs,
  longestMs,
  type Forecast,
  type JsonObject,
  type Plan,
  type TimeForecast,
} from '../../model/index.js';
import { durationText } from '../duration.js';
import { countOf } from '../report.js';

/** Addresses of a chain that are named; the rest is counted. */
const NAMED = 4;

/** The forecast as a sentence; undefined where it says no more than the counts of the plan. */
export function forecastText({ calls, chain }: Forecast): string | undefined {
  const total = calls.reduce((sum, [, count]) => sum + count, 0);
  if (total < 2) return undefined;
  const parts = calls.map(([name, count]) => `${name} ${count}`).join(', ');
  if (chain.length < 2)
    return `Apply makes ${countOf(total, 'provider call')} (${parts}), none of which waits for another.`;
  const named = chain.slice(0, NAMED).join(', then ');
  const more = chain.length > NAMED ? `, then ${chain.length - NAMED} more` : '';
  return `Apply makes ${countOf(total, 'provider call')} (${parts}). The longest chain is ${chain.length} calls one after another: ${named}${more}.`;
}

/** How long an apply takes, and how sure that is. */
export function timeText(forecast: TimeForecast): string {
  const { calls, seen, asReads, limits } = forecast;
  const [expected, longest] = [wholeSeconds(expectedMs(forecast)), wholeSeconds(longestMs(forecast))];
  const other = calls - seen - asReads;
  const isSure = seen === calls;
  const upTo =
    seen > 0 && longest > expected ? `, or ${durationText(longest)} with the longest of such calls so far` : '';
  const limit = limits.find((one) => one.perSecond !== undefined && wholeSeconds(limitMs(one)) >= expected);
  return [
    `Apply takes ${isSure ? 'about' : 'at least'} ${durationText(expected)}${upTo}.`,
    ...(isSure ? [] : [`No earlier run made ${countOf(calls - seen, 'call')} like these.`]),
    ...(asReads > 0 ? [`${asReads} ${asReads === 1 ? 'is' : 'are'} counted with the time of a read.`] : []),
    ...(other > 0 ? [`${other} ${other === 1 ? 'is' : 'are'} not counted, as nothing is known of their time.`] : []),
    ...(limit === undefined
      ? []
      : [`${limit.provider} accepts ${countOf(limit.perSecond ?? 0, 'request')} per second.`]),
  ].join(' ');
}

/** How right a forecast was. */
export const tookText = (forecast: TimeForecast, calls: number, ms: number): string =>
  `It took ${durationText(wholeSeconds(ms))} and ${countOf(calls, 'provider call')}; ` +
  `${durationText(wholeSeconds(expectedMs(forecast)))} and ${forecast.calls} were forecast.`;

const wholeSeconds = (ms: number): number => 1000 * Math.round(ms / 1000);

/** The forecast of plans that one run applies; undefined if there is none. */
export function forecastOfPlans(
  plans: readonly { readonly name: string; readonly plan: Plan; readonly needs?: readonly string[] | undefined }[],
): TimeForecast | undefined {
  const forecast = plans.flatMap(({ name, plan, needs = [] }) =>
    plan.forecast === undefined ? [] : { name, of: plan.forecast, needs },
  );
  const places = new Map(forecast.map(({ name }, index) => [name, index]));
  return forecastOfRun(
    forecast.map(({ of, needs }) => ({ forecast: of, needs: needs.flatMap((need) => places.get(need) ?? []) })),
  );
}

/** For messages to programs. */
export const forecastJson = (forecast: TimeForecast): JsonObject => ({
  calls: forecast.calls,
  calls_seen_before: forecast.seen,
  seconds: Math.round(expectedMs(forecast) / 1000),
  longest_seconds: Math.round(longestMs(forecast) / 1000),
});
