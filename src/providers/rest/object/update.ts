import {
  errorDiagnostic,
  isNull,
  objectValue,
  Unknown,
  valuesEqual,
  type Diagnostic,
  type Json,
  type Value,
  memberOf,
} from '../../../model/index.js';
import type { ApplyResponse } from '../../requests.js';
import { callOnce } from '../work/begin.js';
import { conditionally } from './condition.js';
import { askAbout, isSoAlready, subjectsOf } from './items.js';
import { sentWith } from './sent-with.js';
import { settle } from './settle.js';
import { followCall } from '../work/follow.js';
import { asking, calling, type Job } from '../job.js';
import { claimChanged } from './locate.js';
import type { UpdateMapping } from '../mapping/definition.js';
import { complete, jsonOf, type Values } from '../values/projection.js';
import { isSame } from '../values/same.js';
import { withPieces } from './pieces.js';
import { confirmGone, findObject } from './read.js';
import { namesObject, stateShown } from './shown.js';
import { attributesOf } from '../description/schema.js';
import { lookUntilLanded } from '../work/landing.js';
import type { CallResult } from '../calls.js';

export interface Update {
  readonly prior: Values;
  readonly planned: Values;
  readonly config: Values;
  /** The planned object, with write-only values. */
  readonly sent: Values;
}

/** Updates an object in place. The returned state includes what was changed before a failure. */
export async function updateResource(job: Job, update: Update): Promise<ApplyResponse> {
  const { mapping } = job;
  const { prior, planned, sent } = update;
  claimChanged(job, prior, planned);
  const changed = changedAttributes(job, update);
  const odd: Diagnostic[] = [];
  let known: Values | undefined;
  for (const call of mapping.updates ?? []) {
    // A change that an update cannot express (unsetting a value) does not justify an empty one.
    const carried = attributesOf(call).filter(
      (name) => changed.includes(name) && (jsonOf(sent[name]) !== undefined || isCleared(call, planned[name])),
    );
    if (carried.length === 0 || call.when?.(prior, planned) === false) continue;
    const subjects = subjectsOf(call, prior, planned);
    for (const [index, subject] of subjects.entries()) {
      const now = await lookFirst(job, update, call);
      if ('result' in now) return failedUpdate(job, update, now.result, known);
      if (now.current !== undefined && call.isSo?.(now.current, planned) === true) {
        known = stateShown(mapping, { object: now.current }, planned);
        continue;
      }
      const ask = askAbout({ ...askToChange(job, update), about: { prior, current: now.current } }, subject, index);
      const only = subject === undefined ? sentWith(call, carried) : undefined;
      const result = await conditionally(job, call, { prior, change: update }, (more) =>
        callOnce(job.session, call, { ...ask, ...more }, only),
      );
      if (isSoAlready(call, result)) continue;
      const moved = await movedAlready(job, update, result);
      if (moved !== undefined) {
        known = moved;
        continue;
      }
      const shown = await shownLate(job, update, call, carried, result);
      if (shown === 'uncertain' && result.kind !== 'done')
        return { state: undefined, uncertain: true, diagnostics: [result.diagnostic] };
      if (typeof shown === 'object') {
        known = shown;
        continue;
      }
      if (result.kind !== 'done' && index > 0) return unfinished(job, update, result.diagnostic, known);
      if (result.kind !== 'done') return failedUpdate(job, update, result, known);
      const followed = await followCall(job, 'change', call, result.reply, prior);
      if (followed.kind === 'failed') return unfinished(job, update, followed.diagnostic, known);
      odd.push(...job.session.tolerated(result.unexpected));
      if (index < subjects.length - 1) continue;
      known = await afterCall(job, update, call, result);
    }
  }
  const waited = await settle(job, planned, known !== undefined);
  if (waited?.diagnostic !== undefined) return unfinished(job, update, waited.diagnostic, known);
  known = waited?.known ?? known ?? (await lookedAt(job, update));
  return {
    state: objectValue(known === undefined ? settled(job, planned) : asPlanned(job, update, known)),
    diagnostics: odd,
  };
}

/** The present object, if nothing was sent and the service decides its value. */
async function lookedAt(job: Job, { planned }: Update): Promise<Values | undefined> {
  if (!Object.values(planned).some((value) => value instanceof Unknown)) return undefined;
  const found = await findObject(job, planned, 'fresh');
  return found.kind === 'found' ? stateShown(job.mapping, found, planned) : undefined;
}

/** A value that the service decides (a computed attribute that is not known) is not unset. */
function isCleared({ clears }: UpdateMapping, planned: Value | undefined): boolean {
  return clears !== undefined && !(planned instanceof Unknown);
}

/** The attributes to send: those that differ, and those that are sent again because their version differs. */
function changedAttributes(job: Job, { prior, planned }: Update): readonly string[] {
  const { attributes } = job.mapping;
  const changed = Object.keys(attributes).filter((name) => !valuesEqual(prior[name] ?? null, planned[name] ?? null));
  return [...changed, ...changed.flatMap((name) => attributes[name]?.versionOf ?? [])];
}

/** The present object, for a change that is merged with it. */
async function lookFirst(
  job: Job,
  { prior, planned, sent }: Update,
  call: UpdateMapping,
): Promise<{ readonly current?: Json } | { readonly result: Exclude<CallResult, { kind: 'done' }> }> {
  const { when, beside = [] } = typeof call.looks === 'object' ? call.looks : {};
  if (call.looks === undefined || call.looks === false || when?.(prior, planned) === false) return {};
  const plain = await findObject(job, prior, 'fresh');
  const found = plain.kind === 'found' ? await withPieces(job, plain, sent, 'fresh', beside) : plain;
  if (found.kind === 'found') {
    const why = call.refuses?.(found.object, prior, planned);
    return why === undefined
      ? { current: found.object }
      : { result: { kind: 'impossible', diagnostic: notSo(job, prior, why) } };
  }
  if (found.kind === 'failed') return { result: { kind: 'impossible', diagnostic: found.diagnostic } };
  return { result: { kind: 'impossible', diagnostic: vanishedNow(job, prior) } };
}

function notSo(job: Job, prior: Values, why: string): Diagnostic {
  return errorDiagnostic('not-changeable', `The ${calling(job.mapping, prior)} cannot be changed this way`, {
    detail: job.session.speaker.redactor.text(why),
  });
}

/** The object is addressed by its present values and sent the planned ones. */
function askToChange(job: Job, { prior, sent }: Update): ReturnType<typeof asking> {
  const address = { ...sent, ...Object.fromEntries(job.mapping.identity.map((name) => [name, prior[name] ?? null])) };
  return asking(job, 'change', sent, { address });
}

async function afterCall(
  job: Job,
  { planned }: Update,
  call: UpdateMapping,
  result: Extract<CallResult, { kind: 'done' }>,
): Promise<Values> {
  const { mapping } = job;
  const { object = null, unexpected } = result;
  const tells = call.object !== 'none' && call.follow === undefined;
  if (tells && (unexpected === undefined || namesObject(mapping, mapping.reply, object, planned)))
    return stateShown(mapping, { object, ...(unexpected === undefined ? {} : { unexpected }) }, planned);
  const found = await findObject(job, planned, 'fresh');
  return found.kind === 'found' ? stateShown(mapping, found, planned) : settled(job, planned);
}

/** For a rename whose reply was lost: on retry, the old name is gone and the new one exists. */
async function movedAlready(job: Job, { prior, planned }: Update, result: CallResult): Promise<Values | undefined> {
  const { identity } = job.mapping;
  const moves = identity.some((name) => !valuesEqual(prior[name] ?? null, planned[name] ?? null));
  if (!moves || result.kind !== 'failed') return undefined;
  const { outcome } = result;
  const perhaps = outcome.kind === 'unclear' || (outcome.kind === 'refused' && outcome.reply.status === 404);
  if (!perhaps || (await findObject(job, prior, 'fresh')).kind !== 'gone') return undefined;
  const found = await findObject(job, planned, 'fresh');
  return found.kind === 'found' ? stateShown(job.mapping, found, planned) : undefined;
}

/**
 * A change whose reply is lost may still take effect: it is searched for until then. Returns the object if it shows the
 * change; undefined if the change did not and will not take effect; `uncertain` if neither can be determined.
 */
async function shownLate(
  job: Job,
  update: Update,
  call: UpdateMapping,
  carried: readonly string[],
  result: CallResult,
): Promise<Values | 'uncertain' | undefined> {
  if (result.kind !== 'failed' || result.outcome.late === undefined) return undefined;
  const { session, context, mapping } = job;
  const { outcome } = result;
  if ('problem' in outcome && outcome.problem.reason === 'stopped') return 'uncertain';
  const { prior, planned } = update;
  const landing = { session, context, outcome, withinSeconds: session.landsWithin(call) };
  const seen = await lookUntilLanded<Values | 'uncertain'>(landing, async () => {
    const found = await findObject(job, prior, 'fresh');
    if (found.kind === 'failed') return 'uncertain';
    if (found.kind === 'gone') return movedAlready(job, update, result);
    const { attributes } = mapping;
    // Read on top of the previous values: what the reply does not show counts as unchanged.
    const now = stateShown(mapping, found, prior);
    const shows = carried.every((name) =>
      isSame(memberOf(attributes, name), now[name] ?? null, planned[name] ?? null, true),
    );
    return shows ? stateShown(mapping, found, planned) : undefined;
  });
  return seen === 'never' ? undefined : seen === 'stopped' ? 'uncertain' : seen;
}

/** If the outcome is unclear, the present object tells. */
async function failedUpdate(
  job: Job,
  { prior }: Update,
  result: Exclude<CallResult, { kind: 'done' }>,
  known: Values | undefined,
): Promise<ApplyResponse> {
  const diagnostics = [result.diagnostic];
  const before = known === undefined ? undefined : objectValue(known);
  if (result.kind === 'impossible') return { state: before, diagnostics };
  const { outcome } = result;
  if (outcome.kind === 'refused' && outcome.reply.status === 404)
    return vanished(job, prior, result.diagnostic, before);
  if (outcome.kind !== 'unclear') return { state: before, diagnostics };
  const found = await findObject(job, prior, 'fresh');
  if (found.kind !== 'found') return { state: found.kind === 'gone' ? null : before, diagnostics };
  return {
    state: objectValue(stateShown(job.mapping, found, prior)),
    diagnostics,
  };
}

/** The service started the change and did not complete it: the present object shows how far it came. */
async function unfinished(
  job: Job,
  { prior }: Update,
  diagnostic: Diagnostic,
  known: Values | undefined,
): Promise<ApplyResponse> {
  const found = await findObject(job, prior, 'fresh');
  if (found.kind === 'found')
    return { state: objectValue(stateShown(job.mapping, found, prior)), diagnostics: [diagnostic] };
  return { state: known === undefined ? undefined : objectValue(known), diagnostics: [diagnostic] };
}

async function vanished(
  job: Job,
  prior: Values,
  missing: Diagnostic,
  before: Value | undefined,
): Promise<ApplyResponse> {
  // The object may exist while something it refers to does not.
  const found = await findObject(job, prior, 'fresh');
  if (found.kind === 'found') return { state: before, diagnostics: [missing] };
  const confirmed = found.kind === 'gone' ? await confirmGone(job, prior, missing) : found;
  if (confirmed.kind === 'failed') return { state: before, diagnostics: [confirmed.diagnostic] };
  return { state: null, diagnostics: [vanishedNow(job, prior)] };
}

function vanishedNow(job: Job, prior: Values): Diagnostic {
  const summary = `The ${calling(job.mapping, prior)} vanished before it could be changed`;
  return errorDiagnostic('vanished', summary, { detail: 'Run plan again: it will be created again.' });
}

/**
 * Attributes that were planned to stay keep their value in this reply, even if something else changed them at the same
 * moment: that is drift, which the next refresh finds and shows.
 */
function asPlanned(job: Job, { planned, config }: Update, actual: Values): Values {
  const state = { ...settled(job, actual) };
  for (const [name, attribute] of Object.entries(job.mapping.attributes)) {
    const own = attribute.computed === true && attribute.default === undefined && isNull(config[name] ?? null);
    const wanted = planned[name];
    if (own && wanted !== undefined && !(wanted instanceof Unknown)) state[name] = wanted;
  }
  return state;
}

function settled(job: Job, values: Values): Values {
  const whole = complete(job.mapping.attributes, values);
  for (const [name, value] of Object.entries(whole))
    if (value instanceof Unknown || job.mapping.attributes[name]?.writeOnly === true) whole[name] = null;
  return whole;
}
