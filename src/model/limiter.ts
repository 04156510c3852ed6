import type { Eventual } from './eventual.js';

/** Runs a call as soon as a slot is free. */
export type Limiter = <T>(call: () => Eventual<T>) => Eventual<T>;

/** Lets at most `limit` calls run concurrently, first come, first served. */
export function limiter(limit: number): Limiter {
  let running = 0;
  const waiting: (() => void)[] = [];
  let head = 0;
  const free = (): void => {
    const next = waiting[head];
    if (next === undefined) {
      running -= 1;
      return;
    }
    // The slot is handed over directly, so that a later call cannot slip in between.
    head += 1;
    if (head > 1024) {
      waiting.splice(0, head);
      head = 0;
    }
    next();
  };
  const run = <T>(call: () => Eventual<T>): Eventual<T> => {
    let result: Eventual<T>;
    try {
      result = call();
    } catch (error) {
      free();
      throw error;
    }
    if (result instanceof Promise) return result.finally(free);
    free();
    return result;
  };
  return (call) => {
    if (running >= limit) return new Promise<void>((resolve) => waiting.push(resolve)).then(() => run(call));
    running += 1;
    return run(call);
  };
}
