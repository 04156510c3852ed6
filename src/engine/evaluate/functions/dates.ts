import { Unknown } from '../../../model/index.js';
import {
  ArgumentError,
  define,
  type FunctionDefinition,
  surroundingsOf,
  textParameter,
  varyingOf,
} from './definition.js';
import { type Duration, parseDuration } from './duration.js';

/** A point in time, with the UTC offset it was written with. */
interface Time {
  /** Seconds since 1970, in UTC. */
  readonly seconds: number;
  readonly nanoseconds: number;
  /** Minutes east of UTC. */
  readonly offset: number;
}

/** A point in time as a clock at its offset shows it. */
interface Clock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly offset: number;
}

const FORM = /^(\d{4})-(\d\d)-(\d\d)T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(\.\d+)?(?:Z|([+-])([01]\d|2[0-3]):([0-5]\d))$/;
const ADVICE = 'Write it as RFC 3339, such as 2026-01-31T12:00:00Z.';

/** Parses a timestamp; rejects the argument if it is not one. */
function timeOf(text: string, index: number): Time {
  const match = FORM.exec(text);
  if (match === null) throw notTime(text, index);
  const [, year, month, day, hour, minute, second, fraction = '', sign, hours = '0', minutes = '0'] = match;
  const days = dayNumber(Number(year), Number(month), Number(day));
  if (days === undefined) throw notTime(text, index);
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  return {
    seconds: days * 86_400 + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offset * 60,
    nanoseconds: Number(fraction.slice(1, 10).padEnd(9, '0')),
    // Turns negative zero into zero.
    offset: offset + 0,
  };
}

const notTime = (text: string, index: number): ArgumentError =>
  new ArgumentError(index, 'is not a timestamp', {
    revealing: `is not a timestamp: ${JSON.stringify(text)}`,
    advice: ADVICE,
  });

/** Days since 1970-01-01 in the Gregorian calendar, extended to any year; undefined for a day that does not exist. */
function dayNumber(year: number, month: number, day: number): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // A month or a day that does not exist moves the date.
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return date.getTime() / 86_400_000;
}

function clockOf({ seconds, offset }: Time): Clock {
  const date = new Date((seconds + offset * 60) * 1000);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    weekday: date.getUTCDay(),
    offset,
  };
}

const two = (number: number): string => String(number).padStart(2, '0');

function offsetText(offset: number, between: string): string {
  const size = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${between}${two(size % 60)}`;
}

/** RFC 3339, without fractions. */
function timeText(time: Time): string {
  const { year, month, day, hour, minute, second, offset } = clockOf(time);
  const date = `${year < 0 ? '-' : ''}${String(Math.abs(year)).padStart(4, '0')}-${two(month)}-${two(day)}`;
  return `${date}T${two(hour)}:${two(minute)}:${two(second)}${offset === 0 ? 'Z' : offsetText(offset, ':')}`;
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

const monthName = ({ month }: Clock): string => MONTHS[month - 1] ?? '';
const weekdayName = ({ weekday }: Clock): string => WEEKDAYS[weekday] ?? '';

/** The verbs of `formatdate`. */
const VERBS: Readonly<Record<string, (clock: Clock) => string>> = {
  YYYY: ({ year }) => String(year).padStart(4, '0'),
  YY: ({ year }) => two(year % 100),
  MMMM: monthName,
  MMM: (clock) => monthName(clock).slice(0, 3),
  MM: ({ month }) => two(month),
  M: ({ month }) => String(month),
  DD: ({ day }) => two(day),
  D: ({ day }) => String(day),
  EEEE: weekdayName,
  EEE: (clock) => weekdayName(clock).slice(0, 3),
  hh: ({ hour }) => two(hour),
  h: ({ hour }) => String(hour),
  HH: ({ hour }) => two(hour % 12 || 12),
  H: ({ hour }) => String(hour % 12 || 12),
  AA: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  aa: ({ hour }) => (hour < 12 ? 'am' : 'pm'),
  mm: ({ minute }) => two(minute),
  m: ({ minute }) => String(minute),
  ss: ({ second }) => two(second),
  s: ({ second }) => String(second),
  ZZZZZ: ({ offset }) => offsetText(offset, ':'),
  ZZZZ: ({ offset }) => offsetText(offset, ''),
  ZZZ: ({ offset }) => (offset === 0 ? 'UTC' : offsetText(offset, '')),
  Z: ({ offset }) => (offset === 0 ? 'Z' : offsetText(offset, ':')),
};

/** A quoted string, a run of one letter, or anything else. */
const PART = /'((?:[^']|'')*)'|'|([A-Za-z])\2*|[^A-Za-z']+/gy;

function formatDate(format: string, time: string): string {
  const clock = clockOf(timeOf(time, 1));
  return format.replace(PART, (part, quoted: string | undefined, letter: string | undefined) => {
    if (quoted !== undefined) return part === "''" ? "'" : quoted.replaceAll("''", "'");
    if (part === "'") throw new ArgumentError(0, 'has a quote that is not closed');
    if (letter === undefined) return part;
    const verb = Object.hasOwn(VERBS, part) ? VERBS[part] : undefined;
    if (verb !== undefined) return verb(clock);
    const near = Object.keys(VERBS).filter((name) => name.startsWith(letter));
    throw new ArgumentError(0, `contains ${JSON.stringify(part)}, which is not a verb`, {
      advice:
        near.length > 0
          ? `Write ${near.join(' or ')}; literal letters need quotes: '${letter}'.`
          : `Literal letters need quotes: '${letter}'.`,
    });
  });
}

function addTime(text: string, duration: string): string {
  const { seconds, nanoseconds, offset } = timeOf(text, 0);
  const added: Duration | undefined = parseDuration(duration);
  if (added === undefined)
    throw new ArgumentError(1, 'is not a duration', {
      revealing: `is not a duration: ${JSON.stringify(duration)}`,
      advice:
        'Write numbers with the units h, m, s, ms, us or ns, such as 1h30m or -10m. The maximum is about 292 years.',
    });
  const all = added + BigInt(nanoseconds);
  const whole = all >= 0n ? all / SECOND : -((-all + SECOND - 1n) / SECOND);
  return timeText({ seconds: seconds + Number(whole), nanoseconds: 0, offset });
}

const SECOND = 1_000_000_000n;

function compareTimes(left: string, right: string): number {
  const [a, b] = [timeOf(left, 0), timeOf(right, 1)];
  return Math.sign(a.seconds - b.seconds || a.nanoseconds - b.nanoseconds);
}

export const DATE_FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  plantimestamp: define([], 'string', (_, caller) => surroundingsOf(caller).planned ?? new Unknown('string', true)),
  formatdate: define([textParameter('format'), textParameter('time')], 'string', ([format, time]) =>
    formatDate(format, time),
  ),
  timeadd: define([textParameter('timestamp'), textParameter('duration')], 'string', ([time, duration]) =>
    addTime(time, duration),
  ),
  timecmp: define([textParameter('timestamp_a'), textParameter('timestamp_b')], 'number', ([left, right]) =>
    compareTimes(left, right),
  ),
  timestamp: define([], 'string', (_, caller) => varyingOf(caller).now(), { varying: true }),
};
