import { describe, expect, it } from 'vitest';
import { RateLimiter } from '../../../../src/providers/rest/http/rate.js';
import { TestClock } from './clock.js';

const signal = new AbortController().signal;

describe('requests to a service', () => {
  it('are at most so many at once, and the next goes when one is over', async () => {
    const limiter = new RateLimiter({ concurrency: 2, clock: new TestClock() });
    await limiter.enter(signal);
    await limiter.enter(signal);
    let third = false;
    const waiting = limiter.enter(signal).then(() => (third = true));
    await Promise.resolve();
    expect(third).toBe(false);
    limiter.leave(false);
    await waiting;
    expect(third).toBe(true);
  });

  it('are at most so many a second', async () => {
    const clock = new TestClock();
    const start = clock.now();
    const limiter = new RateLimiter({ concurrency: 100, perSecond: 10, clock });
    for (let n = 0; n < 30; n++) {
      await limiter.enter(signal);
      limiter.leave(false);
    }
    // Ten at once, and the other twenty at ten a second.
    expect(clock.now() - start).toBeGreaterThanOrEqual(1990);
    expect(clock.now() - start).toBeLessThan(2200);
  });

  it('all wait when the service complains, and then only half as many go', async () => {
    const clock = new TestClock();
    const start = clock.now();
    const limiter = new RateLimiter({ concurrency: 8, clock });
    for (let n = 0; n < 5; n++) limiter.slowDown(3000);
    expect(limiter.width).toBe(4);
    await limiter.enter(signal);
    expect(clock.now() - start).toBe(3000);
  });

  it('become more again with time, and never more than allowed', async () => {
    const limiter = new RateLimiter({ concurrency: 4, clock: new TestClock() });
    limiter.slowDown(0);
    for (let n = 0; n < 200; n++) {
      await limiter.enter(signal);
      limiter.leave(false);
    }
    expect(limiter.width).toBe(4);
  });

  it('do not wait once somebody said stop', async () => {
    const limiter = new RateLimiter({ concurrency: 1, clock: new TestClock() });
    limiter.slowDown(60_000);
    await expect(limiter.enter(AbortSignal.abort())).resolves.toBeUndefined();
  });
});
