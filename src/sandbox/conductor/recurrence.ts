import { Refused } from './refusal.js';

/** When a schedule runs: the relevant members of a request (Conductor document, section Execution Schedules). */
export interface Rule {
  readonly recurrence?: string | null;
  readonly count?: number | null;
  readonly weekdays?: readonly string[] | null;
  readonly rrule?: string;
}

export interface Timing {
  readonly rule: Rule;
  readonly since: Date;
  readonly until: Date | undefined;
  readonly runs: number;
}

/** `%Y-%m-%d %H:%M:%S`, with or without leading zeros, in UTC. */
export function moment(text: string): Date {
  const parts = /^(\d{4})-(\d{1,2})-(\d{1,2}) (\d{1,2}):(\d{1,2}):(\d{1,2})$/.exec(text)?.slice(1).map(Number);
  const [year = Number.NaN, month = 1, day, hour, minute, second] = parts ?? [];
  const date = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  if (Number.isNaN(date.getTime())) throw new Refused(400, `${text} is not a legal time format`);
  return date;
}

type Unit = 'minutes' | 'hours' | 'days' | 'weeks' | 'months' | 'years';

interface Step {
  readonly count: number;
  readonly unit: Unit;
}

const WORDS: readonly (readonly [RegExp, Unit])[] = [
  [/^min(ute)?s?$/, 'minutes'],
  [/^h(our)?s?$/, 'hours'],
  [/^d(ay)?s?$/, 'days'],
  [/^w(eek)?s?$/, 'weeks'],
  [/^mo(nth)?s?$/, 'months'],
  [/^y(ear)?s?$/, 'years'],
];

/** The frequency and the interval of an iCalendar rule; the other parts are ignored. */
function stepOf(rule: Rule): Step | undefined {
  if (rule.rrule !== undefined) {
    const parts = new Map(
      rule.rrule
        .replace(/^RRULE:/, '')
        .split(';')
        .map((part): [string, string] => {
          const [name = '', value = ''] = part.split('=');
          return [name, value];
        }),
    );
    const unit = FREQUENCIES[parts.get('FREQ') ?? ''];
    if (unit === undefined) throw new Refused(400, 'invalid RRULE string provided');
    return { count: Number(parts.get('INTERVAL') ?? 1), unit };
  }
  if (rule.recurrence === undefined || rule.recurrence === null) return undefined;
  const [, count = '', word = ''] = /^(\d+) ?([a-z]+)$/.exec(rule.recurrence) ?? [];
  const unit = WORDS.find(([pattern]) => pattern.test(word))?.[1];
  if (unit === undefined) throw new Refused(400, `${rule.recurrence} is not a legal recurrence expression`);
  return { count: Number(count), unit };
}

const FREQUENCIES: Readonly<Record<string, Unit>> = {
  MINUTELY: 'minutes',
  HOURLY: 'hours',
  DAILY: 'days',
  WEEKLY: 'weeks',
  MONTHLY: 'months',
  YEARLY: 'years',
};

const LENGTHS: Readonly<Partial<Record<Unit, number>>> = {
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
  weeks: 604_800_000,
};

const DAY = 86_400_000;

const WEEKDAYS = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];

/** More than the minutes of a week. */
const MOST_PERIODS = 20_000;

/** Refuses unknown weekdays, and positions in a month without a monthly or yearly recurrence. */
export function refuseBadWeekdays(weekdays: readonly string[] = [], recurrence: string | null | undefined): void {
  const unit = typeof recurrence === 'string' ? stepOf({ recurrence })?.unit : undefined;
  for (const weekday of weekdays) {
    const parts = /^([1-4]|l-)?(su|mo|tu|we|th|fr|sa)$/.exec(weekday.toLowerCase());
    if (parts === null) throw new Refused(400, `weekdays list contains an invalid weekday \`${weekday}\``);
    if (parts[1] !== undefined && unit !== 'months' && unit !== 'years')
      throw new Refused(
        400,
        `complex weekday expression ${weekday} can only be used with a months|years recurrence, but got ${unit ?? 'none'}.`,
      );
  }
}

/** The first time after `after` (or at it, if it has never run); undefined if it will not run again. */
export function nextTime({ rule, since, until, runs }: Timing, after: Date): Date | undefined {
  let left = rule.count ?? Number.POSITIVE_INFINITY;
  for (const at of occurrences(rule, since, after)) {
    if (left <= 0 || (until !== undefined && at > until)) return undefined;
    left -= 1;
    if (runs === 0 ? at >= after : at > after) return at;
  }
  return undefined;
}

/** Every time of a rule, from `since` on; long past ones are omitted, unless the rule counts. */
function* occurrences(rule: Rule, since: Date, after: Date): Generator<Date> {
  const step = stepOf(rule);
  if (step === undefined) {
    yield since;
    return;
  }
  const first = typeof rule.count === 'number' ? 0 : Math.max(0, periodsBetween(since, after, step) - 1);
  for (let period = first; period < first + MOST_PERIODS; period++)
    yield* daysOf(rule, since, step, period).filter((at) => at >= since);
}

function periodsBetween(since: Date, after: Date, { count, unit }: Step): number {
  const length = LENGTHS[unit] ?? (unit === 'months' ? 31 : 366) * DAY;
  return Math.floor((after.getTime() - since.getTime()) / (length * count));
}

/** The times of one period: the nth step from `since`, or the weekdays in its week, month or year. */
function daysOf(rule: Rule, since: Date, { count, unit }: Step, period: number): Date[] {
  const weekdays = rule.weekdays ?? [];
  const steps = period * count;
  const length = LENGTHS[unit];
  const isBare = weekdays.length === 0;
  if (length !== undefined) {
    const at = new Date(since.getTime() + steps * length);
    if (isBare) return [at];
    if (unit !== 'weeks') return onWeekdays([at], weekdays);
    const monday = at.getTime() - ((at.getUTCDay() + 6) % 7) * DAY;
    return onWeekdays(daysFrom(new Date(monday), 7), weekdays);
  }
  const months = unit === 'months' ? steps : steps * 12;
  if (isBare) {
    const at = new Date(since);
    at.setUTCMonth(at.getUTCMonth() + months);
    // A month without such a day is skipped.
    return at.getUTCDate() === since.getUTCDate() ? [at] : [];
  }
  const start = new Date(since);
  start.setUTCMonth(unit === 'months' ? start.getUTCMonth() + months : months, 1);
  const end = new Date(start);
  end.setUTCMonth(end.getUTCMonth() + (unit === 'months' ? 1 : 12));
  return onWeekdays(daysFrom(start, Math.round((end.getTime() - start.getTime()) / DAY)), weekdays);
}

function daysFrom(start: Date, count: number): Date[] {
  return Array.from({ length: count }, (_, index) => new Date(start.getTime() + index * DAY));
}

/** The days on one of the weekdays: `mo` each Monday, `2mo` the second one, `l-fr` the last Friday. */
function onWeekdays(days: readonly Date[], weekdays: readonly string[]): Date[] {
  const chosen = new Set(
    weekdays.flatMap((weekday) => {
      const [, position, name] = /^(l-|[1-4])?(..)$/.exec(weekday.toLowerCase()) ?? [];
      const named = days.filter((day) => WEEKDAYS[day.getUTCDay()] === name);
      if (position === undefined) return named;
      return named.at(position === 'l-' ? -1 : Number(position) - 1) ?? [];
    }),
  );
  return days.filter((day) => chosen.has(day));
}
