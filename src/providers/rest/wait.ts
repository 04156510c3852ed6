import { errorDiagnostic, type Diagnostic, type Json } from '../../model/index.js';
import { asking, calling, type Job } from './job.js';
import type { WaitMapping } from './mapping.js';
import { pointerGet } from './pointer.js';
import { jsonOf, type Values } from './projection.js';
import { findObject, type Found } from './read.js';

export type Waited =
  | { readonly kind: 'ready'; readonly object: Json }
  /** What is waited for no longer exists, which is what a removal waits for. */
  | { readonly kind: 'gone' }
  /** It will not become ready, or not in time; the object as last seen. */
  | { readonly kind: 'failed'; readonly diagnostic: Diagnostic; readonly object: Json | undefined };

/** Polls until the object is ready, has failed or is gone. A word nobody listed counts as "not yet". */
export async function waitUntilReady(job: Job, wait: WaitMapping, values: Values): Promise<Waited> {
  const { session, context, stopping, mapping } = job;
  const override = wait.deadline === undefined ? undefined : jsonOf(values[wait.deadline]);
  const seconds = typeof override === 'number' ? override : wait.deadlineSeconds;
  const started = session.clock.now();
  let last: Json | undefined;
  for (;;) {
    const found = await look(job, wait, values);
    if (found.kind === 'gone') return found;
    if (found.kind === 'failed') return { ...found, object: last };
    last = found.object;
    const word = pointerGet(found.object, wait.field);
    if (typeof word === 'string' && wait.ready.includes(word)) return { kind: 'ready', object: found.object };
    const state = typeof word === 'string' ? session.speaker.redactor.text(word) : 'not known';
    const what = calling(mapping, values);
    if (typeof word === 'string' && wait.failed.includes(word)) {
      const reason = wait.reason === undefined ? undefined : pointerGet(found.object, wait.reason);
      const why = typeof reason === 'string' ? `It says: ${session.speaker.redactor.text(reason)} ` : '';
      const diagnostic = errorDiagnostic('work-failed', `The ${what} ended in the state ${state}`, {
        detail: `${why}Correct the cause at the service, then apply again.`,
      });
      return { kind: 'failed', diagnostic, object: last };
    }
    const waited = Math.round((session.clock.now() - started) / 1000);
    if (waited >= seconds || stopping.aborted)
      return { kind: 'failed', diagnostic: notReady(what, state, waited, stopping.aborted), object: last };
    context.progress(`The ${what} is ${state} after ${waited} s`);
    await session.clock.sleep(wait.intervalSeconds * 1000, stopping);
  }
}

async function look(job: Job, wait: WaitMapping, values: Values): Promise<Found> {
  if (wait.call === undefined) return findObject(job, values, 'fresh');
  const result = await job.session.call(wait.call, asking(job, 'wait for', values));
  if (result.kind === 'done') return { kind: 'found', object: result.object ?? null };
  const gone = result.kind === 'failed' && result.outcome.kind === 'refused' && result.outcome.reply.status === 404;
  return gone ? { kind: 'gone' } : { kind: 'failed', diagnostic: result.diagnostic };
}

function notReady(what: string, state: string, waited: number, stopped: boolean): Diagnostic {
  const summary = stopped ? `Stopped waiting for the ${what}` : `The ${what} was not ready after ${waited} seconds`;
  return errorDiagnostic('not-ready', summary, {
    detail: `It is ${state}, and the service goes on working on it. It is kept in state: look at it there, then run plan again.`,
  });
}
