import { describe, expect, it } from 'vitest';
import { Ahead } from '../../../../src/engine/walk/ahead.js';
import { forEachLimited, schedule } from '../../../../src/engine/walk/schedule.js';
import { limiter } from '../../../../src/model/index.js';

const later = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a schedule', () => {
  it('starts a node only after all its dependencies', async () => {
    const needs = [[1, 2], [2], []];
    const log: string[] = [];
    await schedule({
      count: 3,
      needs: (node) => needs[node]!,
      run: async (node): Promise<boolean> => {
        log.push(`start ${node}`);
        await later();
        log.push(`end ${node}`);
        return true;
      },
    });
    expect(log).toEqual(['start 2', 'end 2', 'start 1', 'end 1', 'start 0', 'end 0']);
  });

  it('skips the dependents of a failed node, and nothing else', async () => {
    const needs = [[], [0], [1], [], [3]];
    const result = await schedule({
      count: 5,
      needs: (node) => needs[node]!,
      run: (node) => node !== 0,
    });
    expect(result).toEqual({ done: 2, failed: [0], skipped: [1, 2] });
  });

  it.each([1, 3, 10])('runs at most %i at once', async (parallelism) => {
    let running = 0;
    let most = 0;
    await schedule({
      count: 40,
      needs: () => [],
      parallelism,
      run: async (): Promise<boolean> => {
        running += 1;
        most = Math.max(most, running);
        await later();
        running -= 1;
        return true;
      },
    });
    expect(most).toBe(parallelism);
  });

  it('finishes running steps and starts no new ones after a stop', async () => {
    let stopping = false;
    const finished: number[] = [];
    const result = await schedule({
      count: 10,
      needs: () => [],
      parallelism: 2,
      stopping: () => stopping,
      run: async (node): Promise<boolean> => {
        await later();
        stopping = true;
        finished.push(node);
        return true;
      },
    });
    expect(finished).toEqual([0, 1]);
    expect(result.skipped).toHaveLength(8);
  });

  it('rejects if a node throws, because that is a bug', async () => {
    const run = (): never => {
      throw new Error('broken');
    };
    await expect(schedule({ count: 1, needs: () => [], run })).rejects.toThrow('broken');
  });

  it('rejects only after all running nodes have ended, and starts nothing more', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const run = async (node: number): Promise<boolean> => {
      begun.push(node);
      if (node === 1) throw new Error('broken');
      await later();
      ended.push(node);
      return true;
    };
    await expect(schedule({ count: 6, needs: () => [], parallelism: 3, run })).rejects.toThrow('broken');
    expect(begun).toEqual([0, 1, 2]);
    expect(ended).toEqual([0, 2]);
  });

  it('starts another node in place of one that leaves it, but none of its dependents', async () => {
    const needs = [[], [], [0], []];
    const log: string[] = [];
    let running = 0;
    let most = 0;
    await schedule({
      count: 4,
      needs: (node) => needs[node]!,
      parallelism: 1,
      run: async (node, places): Promise<boolean> => {
        log.push(`start ${node}`);
        running += 1;
        most = Math.max(most, running);
        await later();
        running -= 1;
        places.leave(node);
        places.leave(node);
        await later();
        log.push(`end ${node}`);
        return true;
      },
    });
    expect(most).toBe(1);
    expect(log).toHaveLength(8);
    expect(log.indexOf('start 1')).toBeLessThan(log.indexOf('end 0'));
    expect(log.indexOf('start 2')).toBeGreaterThan(log.indexOf('end 0'));
  });

  it('runs more nodes at once if they take only part of a place', async () => {
    let running = 0;
    let most = 0;
    await schedule({
      count: 20,
      needs: () => [],
      parallelism: 2,
      weight: () => 1 / 4,
      run: async (): Promise<boolean> => {
        running += 1;
        most = Math.max(most, running);
        await later();
        running -= 1;
        return true;
      },
    });
    expect(most).toBe(8);
  });

  it('ends only when a node that left its place has ended', async () => {
    let ended = false;
    await schedule({
      count: 1,
      needs: () => [],
      run: async (node, places): Promise<boolean> => {
        places.leave(node);
        await later();
        ended = true;
        return true;
      },
    });
    expect(ended).toBe(true);
  });

  it('starts others while a node waits for its record, and skips what waits after a stop', async () => {
    const log: string[] = [];
    let stopping = false;
    const ahead = new Ahead(() => 0);
    ahead.waited(1);
    ahead.worked(1);
    const { done, failed, skipped } = await schedule({
      count: 4,
      needs: () => [],
      parallelism: 1,
      ahead,
      stopping: () => stopping,
      run: async (node, places) => {
        log.push(`start ${node}`);
        const waited = await places.lend(node, later());
        log.push(`${waited} ${node}`);
        if (waited === 'stopped') return 'skipped';
        await later();
        stopping = node === 0;
        return true;
      },
    });
    // Records take as long as the work, so two nodes may wait without the only place.
    expect(log).toEqual(['start 0', 'start 1', 'returned 0', 'stopped 1']);
    expect([done, failed, skipped]).toEqual([1, [], [1, 2, 3]]);
  });

  it('gives a place to the node that another one waits for', async () => {
    const ends: number[] = [];
    let first: Promise<unknown> | undefined;
    await schedule({
      count: 5,
      needs: () => [],
      parallelism: 2,
      ahead: new Ahead(() => 0),
      run: async (node, places) => {
        const before = first;
        const work = async (): Promise<boolean> => {
          if (before !== undefined) expect(await places.waitFor(node, before)).toBe('returned');
          await later();
          ends.push(node);
          return true;
        };
        const working = work();
        first = working;
        return working;
      },
    });
    expect(ends).toEqual([0, 1, 2, 3, 4]);
  });

  it('walks a chain of 200,000 nodes without recursion', async () => {
    const result = await schedule({
      count: 200_000,
      needs: (node) => (node === 0 ? [] : [node - 1]),
      run: () => true,
    });
    expect(result.done).toBe(200_000);
  });
});

describe('forEachLimited', () => {
  it('calls for each item in turn, up to the limit at once', async () => {
    let running = 0;
    let most = 0;
    const begun: number[] = [];
    await forEachLimited([0, 1, 2, 3, 4, 5, 6], 3, async (item) => {
      begun.push(item);
      running += 1;
      most = Math.max(most, running);
      await later();
      running -= 1;
    });
    expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(most).toBe(3);
  });

  it('does nothing for no items', () => {
    expect(forEachLimited([], 3, () => Promise.reject(new Error('called')))).toBeUndefined();
  });

  it('is synchronous if every call is', () => {
    const called: number[] = [];
    expect(forEachLimited([1, 2, 3], 2, (item) => called.push(item))).toBeUndefined();
    expect(called).toEqual([1, 2, 3]);
  });

  it('continues if some calls are synchronous and others are not', async () => {
    const called: number[] = [];
    await forEachLimited([1, 2, 3, 4, 5, 6], 2, (item) => {
      called.push(item);
      return item % 2 === 0 ? later() : undefined;
    });
    expect(called).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe('a limiter', () => {
  it('runs calls up to its limit, in the order they arrive', async () => {
    const limit = limiter(2);
    const order: number[] = [];
    let running = 0;
    let most = 0;
    const call = async (index: number): Promise<void> => {
      await limit(async () => {
        order.push(index);
        running += 1;
        most = Math.max(most, running);
        await later();
        running -= 1;
      });
    };
    await Promise.all(Array.from({ length: 9 }, (_, index) => call(index)));
    expect(most).toBe(2);
    expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('releases the place of a failed call', async () => {
    const limit = limiter(1);
    await expect(limit(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(limit(() => Promise.resolve('yes'))).resolves.toBe('yes');
    expect(() =>
      limit(() => {
        throw new Error('at once');
      }),
    ).toThrow('at once');
    await expect(limit(() => Promise.resolve('again'))).resolves.toBe('again');
  });

  it('returns synchronous results at once unless it has to wait for its turn', async () => {
    const limit = limiter(1);
    expect(limit(() => 'now')).toBe('now');
    const slow = limit(later);
    const waiting = limit(() => 'then');
    expect(waiting).toBeInstanceOf(Promise);
    await slow;
    expect(await waiting).toBe('then');
  });
});
