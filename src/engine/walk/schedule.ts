import type { Eventual } from '../../model/index.js';
import type { Ahead } from './ahead.js';
import { PlaceCount, type Places } from './places.js';

export interface ScheduleOptions {
  readonly count: number;
  /** For each node, the nodes that must finish first. */
  readonly needs: (node: number) => readonly number[];
  /** For each node, the nodes that need it, if already known. */
  readonly dependents?: readonly (readonly number[])[];
  /**
   * Runs a node. False means it failed, so everything that needs it is skipped; `skipped` that it did nothing because
   * the walk was stopped. While it only waits, it may give its place to another node.
   */
  readonly run: (node: number, places: Places) => Eventual<boolean | 'skipped'>;
  /** How many may run at once. */
  readonly parallelism?: number;
  /** How many may wait for a record without a place; by default none. */
  readonly ahead?: Ahead;
  /** How much of a slot a node takes; 1 by default. */
  readonly weight?: (node: number) => number;
  /** Called before each start; true skips everything that has not begun. */
  readonly stopping?: () => boolean;
}

export interface ScheduleResult {
  readonly done: number;
  readonly failed: readonly number[];
  /** Not started, because a dependency failed or the walk was stopped. */
  readonly skipped: readonly number[];
}

/**
 * Runs each node as soon as everything it needs is done, with as much concurrency as allowed. A failure skips only its
 * dependents. Linear in nodes plus edges. A thrown error is a bug: nothing more starts, and the promise rejects once
 * all running nodes have finished, so that their work is not lost.
 */
export async function schedule(options: ScheduleOptions): Promise<ScheduleResult> {
  const { count, needs, run, parallelism = Number.POSITIVE_INFINITY, stopping = () => false } = options;
  const { dependents = dependentsOf(count, needs), weight = () => 1, ahead } = options;
  const missing = new Int32Array(count);
  const ready: number[] = [];
  for (let node = 0; node < count; node++) {
    missing[node] = needs(node).length;
    if (missing[node] === 0) ready.push(node);
  }
  const started = new Uint8Array(count);
  const failed: number[] = [];
  let done = 0;
  let head = 0;
  /** Nodes that have not finished. */
  let open = 0;
  let bug: { readonly error: unknown } | undefined;

  await new Promise<void>((resolve, reject) => {
    const finish = (node: number, ok: boolean | 'skipped'): void => {
      if (ok === 'skipped') {
        started[node] = 0;
        return;
      }
      if (!ok) {
        failed.push(node);
        return;
      }
      done += 1;
      for (const dependent of dependents[node] ?? []) {
        const left = (missing[dependent] ?? 0) - 1;
        missing[dependent] = left;
        if (left === 0) ready.push(dependent);
      }
    };
    const isEnding = (): boolean => bug !== undefined || stopping();
    let pumping = false;
    const pump = (): void => {
      // The loop below is already running: a node that leaves its place at once is still being started.
      if (pumping) return;
      pumping = true;
      startReady();
      places.resume();
      pumping = false;
      if (open > 0) return;
      if (bug !== undefined) reject(bug.error);
      else if (head >= ready.length || stopping()) resolve();
    };
    const places = new PlaceCount({ count, limit: parallelism, ahead, stopping: isEnding, freed: pump });
    const end = (node: number, ok: boolean | 'skipped'): void => {
      open -= 1;
      places.end(node);
      finish(node, ok);
      pump();
    };
    const startReady = (): void => {
      while (bug === undefined && places.open) {
        const node = ready[head];
        if (node === undefined || stopping()) break;
        head += 1;
        started[node] = 1;
        places.take(node, weight(node));
        let result: Eventual<boolean | 'skipped'>;
        try {
          result = run(node, places);
        } catch (error) {
          places.end(node);
          bug = { error };
          break;
        }
        if (!(result instanceof Promise)) {
          places.end(node);
          finish(node, result);
          continue;
        }
        open += 1;
        result.then(
          (ok) => end(node, ok),
          (error: unknown) => {
            bug ??= { error };
            open -= 1;
            places.end(node);
            pump();
          },
        );
      }
    };
    pump();
  });

  const skipped: number[] = [];
  for (let node = 0; node < count; node++) if (started[node] === 0) skipped.push(node);
  return { done, failed, skipped };
}

function dependentsOf(count: number, needs: ScheduleOptions['needs']): readonly (readonly number[])[] {
  const dependents: number[][] = Array.from({ length: count }, () => []);
  for (let node = 0; node < count; node++) for (const need of needs(node)) dependents[need]?.push(node);
  return dependents;
}

/**
 * Calls the function for each item in turn, with at most `limit` calls at the same time. An item that has not begun
 * costs only its place in the list. Finishes synchronously if every call does.
 */
export function forEachLimited<T>(
  items: readonly T[],
  limit: number,
  call: (item: T) => Eventual<unknown>,
): Eventual<void> {
  // All workers take from one iterator.
  const rest = items.values();
  const work = (): Promise<void> | undefined => {
    for (const item of rest) {
      const result = call(item);
      if (result instanceof Promise) return workAfter(result);
    }
    return undefined;
  };
  const workAfter = async (first: Promise<unknown>): Promise<void> => {
    await first;
    for (const item of rest) {
      const result = call(item);
      if (result instanceof Promise) await result;
    }
  };
  const workers: Promise<void>[] = [];
  while (workers.length < limit) {
    const worker = work();
    if (worker === undefined) break;
    workers.push(worker);
  }
  return workers.length === 0 ? undefined : Promise.all(workers).then(() => undefined);
}
