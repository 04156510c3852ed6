import type { Json } from '../../model/index.js';
import type { Known } from '../rest/mapping/definition.js';

/**
 * A schedule accepts times as `YYYY-MM-DD hh:mm:ss` and shows them as `2021-01-01T12:00:00.000Z` (Conductor document,
 * section Execution Schedules). Different notations of the same time are not a difference.
 */
export function momentShown(shown: Json, { value }: Known): Json {
  const moment = millisecondsOf(shown);
  if (moment === undefined || (value !== undefined && millisecondsOf(value) === moment)) return value ?? shown;
  return new Date(moment).toISOString().slice(0, 19).replace('T', ' ');
}

const WRITTEN = /^(\d{4})-(\d{1,2})-(\d{1,2})[ T](\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?Z?$/;

function millisecondsOf(text: Json): number | undefined {
  const parts = typeof text === 'string' ? WRITTEN.exec(text)?.slice(1).map(Number) : undefined;
  if (parts === undefined) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** `1 day`, `1d` and `1 days` are the same recurrence; the user's spelling is kept. */
export function recurrenceShown(shown: Json, { value }: Known): Json {
  return value !== undefined && canonical(value) === canonical(shown) ? value : shown;
}

const UNITS: Readonly<Record<string, string>> = {
  min: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
  mo: 'month',
  y: 'year',
};

/** Count and unit; the string itself if it has another form. */
export function recurrenceOf(recurrence: Json): { readonly count: number; readonly unit: string } | undefined {
  const found = typeof recurrence === 'string' ? /^(\d+) ?([a-z]+?)s?$/.exec(recurrence) : null;
  if (found === null) return undefined;
  const [, count, word = ''] = found;
  return { count: Number(count), unit: UNITS[word] ?? word };
}

function canonical(recurrence: Json): string {
  const { count, unit } = recurrenceOf(recurrence) ?? { count: recurrence, unit: '' };
  return JSON.stringify([count, unit]);
}
