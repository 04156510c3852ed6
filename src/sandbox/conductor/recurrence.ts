import { Refused } from './refusal.js';

/** When a schedule runs: the members of a request that say so (Conductor document, section Execution Schedules). */
export interface Rule {
  readonly recurrence?: string;
  readonly count?: number;
  readonly weekdays?: readonly string[];
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

/** Of iCalendar the frequency and the interval; the rest of a rule does not matter here. */
function stepOf(rule: Rule): Step | undefined {
  if (rule.rrule !== undefined) {
    const parts = new Map(
      rule.rrule
        .replace(/^RRULE:/, '')
        .split(';')
        .map((part) => part.split('=') as [string, string]),
    );
    const unit = FREQUENCIES[parts.get('FREQ') ?? ''];
    if (unit === undefined) throw new Refused(400, 'invalid RRULE string provided');
    return { count: Number(parts.get('INTERVAL') ?? 1), unit };
  }
  if (rule.recurrence === undefined) return undefined;
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

const WEEKDAYS = ['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'];

/** How many steps are looked at: past these nothing on those weekdays comes any more. */
const MOST_STEPS = 1000;

/** The first time after `after` (or at it, when it has never run); undefined when it runs no more. */
export function nextTime({ rule, since, until, runs }: Timing, after: Date): Date | undefined {
  if (rule.count !== undefined && runs >= rule.count) return undefined;
  const step = stepOf(rule);
  let at = since;
  for (let taken = 0; taken < MOST_STEPS; taken++) {
    const isAhead = runs === 0 ? at >= after : at > after;
    if (isAhead && isOnWeekday(rule, at)) return until !== undefined && at > until ? undefined : at;
    if (step === undefined) return undefined;
    at = advanced(since, at, after, step);
  }
  return undefined;
}

/** One step further; over what has long passed in one leap, where steps are of one length. */
function advanced(since: Date, at: Date, after: Date, { count, unit }: Step): Date {
  const length = LENGTHS[unit];
  if (length !== undefined) {
    const whole = length * count;
    const passed = Math.floor((after.getTime() - since.getTime()) / whole);
    const leap = since.getTime() + Math.max(passed, 0) * whole;
    return new Date(Math.max(leap, at.getTime() + whole));
  }
  const next = new Date(at);
  next.setUTCMonth(next.getUTCMonth() + count * (unit === 'years' ? 12 : 1));
  return next;
}

/** `mo`, or of a month: `2mo` is its second Monday, `l-fr` its last Friday. */
function isOnWeekday({ weekdays }: Rule, at: Date): boolean {
  if (weekdays === undefined || weekdays.length === 0) return true;
  const name = WEEKDAYS[at.getUTCDay()]!;
  const which = Math.ceil(at.getUTCDate() / 7);
  const days = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  const isLast = at.getUTCDate() + 7 > days;
  return weekdays.some((day) => day === name || day === `${which}${name}` || (isLast && day === `l-${name}`));
}
