import { describe, expect, it } from 'vitest';
import { RateLimiter } from '../../../../src/providers/rest/http/rate.js';
import { TestClock } from './clock.js';

const signal = new AbortController().signal;

/** Sends so many requests one after the other, all answered without a complaint. */
async function calls(limiter: RateLimiter, count: number): Promise<void> {
  for (let n = 0; n < count; n++) limiter.leave(await limiter.enter(signal));
}

describe('requests to a service', () => {
  it('are limited in number, and the next starts when one ends', async () => {
    const limiter = new RateLimiter({ concurrency: 2, clock: new TestClock() });
    const first = await limiter.enter(signal);
    await limiter.enter(signal);
    let third = false;
    const waiting = limiter.enter(signal).then(() => (third = true));
    await Promise.resolve();
    expect(third).toBe(false);
    limiter.leave(first);
    await waiting;
    expect(third).toBe(true);
  });

  it('are limited per second', async () => {
    const clock = new TestClock();
    const start = clock.now();
    await calls(new RateLimiter({ concurrency: 100, perSecond: 10, clock }), 30);
    // Ten at once, and the other twenty at ten a second.
    expect(clock.now() - start).toBeGreaterThanOrEqual(1990);
    expect(clock.now() - start).toBeLessThan(2200);
  });

  it('all pause when the service throttles, and then half as many run, however many responses throttle at once', async () => {
    const clock = new TestClock();
    const start = clock.now();
    const limiter = new RateLimiter({ concurrency: 8, clock });
    const crowd = await Promise.all(Array.from({ length: 8 }, async () => limiter.enter(signal)));
    for (const place of crowd) {
      limiter.leave(place, 3000);
      clock.advance(10);
    }
    expect(limiter.width).toBe(4);
    await limiter.enter(signal);
    expect(clock.now() - start).toBe(3070);
  });

  it('are reduced again if the next batch is throttled too', async () => {
    const limiter = new RateLimiter({ concurrency: 8, clock: new TestClock() });
    for (const width of [4, 2, 1, 1]) {
      const crowd = await Promise.all(Array.from({ length: limiter.width }, async () => limiter.enter(signal)));
      for (const place of crowd) limiter.leave(place, 0);
      expect(limiter.width).toBe(width);
    }
  });

  it('increase by one after each round without throttling, up to the limit', async () => {
    const limiter = new RateLimiter({ concurrency: 4, clock: new TestClock() });
    const crowd = await Promise.all(Array.from({ length: 4 }, async () => limiter.enter(signal)));
    for (const place of crowd) limiter.leave(place, 0);
    const widths: number[] = [];
    for (let n = 0; n < 3; n++) {
      widths.push(limiter.width);
      await calls(limiter, limiter.width);
    }
    expect([...widths, limiter.width]).toEqual([2, 3, 4, 4]);
  });

  it('do not wait once the user stops the run', async () => {
    const limiter = new RateLimiter({ concurrency: 1, clock: new TestClock() });
    limiter.leave(await limiter.enter(signal), 60_000);
    expect(await limiter.enter(AbortSignal.abort())).toEqual({ crowd: 1 });
  });

  it('fail at once if the pause is longer than they may wait, and report the pauses they take', async () => {
    const clock = new TestClock();
    const limiter = new RateLimiter({ concurrency: 1, clock });
    limiter.leave(await limiter.enter(signal), 60_000);
    const late = await limiter.enter(signal, '', { milliseconds: 59_999 });
    limiter.leave(late);
    expect([late.tooLong, clock.slept]).toEqual([60_000, []]);
    const pauses: number[] = [];
    await limiter.enter(signal, '', { milliseconds: 60_000, waiting: (pause) => pauses.push(pause) });
    expect([pauses, clock.slept]).toEqual([[60_000], [60_000]]);
  });
});
