import { pauseBeforeLook, SENT_AGAIN_AFTER_MS } from '../../../model/index.js';
import type { CallContext } from '../../requests.js';
import type { Outcome } from '../http/outcome.js';
import type { Session } from '../session.js';

/** Interval of checks whether the user wants to stop. */
const SLICE_MS = 250;

export interface Landing {
  readonly session: Session;
  readonly context: CallContext;
  readonly outcome: Outcome;
  /** How long after it was sent the request may still take effect. */
  readonly withinSeconds: number;
}

/**
 * Searches for the result of a request whose reply is lost, at growing intervals, until it is found or the request can
 * no longer take effect. `never`: it had no effect and will have none. `stopped`: the user does not want to wait, and
 * nothing is certain.
 */
export async function lookUntilLanded<T>(
  landing: Landing,
  look: () => Promise<T | undefined>,
): Promise<T | 'never' | 'stopped'> {
  const { session, context } = landing;
  for (let looks = 0; ; looks += 1) {
    // A search may take long and miss what happens meanwhile: only one that began after the request could last take
    // effect is final.
    const isFinal = millisecondsLeft(landing) === 0;
    const found = await look();
    if (found !== undefined) return found;
    if (isFinal) return 'never';
    const left = millisecondsLeft(landing);
    if (left > 0) context.progress(waitingText(landing, left));
    let pause = pauseBeforeLook(looks, left);
    for (; pause > 0; pause -= SLICE_MS) {
      if (context.stopping() || context.signal.aborted) return 'stopped';
      await session.clock.sleep(Math.min(pause, SLICE_MS), context.signal);
    }
  }
}

/** Waits until a request can no longer take effect. False if the user does not want to wait. */
export async function waitUntilLanded(landing: Landing): Promise<boolean> {
  return (await lookUntilLanded(landing, async () => undefined)) === 'never';
}

function millisecondsLeft({ session, outcome, withinSeconds }: Landing): number {
  if (outcome.late === undefined) return 0;
  return Math.max(0, outcome.late + withinSeconds * 1000 + SENT_AGAIN_AFTER_MS - session.clock.ticks());
}

/** For use after "waiting for". */
function waitingText({ outcome, withinSeconds }: Landing, left: number): string {
  const why = 'problem' in outcome ? outcome.problem.message : 'it was sent again';
  return (
    `a request whose reply was lost (${why}): it may take effect up to ${withinSeconds} s after it was sent, ` +
    `${Math.ceil(left / 1000)} s from now`
  );
}
