import { isNull, Unknown, objectValue, valuesEqual, type Diagnostic, type Value } from '../../../model/index.js';
import type { ApplyResponse } from '../../requests.js';
import { callOnce } from '../work/begin.js';
import { followCall } from '../work/follow.js';
import { conditionally } from './condition.js';
import { askAbout, isSoAlready, subjectsOf } from './items.js';
import { sentWith } from './sent-with.js';
import { asking, calling, type Job } from '../job.js';
import { claimMade, evidenceFor, identityNote, twinOf } from './locate.js';
import { makeOnce, type Made } from './make.js';
import type { CreateMapping, ResourceMapping, UpdateMapping } from '../mapping/definition.js';
import { jsonOf, stateFromReply, type Values } from '../values/projection.js';
import { findObject } from './read.js';
import type { Shown } from '../found.js';
import { stateShown } from './shown.js';
import { isHopeless } from './settle.js';
import { attributesOf } from '../description/schema.js';
import type { CallResult } from '../calls.js';
import { waitUntilReady } from './ready.js';

/**
 * Creates an object exactly once. If the outcome is unclear, the object is searched for before the request is repeated;
 * what cannot be determined is reported, and the next run searches again.
 */
export async function createResource(job: Job, planned: Values, sent: Values, given: unknown): Promise<ApplyResponse> {
  const evidence = given ?? (await ownEvidence(job, planned));
  if (evidence instanceof Failed) return { state: null, diagnostics: [evidence.diagnostic] };
  const call = createCall(job.mapping, planned);
  const made = await makeOnce(job, call, planned, sent, evidence);
  if (made.kind === 'not-made') return { state: null, diagnostics: [made.diagnostic] };
  if (made.kind === 'uncertain') return { state: undefined, diagnostics: [made.diagnostic], uncertain: true };
  const { mapping, context } = job;
  const fields = (made.answer === true ? call.reply : undefined) ?? mapping.reply;
  const state = stateFromReply(mapping.attributes, fields, made.object, planned, {
    odd: made.unexpected !== undefined,
  });
  claimMade(job, state, planned);
  const mayBeTwins = made.again === true || job.repeats === true;
  const noted = context.note(identityNote(mapping, state));
  if (mayBeTwins || asksMore(job, call, planned, state, made)) await noted;
  // The outcome follows in the same journal: both become durable together, or neither does.
  else noted.catch(() => undefined);
  const twins = mayBeTwins ? await twinOf(job, state, planned, evidence) : [];
  const rest = await finish(job, call, planned, sent, state, made);
  const more = [...job.session.tolerated(made.unexpected), ...twins];
  if (more.length === 0 || rest.state === null) return rest;
  return { ...(twins.length === 0 ? {} : { unfinished: true }), ...rest, diagnostics: [...more, ...rest.diagnostics] };
}

/** Whether {@link finish} sends requests. */
function asksMore(
  { mapping }: Job,
  call: CreateMapping,
  planned: Values,
  named: Values,
  made: Extract<Made, { kind: 'made' }>,
): boolean {
  if (made.trouble !== undefined) return false;
  if (call.wait !== undefined || made.answer === true) return true;
  const created = new Set(attributesOf(call));
  const state = lacking(named, unsentFiles(mapping, created));
  return (mapping.updates ?? []).some((update) => lateIn(update, created, planned, state).length > 0);
}

/** What remains to do once the service has identified the object. */
async function finish(
  job: Job,
  call: CreateMapping,
  planned: Values,
  sent: Values,
  named: Record<string, Value>,
  made: Extract<Made, { kind: 'made' }>,
): Promise<ApplyResponse> {
  const { mapping } = job;
  let state = named;
  if (made.trouble !== undefined) return { state: objectValue(state), diagnostics: [made.trouble] };
  const waited = await finishWork(job, call, state, made.answer === true);
  if (waited.shown !== undefined) state = stateShown(mapping, waited.shown, state);
  if (waited.diagnostic !== undefined)
    return waited.gone === true
      ? { state: null, diagnostics: [waited.diagnostic] }
      : {
          state: objectValue(state),
          diagnostics: [waited.diagnostic],
          ...unfinishedWhen(mapping.settles !== undefined && !isHopeless(mapping, state)),
        };
  return complete(job, call, planned, sent, state);
}

/** The call that creates it: the first matching variant, otherwise the ordinary one. */
function createCall({ create }: ResourceMapping, planned: Values): CreateMapping {
  return create.variants?.find(({ whenSet }) => !isNull(planned[whenSet] ?? null)) ?? create;
}

class Failed {
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic) {
    this.diagnostic = diagnostic;
  }
}

/** The engine provides durable evidence; a create without it makes its own, for its own retries. */
async function ownEvidence(job: Job, planned: Values): Promise<unknown> {
  if (job.mapping.locate === undefined) return null;
  const { evidence, diagnostics } = await evidenceFor(job, {
    type: job.type,
    planned: objectValue(planned),
    context: job.context,
  });
  return diagnostics[0] === undefined ? evidence : new Failed(diagnostics[0]);
}

interface Finished {
  readonly shown?: Shown;
  readonly diagnostic?: Diagnostic;
  readonly gone?: boolean;
}

async function finishWork(job: Job, { wait }: CreateMapping, state: Values, answered: boolean): Promise<Finished> {
  if (wait === undefined) return answered ? lookAt(job, state) : {};
  const waited = await waitUntilReady(job, wait, state);
  const apart = answered || wait.call !== undefined;
  if (waited.kind === 'ready') return apart ? lookAt(job, state) : { shown: { object: waited.object } };
  if (waited.kind === 'failed') {
    const seen: Finished = apart
      ? await lookAt(job, state)
      : waited.object === undefined
        ? {}
        : { shown: { object: waited.object } };
    return { ...seen, diagnostic: waited.diagnostic };
  }
  return vanished(job, state);
}

/** The object itself, if the replies so far were about something else. */
async function lookAt(job: Job, state: Values): Promise<Finished> {
  const found = await findObject(job, state, 'fresh');
  if (found.kind === 'gone') return vanished(job, state);
  if (found.kind === 'failed') return { diagnostic: found.diagnostic };
  return { shown: found };
}

function vanished(job: Job, state: Values): Finished {
  const summary = `The ${calling(job.mapping, state)} vanished while it was being created`;
  return {
    gone: true,
    diagnostic: {
      severity: 'error',
      code: 'work-failed',
      summary,
      detail: 'Find the reason in the service, then apply again.',
    },
  };
}

/** Sends what a create cannot take as updates, as far as the new object differs from the plan. */
async function complete(
  job: Job,
  call: CreateMapping,
  planned: Values,
  sent: Values,
  made: Record<string, Value>,
): Promise<ApplyResponse> {
  const { mapping, session } = job;
  const created = new Set(attributesOf(call));
  const unsent = unsentFiles(mapping, created);
  let state = lacking(made, unsent);
  for (const update of mapping.updates ?? []) {
    const late = lateIn(update, created, planned, state);
    if (late.length === 0) continue;
    if (update.when?.(state, planned) === false) continue;
    const values = { ...sent, ...identityValues(job, state) };
    for (const [index, subject] of subjectsOf(update, state, planned).entries()) {
      const only = subject === undefined ? sentWith(update, late) : undefined;
      const ask = askAbout(asking(job, 'complete', values), subject, index);
      const expected = { prior: state, change: { planned, config: {} } };
      const result = await conditionally(job, update, expected, (more) =>
        callOnce(session, update, { ...ask, ...more }, only),
      );
      if (isSoAlready(update, result)) continue;
      const stop = (diagnostic: Diagnostic): ApplyResponse => ({
        state: objectValue(state),
        diagnostics: [diagnostic],
        ...unfinishedWhen(true),
      });
      if (result.kind !== 'done') return stop(result.diagnostic);
      const followed = await followCall(job, 'complete', update, result.reply, values);
      const shown = await shownAfter(job, update, result, { ...planned, ...values });
      for (const name of late) unsent.delete(name);
      if (shown !== undefined) state = lacking(stateShown(mapping, shown, planned), unsent);
      if (followed.kind === 'failed') return stop(followed.diagnostic);
    }
  }
  return { state: objectValue(state), diagnostics: [] };
}

/** Attributes with the content of files that the create does not take. */
function unsentFiles(mapping: ResourceMapping, created: ReadonlySet<string>): Set<string> {
  const files = Object.entries(mapping.files ?? {}).filter(([file]) => !created.has(file));
  return new Set(files.map(([, { hash }]) => hash));
}

/** The part of an update that the create did not cover. */
function lateIn(
  update: UpdateMapping,
  created: ReadonlySet<string>,
  planned: Values,
  state: Values,
): readonly string[] {
  const isTaken = (name: string): boolean => created.has(name) && update.insists?.includes(name) !== true;
  return attributesOf(update).filter((name) => !isTaken(name) && differs(planned[name], state[name]));
}

function lacking(state: Values, unsent: ReadonlySet<string>): Record<string, Value> {
  const without = objectValue(state);
  for (const name of unsent) without[name] = null;
  return without;
}

/** The existing object is sound: the next plan shows what is missing, and an update completes it. */
function unfinishedWhen(sound: boolean): { readonly unfinished?: true } {
  return sound ? { unfinished: true } : {};
}

/** The object after an update, whose reply need not contain it. */
async function shownAfter(
  job: Job,
  update: UpdateMapping,
  { object, unexpected }: Extract<CallResult, { kind: 'done' }>,
  values: Values,
): Promise<Shown | undefined> {
  const tells = update.object !== 'none' && update.follow === undefined && unexpected === undefined;
  if (tells) return object === undefined ? undefined : { object };
  const found = await findObject(job, values, 'fresh');
  return found.kind === 'found' ? found : undefined;
}

function identityValues(job: Job, state: Values): Values {
  return Object.fromEntries(job.mapping.identity.map((name) => [name, state[name] ?? null]));
}

function differs(planned: Value | undefined, actual: Value | undefined): boolean {
  if (planned === undefined || isNull(planned) || planned instanceof Unknown) return false;
  return jsonOf(planned) !== undefined && !valuesEqual(planned, actual ?? null);
}
