import { describe, expect, it } from 'vitest';
import { nextTime, refuseBadWeekdays, type Rule } from '../../../src/sandbox/conductor/recurrence.js';

/** The next times from a Tuesday on, 1 January 2030 at noon. */
function times(rule: Rule, howMany: number, until?: string): readonly string[] {
  const since = new Date('2030-01-01T12:00:00Z');
  const found: string[] = [];
  let after = since;
  while (found.length < howMany) {
    const timing = { rule, since, until: until === undefined ? undefined : new Date(until), runs: found.length };
    const next = nextTime(timing, after);
    if (next === undefined) break;
    found.push(next.toISOString().slice(0, 16));
    after = next;
  }
  return found;
}

describe('a schedule runs', () => {
  it.each<[string, Rule, readonly string[]]>([
    ['each week', { recurrence: '1 week' }, ['2030-01-01T12:00', '2030-01-08T12:00', '2030-01-15T12:00']],
    [
      'on weekdays of every second week',
      { recurrence: '2w', weekdays: ['mo', 'fr'] },
      ['2030-01-04T12:00', '2030-01-14T12:00', '2030-01-18T12:00', '2030-01-28T12:00'],
    ],
    [
      'on days that are a certain weekday',
      { recurrence: '1 day', weekdays: ['SU'] },
      ['2030-01-06T12:00', '2030-01-13T12:00'],
    ],
    [
      'on the second Monday and the last Friday of a month',
      { recurrence: '1mo', weekdays: ['2mo', 'l-fr'] },
      ['2030-01-14T12:00', '2030-01-25T12:00', '2030-02-11T12:00', '2030-02-22T12:00'],
    ],
    [
      'on each Sunday of every third month',
      { recurrence: '3 months', weekdays: ['su'] },
      ['2030-01-06T12:00', '2030-01-13T12:00', '2030-01-20T12:00', '2030-01-27T12:00', '2030-04-07T12:00'],
    ],
    ['up to its limit', { recurrence: '1 day', count: 2 }, ['2030-01-01T12:00', '2030-01-02T12:00']],
    ['once', { count: 1 }, ['2030-01-01T12:00']],
  ])('%s', (_, rule, expected) => {
    expect(times(rule, expected.length + (rule.count === undefined ? 0 : 1))).toEqual(expected);
  });

  it('only in months that have such a day', () => {
    const since = new Date('2030-01-31T00:00:00Z');
    const next = nextTime({ rule: { recurrence: '1 month' }, since, until: undefined, runs: 1 }, since);
    expect(next?.toISOString()).toBe('2030-03-31T00:00:00.000Z');
  });

  it('until its end, and at once for a time long past', () => {
    expect(times({ recurrence: '1 day' }, 9, '2030-01-02T13:00:00Z')).toHaveLength(2);
    const since = new Date('1990-01-01T00:00:00Z');
    const now = new Date('2030-05-05T05:05:30Z');
    for (const [recurrence, at] of [
      ['1 min', '2030-05-05T05:06'],
      ['1 mo', '2030-06-01T00:00'],
      ['1 y', '2031-01-01T00:00'],
    ] as const)
      expect(nextTime({ rule: { recurrence }, since, until: undefined, runs: 5 }, now)?.toISOString()).toContain(at);
  });
});

describe('weekdays of a schedule', () => {
  it.each([
    [['mo', 'SU'], '1 day', true],
    [['2mo'], '1 month', true],
    [['l-fr'], '2y', true],
    [['2mo'], '2 weeks', false],
    [['l-fr'], undefined, false],
    [['5mo'], '1 month', false],
    [['monday'], '1 week', false],
  ])('%j with %s: %s', (weekdays, recurrence, fits) => {
    const check = () => refuseBadWeekdays(weekdays, recurrence);
    if (fits) expect(check).not.toThrow();
    else expect(check).toThrow(/weekday/);
  });
});
