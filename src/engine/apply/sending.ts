import { elapsedBetween, SENT_AGAIN_AFTER_MS, type Moment } from '../../model/index.js';
import type { ApplyRun } from './run.js';

/** Records when a call last sent a request, with few entries: a call that is answered at once needs none. */
export function sendingOf(run: ApplyRun, begin: number, began: Moment): () => Promise<void> {
  let recorded = began;
  return async () => {
    const now = run.context.moment();
    if (elapsedBetween(recorded, now) < SENT_AGAIN_AFTER_MS) return;
    recorded = now;
    await run.recorder.sent(begin, now);
  };
}
