import { pauseBeforeLook, SENT_AGAIN_AFTER_MS } from '../../../model/index.js';
import type { CallContext } from '../../requests.js';
import type { Outcome } from '../http/outcome.js';
import type { Session } from '../session.js';

/** Time between looks for the user's wish to stop. */
const SLICE_MS = 250;

export interface Landing {
  readonly session: Session;
  readonly context: CallContext;
  readonly outcome: Outcome;
  /** How long after it was sent the request may still be carried out. */
  readonly withinSeconds: number;
}

/**
 * Looks for what a request made whose answer is lost, soon and then ever less often, until it is found or the request can no longer
 * be carried out. `never`: nothing came of it, and nothing will. `stopped`: the user does not want to wait, and nothing is certain.
 */
export async function lookUntilLanded<T>(
  landing: Landing,
  look: () => Promise<T | undefined>,
): Promise<T | 'never' | 'stopped'> {
  const { session, context } = landing;
  for (let looks = 0; ; looks += 1) {
    // A look may take long, and miss what is carried out meanwhile: only one that began after that was possible is final.
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

/** Waits for the time when a request can no longer be carried out. False when the user does not want to. */
export async function waitUntilLanded(landing: Landing): Promise<boolean> {
  return (await lookUntilLanded(landing, async () => undefined)) === 'never';
}

function millisecondsLeft({ session, outcome, withinSeconds }: Landing): number {
  if (outcome.late === undefined) return 0;
  return Math.max(0, outcome.late + withinSeconds * 1000 + SENT_AGAIN_AFTER_MS - session.clock.ticks());
}

/** As it stands after "waiting for". */
function waitingText({ outcome, withinSeconds }: Landing, left: number): string {
  const why = 'problem' in outcome ? outcome.problem.message : 'it was sent again';
  return (
    `a request whose answer is lost (${why}): it may be carried out up to ${withinSeconds} s after it was sent, ` +
    `${Math.ceil(left / 1000)} s from now`
  );
}
