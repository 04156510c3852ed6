import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';

const PAUSE = 2;

/**
 * Waits until `done`, or until everything started since `before` has ended: a program that does not await its `main()` is still
 * running when its module has been evaluated. Resources that Node does not report as active (an unresolved promise) cannot be
 * awaited.
 */
export async function settled(before: readonly string[], done: () => boolean): Promise<void> {
  const known = counts(before);
  for (let quiet = 0; quiet < 2 && !done();) {
    await wait(PAUSE);
    quiet = busy(known) ? 0 : quiet + 1;
  }
}

export const activity = (): readonly string[] => process.getActiveResourcesInfo();

function busy(known: ReadonlyMap<string, number>): boolean {
  for (const [kind, count] of counts(activity())) {
    if (!IGNORED.has(kind) && count > (known.get(kind) ?? 0)) return true;
  }
  return false;
}

/** Streams and the terminal stay open permanently and are not pending work. */
const IGNORED = new Set(['TTYWrap', 'PipeWrap', 'SignalWrap', 'MessagePort']);

function counts(kinds: readonly string[]): Map<string, number> {
  const result = new Map<string, number>();
  for (const kind of kinds) result.set(kind, (result.get(kind) ?? 0) + 1);
  return result;
}
