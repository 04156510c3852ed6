import { describe, expect, it } from 'vitest';
import { elapsedBetween, untilLanded, type Moment } from '../../../src/model/index.js';

const at = (clock: number, uptime: number, boot?: string): Moment => ({
  at: clock,
  uptime,
  ...(boot === undefined ? {} : { boot }),
});

describe('the duration between two times', () => {
  it.each<[string, Moment, Moment, number]>([
    ['is that of the uptime within one boot', at(0, 100, 'a'), at(5000, 5100, 'a'), 5000],
    ['stays so when the clock is set forward', at(0, 100, 'a'), at(3_605_000, 5100, 'a'), 5000],
    ['stays so when the clock is set back', at(3_600_000, 100, 'a'), at(5000, 5100, 'a'), 5000],
    ['is that of the clock after a reboot', at(0, 90_000, 'a'), at(60_000, 100, 'b'), 60_000],
    ['is zero when the clock of another machine is behind', at(60_000, 0, 'a'), at(0, 0, 'b'), 0],
    ['is the shorter one if boots cannot be told apart', at(0, 100), at(3_605_000, 5100), 5000],
    ['is that of the clock if the uptime restarted', at(0, 90_000), at(60_000, 100), 60_000],
    ['is never negative', at(0, 100, 'a'), at(0, 50, 'a'), 0],
  ])('%s', (_rule, from, to, expected) => {
    expect(elapsedBetween(from, to)).toBe(expected);
  });
});

it.each<[number, number, number]>([
  [120, 0, 120_500],
  [120, 100_000, 20_500],
  [120, 120_500, 0],
  [120, 999_999, 0],
  [0, 0, 0],
])(
  'a request that can take effect within %i s can still do so for another while after %i ms: %i ms',
  (within, passed, left) => {
    expect(untilLanded(at(0, 0, 'a'), within, at(0, passed, 'a'))).toBe(left);
  },
);
