import { errorDiagnostic, type Diagnostic, type Json } from '../../../model/index.js';
import type { CallContext } from '../../requests.js';
import { hookCall } from './hook.js';
import type { WaitMapping } from '../mapping/definition.js';
import { pointerGet } from '../pointer.js';
import { jsonOf } from '../values/projection.js';
import type { Found } from '../found.js';
import type { Asking, CallResult } from '../calls.js';
import type { Session } from '../session.js';

export type Waited =
  | { readonly kind: 'ready'; readonly object: Json }
  /** The awaited object no longer exists, which is what a removal waits for. */
  | { readonly kind: 'gone' }
  /** It will not become ready, or not in time; the object as last seen. */
  | { readonly kind: 'failed'; readonly diagnostic: Diagnostic; readonly object: Json | undefined };

/** The factor by which each pause is longer than the one before. */
const SLOWER = 1.5;

/** What is awaited, and how to name it. */
export interface Waiting {
  readonly session: Session;
  readonly context: CallContext;
  /** Aborted as soon as the user wants to stop. */
  readonly stopping: AbortSignal;
  /** `cloud account "prod"`. */
  readonly what: string;
  readonly asking: Asking;
  /** Makes one request; a reply after `until` (milliseconds since 1970) is of no use. */
  readonly look: (until: number) => Promise<Found>;
  /** What a person does after a failure, and after a timeout. */
  readonly advice: { readonly failed: string; readonly late: string };
}

/** An unlisted status counts as "not yet". */
export async function poll(waiting: Waiting, wait: WaitMapping): Promise<Waited> {
  const { session, context, stopping, what } = waiting;
  const redactor = session.speaker.redactor.with(waiting.asking.secrets);
  const clean = (text: string): string => redactor.text(text);
  const override = wait.deadline === undefined ? undefined : jsonOf(waiting.asking.values[wait.deadline]);
  const seconds = typeof override === 'number' ? override : wait.deadlineSeconds;
  const started = session.clock.now();
  let last: Json | undefined;
  let pause = Math.min(wait.firstSeconds ?? wait.intervalSeconds, wait.intervalSeconds);
  for (;;) {
    const found = await waiting.look(started + seconds * 1000);
    if (found.kind === 'gone') return found;
    if (found.kind === 'failed') return { ...found, object: last };
    last = found.object;
    const word = typeof wait.field === 'function' ? wait.field(found.object) : pointerGet(found.object, wait.field);
    if (typeof word === 'string' && wait.ready.includes(word)) return { kind: 'ready', object: found.object };
    const state = typeof word === 'string' ? clean(word) : 'not known';
    if (typeof word === 'string' && wait.failed.includes(word)) {
      return { kind: 'failed', diagnostic: await workFailed(waiting, wait, found.object, state, clean), object: last };
    }
    const waited = Math.round((session.clock.now() - started) / 1000);
    if (waited >= seconds || stopping.aborted)
      return { kind: 'failed', diagnostic: notReady(waiting, state, waited), object: last };
    const far = wait.progress?.(found.object);
    context.progress(`The ${what} is ${state} after ${waited} s${far === undefined ? '' : `: ${clean(far)}`}`);
    await session.clock.sleep(pause * 1000, stopping);
    pause = Math.min(pause * SLOWER, wait.intervalSeconds);
  }
}

async function workFailed(
  waiting: Waiting,
  wait: WaitMapping,
  object: Json,
  state: string,
  clean: (text: string) => string,
): Promise<Diagnostic> {
  const { reason: told } = wait;
  const reason = typeof told === 'string' ? pointerGet(object, told) : told?.(object);
  const more = await wait.explain?.(hookCall(waiting.session, waiting.asking), object);
  const said = [typeof reason === 'string' ? `It says: ${clean(reason)}` : '', more === undefined ? '' : clean(more)];
  return errorDiagnostic('work-failed', `The ${waiting.what} ended in state ${state}`, {
    detail: [...said, waiting.advice.failed].filter((part) => part !== '').join(' '),
  });
}

/** Reads the object with a call of its own. */
export async function lookBy(session: Session, call: NonNullable<WaitMapping['call']>, ask: Asking): Promise<Found> {
  return foundBy(await session.call(call, ask));
}

/** What a call that reads an object returns. */
export function foundBy(result: CallResult): Found {
  if (result.kind === 'done') return { kind: 'found', object: result.object ?? null };
  const gone = result.kind === 'failed' && result.outcome.kind === 'refused' && result.outcome.reply.status === 404;
  return gone ? { kind: 'gone' } : { kind: 'failed', diagnostic: result.diagnostic };
}

function notReady({ what, stopping, advice }: Waiting, state: string, waited: number): Diagnostic {
  const summary = stopping.aborted
    ? `Stopped waiting for the ${what}`
    : `The ${what} was not ready after ${waited} seconds`;
  return errorDiagnostic('not-ready', summary, {
    detail: `It is ${state}, and the service is still working on it. ${advice.late}`,
  });
}
