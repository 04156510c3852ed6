import { isNull, type Diagnostic, type Json } from '../../../model/index.js';
import { foundInstead } from '../work/begin.js';
import { outcomeUnknown, type Unexpected } from '../diagnostics.js';
import { followCall } from '../work/follow.js';
import { asking, calling, purposeOf, type Job } from '../job.js';
import { identityNote, locateNew, lookForIt, type Located } from './locate.js';
import type { CreateMapping, ResourceMapping } from '../mapping/definition.js';
import { jsonOf, stateFromReply, type Values } from '../values/projection.js';
import { findObject } from './read.js';
import { goneLate } from './remove.js';
import type { Shown } from '../found.js';
import { namesObject } from './shown.js';
import type { Failure } from '../http/outcome.js';
import { backoff } from '../http/retry.js';
import type { CallResult } from '../calls.js';
import { lookUntilLanded } from '../work/landing.js';

/** How often a create is sent in total if each attempt turns out to have had no effect. */
const ATTEMPTS = 5;

/** How long it is retried at all, unless two waits for lost replies take longer. */
const LEAST_PATIENCE_MS = 60_000;

export type Made =
  | {
      readonly kind: 'made';
      readonly object: Json;
      /** An earlier request for it may have taken effect as well. */
      readonly again?: true;
      /** The object comes from the create's reply, which shows other values than a read. */
      readonly answer?: true;
      /** The work that created it failed. */
      readonly trouble?: Diagnostic;
      readonly unexpected?: Unexpected;
    }
  | { readonly kind: 'not-made'; readonly diagnostic: Diagnostic }
  | { readonly kind: 'uncertain'; readonly diagnostic: Diagnostic };

/**
 * Sends a create until it is clear whether the object exists: if it is unclear, the object is searched for until the
 * request can no longer take effect, and only then sent again.
 */
export async function makeOnce(
  job: Job,
  call: CreateMapping,
  planned: Values,
  sent: Values,
  evidence: unknown,
): Promise<Made> {
  const ask = asking(job, 'create', sent);
  const started = job.session.clock.ticks();
  for (let attempt = 0; ; attempt++) {
    const result = await job.session.call(call, ask);
    if (result.kind === 'impossible') return { kind: 'not-made', diagnostic: result.diagnostic };
    if (result.kind === 'done') return markAgain(await fromReply(job, call, planned, result, evidence), attempt > 0);
    const { outcome, diagnostic } = result;
    const isRefused = outcome.kind !== 'unclear' && outcome.late === undefined;
    const afterLost = attempt > 0 || job.repeats === true;
    if (isRefused && !(afterLost && job.mapping.locate !== undefined)) return { kind: 'not-made', diagnostic };
    const reason = 'problem' in outcome ? outcome.problem.reason : 'refused';
    if (reason === 'stopped' || job.mapping.locate === undefined) return uncertain(job, planned, diagnostic);
    // If names are unique, the object of a request that took effect late blocks the next one.
    const located = isRefused
      ? await locateNew(job, planned, evidence)
      : await lookAfter(job, call, planned, evidence, outcome, attempt);
    // Work on the found object may still be running.
    if (located.kind === 'found' && call.follow !== undefined)
      return fromReply(job, call, planned, foundInstead(located.object), evidence);
    if (located.kind === 'found') {
      const left = attempt + 1 < ATTEMPTS ? await discard(job, call, planned, located.object) : 'kept';
      if (left === 'kept') return markAgain(madeOf(located), isRefused);
      if (left === 'uncertain') return uncertain(job, planned, diagnostic);
      continue;
    }
    if (isRefused) return { kind: 'not-made', diagnostic };
    if (located.kind === 'early' || job.context.signal.aborted) return uncertain(job, planned, diagnostic);
    if (located.kind !== 'absent') return uncertain(job, planned, located.diagnostic);
    const patience = Math.max(LEAST_PATIENCE_MS, 2000 * job.session.landsWithin(call));
    const enough = job.session.clock.ticks() - started > patience;
    if (attempt + 1 >= ATTEMPTS || enough || job.stopping.aborted || !isWorthAnother(outcome))
      return { kind: 'not-made', diagnostic };
    job.context.progress(`another reply: the ${calling(job.mapping, planned)} was not created (${diagnostic.summary})`);
  }
}

function markAgain(made: Made, again: boolean): Made {
  return made.kind === 'made' && again ? { ...made, again } : made;
}

/** A request that was refused, or redirected, would be so again. */
function isWorthAnother(outcome: Failure): boolean {
  return 'problem' in outcome && outcome.problem.reason !== 'redirected';
}

/**
 * Deletes an object that is unusable without the lost reply. A delete whose own reply is lost may still be carried out.
 */
async function discard(
  job: Job,
  call: CreateMapping,
  planned: Values,
  object: Json,
): Promise<'gone' | 'kept' | 'uncertain'> {
  const { remove, attributes, reply } = job.mapping;
  if (call.onlyHere === undefined || 'forget' in remove) return 'kept';
  const state = stateFromReply(attributes, reply, object, planned);
  const result = await job.session.call({ object: 'none', ...remove }, asking(job, 'delete', state));
  if (result.kind === 'done') return 'gone';
  if (result.kind === 'impossible') return 'kept';
  const refusal = await goneLate(job, remove, state, result);
  if (refusal === undefined) return 'gone';
  return 'uncertain' in refusal ? 'uncertain' : 'kept';
}

/**
 * Absent: the request had no effect, and will have none. Early: the user does not want to wait until that is certain.
 */
async function lookAfter(
  job: Job,
  call: CreateMapping,
  planned: Values,
  evidence: unknown,
  outcome: Failure,
  attempt: number,
): Promise<Located | { readonly kind: 'early' }> {
  const { session, context } = job;
  await session.clock.sleep(backoff(attempt, session.random), context.signal);
  const landing = { session, context, outcome, withinSeconds: session.landsWithin(call) };
  const found = await lookUntilLanded(landing, async () => {
    const located = await locateNew(job, planned, evidence);
    return located.kind === 'absent' ? undefined : located;
  });
  if (typeof found === 'object') return found;
  return found === 'never' ? { kind: 'absent' } : { kind: 'early' };
}

/** A reply without a readable identity counts as no reply: then the object is searched for. */
async function fromReply(
  job: Job,
  call: CreateMapping,
  planned: Values,
  result: Extract<CallResult, { kind: 'done' }>,
  evidence: unknown,
): Promise<Made> {
  const { mapping } = job;
  const { object, unexpected } = result;
  const fields = call.reply ?? mapping.reply;
  const state = stateFromReply(mapping.attributes, fields, object, planned, { odd: unexpected !== undefined });
  const unnamed = isUnnamed(mapping, state);
  if (call.follow !== undefined) {
    if (!unnamed) await job.context.note(identityNote(mapping, state));
    return afterWork(job, call, planned, state, result, evidence);
  }
  // An object that the configuration identifies exists under that identity, whatever the reply shows.
  const named = unexpected === undefined || namesObject(mapping, fields, object, planned);
  if (!unnamed && !named) return confirmed(job, planned, { object: object ?? null, unexpected });
  if (!unnamed) {
    return {
      ...madeOf({ object: object ?? null, ...(unexpected === undefined ? {} : { unexpected }) }),
      ...(call.reply === undefined ? {} : { answer: true }),
    };
  }
  const located = await locateNew(job, planned, evidence);
  if (located.kind === 'found') return madeOf(located);
  return uncertain(job, planned, unexpected?.error ?? outcomeOfLook(located, job, planned));
}

function madeOf({ object, unexpected }: Shown): Extract<Made, { kind: 'made' }> {
  return { kind: 'made', object, ...(unexpected === undefined ? {} : { unexpected }) };
}

/** Reads what a reply does not identify. */
async function confirmed(
  job: Job,
  planned: Values,
  answer: Shown & { readonly unexpected: Unexpected },
): Promise<Made> {
  const found = await findObject(job, planned, 'fresh');
  return found.kind === 'found' ? madeOf(found) : { ...madeOf(answer), trouble: answer.unexpected.error };
}

function isUnnamed(mapping: ResourceMapping, state: Values): boolean {
  return mapping.identity.some((name) => jsonOf(state[name]) === undefined);
}

/** Waits for the end of the work that the reply started, then reads the object, even if the work failed. */
async function afterWork(
  job: Job,
  call: CreateMapping,
  planned: Values,
  answered: Values,
  result: Extract<CallResult, { kind: 'done' }>,
  evidence: unknown,
): Promise<Made> {
  const { mapping } = job;
  // Values missing from the reply are as planned.
  const said = Object.fromEntries(Object.entries(answered).filter(([, value]) => !isNull(value)));
  const known = { ...planned, ...said };
  const followed = await followCall(job, 'create', call, result.reply, known);
  const whole = { ...known, ...(followed.kind === 'ended' ? followed.gives : {}) };
  const found = isUnnamed(mapping, whole)
    ? await locateNew(job, planned, evidence)
    : await findObject(job, whole, 'fresh');
  const trouble = followed.kind === 'failed' ? followed.diagnostic : undefined;
  if (found.kind === 'found') return { ...madeOf(found), ...(trouble === undefined ? {} : { trouble }) };
  if (followed.kind === 'failed' && followed.final) return { kind: 'not-made', diagnostic: followed.diagnostic };
  const nowhere = found.kind === 'gone' ? { kind: 'absent' as const } : found;
  return uncertain(job, planned, trouble ?? result.unexpected?.error ?? outcomeOfLook(nowhere, job, planned));
}

function outcomeOfLook(located: Located, job: Job, planned: Values): Diagnostic {
  if ('diagnostic' in located) return located.diagnostic;
  const summary = `The reply does not identify the ${calling(job.mapping, planned)}`;
  return { severity: 'error', code: 'unexpected-reply', summary };
}

function uncertain(job: Job, planned: Values, why: Diagnostic): Made {
  const { mapping, session } = job;
  const purpose = purposeOf(mapping, 'create', planned);
  return { kind: 'uncertain', diagnostic: outcomeUnknown(session.speaker, purpose, lookForIt(mapping, planned), why) };
}
