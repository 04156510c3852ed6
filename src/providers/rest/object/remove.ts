import { errorDiagnostic, type Diagnostic } from '../../../model/index.js';
import type { ApplyResponse } from '../../requests.js';
import { callOnce } from '../work/begin.js';
import { errorTexts, whatWasSaid } from '../diagnostics.js';
import { followCall } from '../work/follow.js';
import { hookCall } from '../work/hook.js';
import { asking, calling, type Job } from '../job.js';
import type { RemoveMapping } from '../mapping/definition.js';
import type { Reply } from '../http/outcome.js';
import { jsonOf, type Values } from '../values/projection.js';
import { conditionally } from './condition.js';
import { confirmGone, findObject } from './read.js';
import type { CallResult } from '../calls.js';
import { lookUntilLanded, waitUntilLanded } from '../work/landing.js';
import { waitUntilReady } from './ready.js';

/** Why an object was not deleted; `uncertain`: it may still be. */
type Refusal = Diagnostic | { readonly uncertain: Diagnostic };

/** Deletes an object; one that is already gone counts as deleted. After a refusal the object stays in state. */
export async function removeResource(job: Job, prior: Values): Promise<ApplyResponse> {
  const { remove } = job.mapping;
  // The plan has said so.
  if ('forget' in remove) return { state: null, diagnostics: [] };
  const refusal: Refusal | undefined =
    (await blockage(job, remove, prior)) ??
    (await doBefore(job, remove, prior)) ??
    (await removeOrWait(job, remove, prior));
  if (refusal !== undefined && 'uncertain' in refusal)
    return { state: undefined, uncertain: true, diagnostics: [refusal.uncertain] };
  if (refusal !== undefined) return { state: undefined, diagnostics: [refusal] };
  if (remove.wait === undefined) return { state: null, diagnostics: [] };
  const waited = await waitUntilReady(job, remove.wait, prior);
  return waited.kind === 'failed'
    ? { state: undefined, diagnostics: [waited.diagnostic] }
    : { state: null, diagnostics: [] };
}

/** Returns why the object cannot be deleted, according to the object itself. */
async function blockage(job: Job, { blocked }: RemoveMapping, prior: Values): Promise<Diagnostic | undefined> {
  if (blocked === undefined) return undefined;
  const found = await findObject(job, prior, 'fresh');
  const why = found.kind === 'found' ? blocked(found.object) : undefined;
  if (why === undefined) return undefined;
  return errorDiagnostic('delete-refused', `The ${calling(job.mapping, prior)} cannot be deleted yet`, {
    detail: job.session.speaker.redactor.text(why),
  });
}

async function doBefore(job: Job, remove: RemoveMapping, prior: Values): Promise<Refusal | undefined> {
  for (const call of remove.before ?? []) {
    const ask = asking(job, call.verb, prior);
    if ((await call.when?.(hookCall(job.session, ask))) === false) continue;
    const result = await callOnce(job.session, call, ask);
    // Something that is gone needs no preparation; the delete will show whether it is.
    if (result.kind === 'failed' && result.outcome.kind === 'refused' && result.outcome.reply.status === 404) continue;
    if (result.kind !== 'done') return whyNot(result);
    const followed = await followCall(job, call.verb, call, result.reply, prior);
    if (followed.kind === 'failed') return followed.diagnostic;
  }
  return undefined;
}

async function removeOrWait(job: Job, remove: RemoveMapping, prior: Values): Promise<Refusal | undefined> {
  const { session, stopping, context, mapping } = job;
  const started = session.clock.now();
  for (;;) {
    const result = await conditionally(job, remove, { prior }, (more) =>
      session.call({ object: 'none', ...remove }, asking(job, 'delete', prior, more)),
    );
    if (result.kind === 'done') {
      const followed = await followCall(job, 'delete', remove, result.reply, prior);
      return followed.kind === 'failed' ? followed.diagnostic : outlive(job, remove, result);
    }
    if (result.kind === 'impossible') return result.diagnostic;
    if (result.outcome.kind !== 'refused') return goneLate(job, remove, prior, result);
    const { reply } = result.outcome;
    if (reply.status === 404) return notThere(job, remove, prior, result.diagnostic);
    const { refused } = remove;
    const { message } = errorTexts(session.speaker.errors, reply);
    if (refused === undefined || !refused.when(reply.status, message)) return result.diagnostic;
    const { waitSeconds: by } = refused;
    const patience = by === undefined ? undefined : (jsonOf(prior[by]) ?? jsonOf(job.configured[by]));
    const waited = (session.clock.now() - started) / 1000;
    const left = (typeof patience === 'number' ? patience : 0) - waited;
    if (left <= 0 || stopping.aborted) return notNow(job, refused, prior, reply, Math.round(waited));
    context.progress(`The ${calling(mapping, prior)} cannot be deleted yet; retrying for another ${Math.ceil(left)} s`);
    await session.clock.sleep(Math.min(left, refused.intervalSeconds) * 1000, stopping);
  }
}

function whyNot(result: Exclude<CallResult, { kind: 'done' }>): Refusal {
  const late = result.kind === 'failed' && result.outcome.late !== undefined;
  return late ? { uncertain: result.diagnostic } : result.diagnostic;
}

/**
 * A delete whose reply is lost may still take effect: the object is polled until it is gone, or the request can no
 * longer take effect.
 */
export async function goneLate(
  job: Job,
  remove: RemoveMapping,
  prior: Values,
  result: Extract<CallResult, { kind: 'failed' }>,
): Promise<Refusal | undefined> {
  const { session, context } = job;
  const { outcome, diagnostic } = result;
  if (outcome.late === undefined) return diagnostic;
  if ('problem' in outcome && outcome.problem.reason === 'stopped') return { uncertain: diagnostic };
  const landing = { session, context, outcome, withinSeconds: session.landsWithin(remove) };
  const seen = await lookUntilLanded(landing, async () => {
    const found = await findObject(job, prior, 'fresh');
    return found.kind === 'found' ? undefined : found;
  });
  if (seen === 'never') return diagnostic;
  if (typeof seen === 'object' && seen.kind === 'gone') return undefined;
  return { uncertain: diagnostic };
}

/**
 * A delete that was sent again after a lost reply may take effect once more. If the user chooses the name, that could
 * hit the next object of that name: wait until the first request can no longer take effect.
 */
async function outlive(
  { session, context, mapping }: Job,
  remove: RemoveMapping,
  { late, reply }: Extract<CallResult, { kind: 'done' }>,
): Promise<undefined> {
  const isGiven = (name: string): boolean =>
    mapping.attributes[name]?.required === true || mapping.attributes[name]?.optional === true;
  const given = mapping.identity.every(isGiven);
  if (late === undefined || !given) return undefined;
  const outcome = { kind: 'done', reply, late } as const;
  await waitUntilLanded({ session, context, outcome, withinSeconds: session.landsWithin(remove) });
  return undefined;
}

/** What a 404 in reply to a delete means. */
async function notThere(
  job: Job,
  { orElse = [] }: RemoveMapping,
  prior: Values,
  missing: Diagnostic,
): Promise<Diagnostic | undefined> {
  for (const call of orElse) {
    const result = await job.session.call({ object: 'none', ...call }, asking(job, 'delete', prior));
    if (result.kind === 'done') return undefined;
    const again = result.kind === 'failed' && result.outcome.kind === 'refused' && result.outcome.reply.status === 404;
    if (!again) return result.diagnostic;
  }
  const found = orElse.length > 0 ? await findObject(job, prior, 'fresh') : await confirmGone(job, prior, missing);
  if (found.kind === 'gone') return undefined;
  if (found.kind === 'failed') return found.diagnostic;
  const what = calling(job.mapping, prior);
  return errorDiagnostic('delete-refused', `The ${what} could not be deleted and still exists`, {
    detail: `${missing.detail ?? missing.summary} The service still lists it, so it stays in state. Apply again, or delete it in the service.`,
  });
}

async function notNow(
  job: Job,
  refused: NonNullable<RemoveMapping['refused']>,
  prior: Values,
  reply: Reply,
  waited: number,
): Promise<Diagnostic> {
  const { session, mapping } = job;
  const question = hookCall(session, asking(job, 'explain the refusal about', prior));
  const speaker = session.speaker;
  const explained = speaker.redactor.text(await refused.explain(question));
  const after = waited === 0 ? '' : ` after ${waited} seconds of retrying`;
  return errorDiagnostic('delete-refused', `The ${calling(mapping, prior)} cannot be deleted yet${after}`, {
    detail: `${whatWasSaid(speaker, reply)} ${explained}`.trim(),
  });
}
