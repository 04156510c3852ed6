import {
  hasErrors,
  canonicalJson,
  encodeValue,
  formatKey,
  isWhollyKnown,
  markPaths,
  sensitivePaths,
  unmarkDeep,
  valuesEqual,
  type Interrupted,
  type Json,
  type ObjectState,
  type ResourceChange,
  type ResourceConfiguration,
  type Schema,
  type Value,
  configuredName,
} from '../../model/index.js';
import type { Provider } from '../../providers/provider.js';
import type { ApplyResponse } from '../../providers/requests.js';
import { callContext, placeDiagnostics } from '../context.js';
import { configurationUnknown, inconsistentFinalPlan } from '../diagnostics.js';
import { assertCompatible } from '../diff/compatible/object.js';
import { proposeNew } from '../diff/propose.js';
import { markSensitiveAttributes } from '../diff/sensitivity.js';
import { keptMarks } from '../evaluate/ephemeral.js';
import { decodeResource } from '../walk/decode-resource.js';
import { identityState, storedIdentity, toObjectState, providerText } from '../object-state.js';
import { checkConditions } from '../walk/conditions.js';
import { ignoreChanges } from '../plan/ignored-paths.js';
import { withOrigin } from '../plan/instance.js';
import type { Place } from '../walk/places.js';
import type { InstanceScope } from '../walk/values.js';
import { storedObject } from './drop.js';
import { ChangeProgress } from './progress.js';
import { provision, provisionersAt } from './provision.js';
import { refOf, storeWhole, type ApplyRun } from './run.js';
import { sendingOf } from './sending.js';
import { settleResult, type Settled } from './settle.js';

/** The input of a making step. */
interface Making {
  readonly run: ApplyRun;
  readonly change: ResourceChange;
  readonly resource: ResourceConfiguration;
  readonly provider: Provider;
  readonly schema: Schema;
  /** The object to update, with marks; null for a create. */
  readonly before: Value;
  /** Left when the provider has answered. */
  readonly place: Place;
}

interface FinalPlan {
  readonly planned: Value;
  readonly config: Value;
  readonly marks: ReturnType<typeof sensitivePaths>;
  readonly private?: string | undefined;
  readonly identity?: Value | undefined;
}

/**
 * Creates or updates one object: evaluates the configuration with the values known by now, plans again, and requires
 * the provider to keep to the first plan.
 *
 * `undo` runs if a create failed, or was never sent, without leaving an object (a create-before-destroy replacement
 * restores the old one).
 */
export async function makeObject(making: Making, undo?: () => Promise<void>): Promise<boolean | 'skipped'> {
  const final = await planAgain(making);
  if (final === undefined) return false;
  const { run, change, provider, place } = making;
  const marked = markSensitiveAttributes(markPaths(final.planned, final.marks), making.schema.block);
  if (making.before !== null && valuesEqual(marked, making.before)) return leaveAsIs(making, marked);
  const likeness =
    making.before === null
      ? provider.abilities.locate?.likeness?.({ type: change.resource.type, planned: final.planned })
      : undefined;
  if (likeness === undefined) return carryOut(making, final, undo);
  // Creates that look alike run one after another: if an answer is lost, a new object can only belong to the last
  // request.
  const key = `${providerText(change.provider)} ${likeness}`;
  const before = run.alike.get(key)?.catch(() => undefined);
  const inTurn = async (): Promise<boolean | 'skipped'> => {
    if (before !== undefined && (await place.waitFor(before)) === 'stopped') {
      await undo?.();
      return 'skipped';
    }
    return carryOut(making, final, undo);
  };
  const turn = inTurn();
  run.alike.set(key, turn);
  return turn;
}

/**
 * An update that turns out to change nothing, once all values are known. As in Terraform the provider is not asked, and the object
 * keeps what the refresh has stored, its earlier dependencies included.
 */
async function leaveAsIs(making: Making, marked: Value): Promise<boolean> {
  const { run, change, place } = making;
  place.leave();
  const due = run.due.after('after_update', change.address);
  const object = storedObject(run, change, undefined);
  const recorded =
    due.length === 0 || object === undefined ? undefined : run.recorder.record(refOf(change), object, due);
  if (recorded !== undefined && !(await storeWhole(run, change.address, change.resourceKey, recorded))) return false;
  run.values.set(change.resourceKey, change.key, marked);
  return holdsAfterwards(making, scopeAfter(making, marked));
}

/** What the postconditions and provisioners of the changed object see. */
const scopeAfter = ({ run, change, resource }: Making, marked: Value): InstanceScope => ({
  ...run.expansions.scope(resource, change.key),
  self: run.values.alone(change.resourceKey, marked),
});

function holdsAfterwards({ run, change, resource }: Making, scope: InstanceScope): boolean {
  const post = checkConditions(run, 'postcondition', resource, change.address, scope);
  run.diagnostics.push(...post);
  return !hasErrors(post);
}

async function carryOut(
  making: Making,
  final: FinalPlan,
  undo: (() => Promise<void>) | undefined,
): Promise<boolean | 'skipped'> {
  const called = await callProvider(making, final);
  if (called === undefined) return false;
  if (called === 'skipped') {
    await undo?.();
    return called;
  }
  const { run, change, resource, provider, schema } = making;
  const { begin, changing, response } = called;
  const creating = making.before === null;
  // Provisioners are a part of the change, and of its place in the limit.
  const provisioning =
    creating && provisionersAt(resource.provisioning, 'create').length > 0 ? resource.provisioning : undefined;
  if (provisioning === undefined || hasErrors(response.diagnostics)) {
    changing.end(response);
    making.place.leave();
  }
  const settled = settleResult({
    address: change.address,
    resource,
    provider,
    block: schema.block,
    action: called.action,
    prior: called.prior,
    planned: markPaths(final.planned, final.marks),
    response,
  });
  run.diagnostics.push(...settled.diagnostics);
  // It is unknown whether the change was made: its begin entry stays open, so that the next run checks.
  if (settled.unclear) return false;

  const marked =
    settled.state === null ? null : markSensitiveAttributes(markPaths(settled.state, final.marks), schema.block);
  const tainted =
    provisioning !== undefined || isTainted(run, change, settled, creating && response.unfinished !== true);
  const object = marked === null ? null : stateOf(making, marked, response, tainted);
  const due = settled.failed ? [] : run.due.after(creating ? 'after_create' : 'after_update', change.address);
  const isProvisioned = provisioning !== undefined && !settled.failed;
  const outcome = run.recorder.settle(begin, { object, failed: settled.failed, due: isProvisioned ? [] : due });
  const whole = await storeWhole(run, change.address, change.resourceKey, outcome);
  if (settled.failed) {
    if (object === null && creating && undo !== undefined) await undo();
    return false;
  }
  run.values.set(change.resourceKey, change.key, marked);
  const scope = scopeAfter(making, marked);
  if (provisioning !== undefined && object !== null) {
    // The object is recorded as tainted until its provisioners have succeeded.
    const succeeded = await provision({ run, change, provisioning, scope }, 'create');
    if (succeeded) await run.recorder.record(refOf(change), { ...object, status: 'ready' }, due);
    if (succeeded) changing.end(response);
    else changing.failed(response.state);
    making.place.leave();
    if (!succeeded) return false;
  }
  if (creating) run.counts.created += 1;
  else run.counts.updated += 1;
  if (!whole) return false;
  return holdsAfterwards(making, scope);
}

/** A call whose outcome is not recorded yet. */
interface Called {
  /** The number of its begin entry in the journal. */
  readonly begin: number;
  readonly action: 'create' | 'update';
  /** The object that was passed to the provider, without marks. */
  readonly prior: Value;
  readonly changing: ChangeProgress;
  readonly response: ApplyResponse;
}

/**
 * Records that the change begins, and asks the provider to make it; undefined after an error before that, `skipped` if
 * the run was stopped before.
 */
async function callProvider(making: Making, final: FinalPlan): Promise<Called | 'skipped' | undefined> {
  const { run, change, provider, schema, place } = making;
  const { context } = run;
  const creating = making.before === null;
  const action = creating ? 'create' : 'update';
  const prior = creating ? null : unmarkDeep(making.before);
  const planned = encodeValue(markSensitiveAttributes(final.planned, schema.block));
  const earlier = creating ? run.absent.get(change.address) : undefined;
  const requestKey = keyOfSame(earlier, planned) ?? context.randomHex(16);
  const located = creating ? await evidenceFor(making, final) : {};
  if (located === undefined) return undefined;
  const kept = { ...located, ...(final.private === undefined ? {} : { private: final.private }), requestKey };
  const began = context.moment();
  const beginning = run.recorder.begin({
    ...refOf(change),
    action,
    intent: {
      planned,
      ...kept,
      schemaVersion: schema.version,
      dependencies: change.dependencies,
      createBeforeDestroy: change.createBeforeDestroy,
    },
    sent: began,
  });
  const waited = place.lends ? await place.lend(beginning) : 'kept';
  const begin = await beginning;
  if (waited === 'stopped') {
    const object = creating ? null : (storedObject(run, change, undefined) ?? null);
    await run.recorder.settle(begin, { object, failed: true });
    return 'skipped';
  }
  const sending = sendingOf(run, begin, began);
  if (waited === 'returned') await sending();
  const changing = new ChangeProgress(run, change, action, schema);
  const response = await changing.call((progress) =>
    provider.apply({
      type: change.resource.type,
      address: change.address,
      prior,
      planned: final.planned,
      config: final.config,
      ...kept,
      ...(final.identity === undefined ? {} : { identity: final.identity }),
      ...(earlier === undefined ? {} : { repeats: true }),
      context: callContext(context, {
        progress,
        note: (data) => run.recorder.note(begin, data),
        sending,
      }),
    }),
  );
  return { begin, action, prior, changing, response };
}

/** What a later run needs to find the new object if the answer is lost; undefined after an error. */
async function evidenceFor(
  { run, change, resource, provider }: Making,
  { planned }: FinalPlan,
): Promise<{ readonly evidence?: unknown } | undefined> {
  const locator = provider.abilities.locate;
  if (locator === undefined) return {};
  const {
    address,
    resource: { type },
  } = change;
  const { evidence, diagnostics } = await locator.evidence({
    type,
    address,
    planned,
    context: callContext(run.context),
  });
  run.diagnostics.push(...placeDiagnostics(diagnostics, address, resource));
  if (hasErrors(diagnostics)) return undefined;
  return evidence === undefined ? {} : { evidence };
}

function stateOf(making: Making, marked: Value, response: ApplyResponse, tainted: boolean): ObjectState {
  const { run, change, provider, schema, before } = making;
  const stored = before === null ? undefined : storedObject(run, change, undefined);
  return toObjectState(marked, schema, {
    identity: identityState(provider.schemas, change.resource.type, response.identity, stored),
    status: tainted ? 'tainted' : 'ready',
    private: response.private,
    dependencies: change.dependencies,
    createBeforeDestroy: change.createBeforeDestroy,
  });
}

/** The key of an earlier, identical request: a service that recognizes it does nothing twice. */
function keyOfSame(earlier: Interrupted | undefined, planned: Json): string | undefined {
  if (earlier === undefined) return undefined;
  const { intent } = earlier.begin;
  return canonicalJson(intent.planned) === canonicalJson(planned) ? intent.requestKey : undefined;
}

/** Records new marks, dependencies or sensitivity of an object without a provider call. */
export async function refreshObjectState(run: ApplyRun, change: ResourceChange, schema: Schema): Promise<boolean> {
  const after = change.after;
  const object = toObjectState(after, schema, {
    status: 'ready',
    private: change.plannedPrivate,
    identity: storedObject(run, change, undefined),
    dependencies: change.dependencies,
    createBeforeDestroy: change.createBeforeDestroy,
  });
  const whole = await storeWhole(run, change.address, change.resourceKey, run.recorder.record(refOf(change), object));
  run.values.set(change.resourceKey, change.key, after);
  run.counts.updated += 1;
  return whole;
}

/**
 * A failed create taints the object, unless the provider reports it as complete; a failed update does not remove the
 * taint.
 */
function isTainted(run: ApplyRun, change: ResourceChange, settled: Settled, creating: boolean): boolean {
  return settled.failed && (creating || wasTainted(run, change));
}

function wasTainted(run: ApplyRun, change: ResourceChange): boolean {
  return (
    run.plan.priorState.resources.get(change.resourceKey)?.instances.get(formatKey(change.key))?.current?.status ===
    'tainted'
  );
}

async function planAgain(making: Making): Promise<FinalPlan | undefined> {
  const { run, change, resource, provider, schema } = making;
  const { address } = change;
  const instance = run.expansions.making(resource, change.key);
  if (!run.validations.allow(configuredName(resource.key, resource.address.module))) return undefined;
  const pre = checkConditions(run, 'precondition', resource, address, instance);
  run.diagnostics.push(...pre);
  if (hasErrors(pre)) return undefined;
  const decoded = decodeResource(resource, schema.block, run.values, instance, address);
  run.diagnostics.push(...withOrigin(decoded.diagnostics, resource));
  if (hasErrors(decoded.diagnostics)) return undefined;
  if (!isWhollyKnown(unmarkDeep(decoded.value))) {
    run.diagnostics.push(configurationUnknown(address, resource));
    return undefined;
  }
  const prior = making.before === null ? null : unmarkDeep(making.before);
  const wanted = ignoreChanges(resource, decoded.value, making.before, schema.block);
  const marks = keptMarks(wanted, schema.block, resource.body);
  const config = unmarkDeep(wanted);
  const { type } = change.resource;
  const stored = prior === null ? undefined : storedObject(run, change, undefined);
  const response = await provider.plan({
    type,
    address,
    prior,
    proposed: proposeNew(schema.block, prior, config),
    config,
    ...(stored?.private === undefined ? {} : { private: stored.private }),
    ...storedIdentity(provider.schemas, type, stored),
  });
  const found = placeDiagnostics(response.diagnostics, address, resource);
  run.diagnostics.push(...found);
  if (hasErrors(found)) return undefined;
  const problems = assertCompatible(schema.block, change.after, response.planned, () => [
    ...marks,
    ...sensitivePaths(decoded.value),
  ]);
  if (problems.length > 0) {
    run.diagnostics.push(inconsistentFinalPlan(address, provider.schemas.source, problems));
    return undefined;
  }
  return { planned: response.planned, config, marks, private: response.private, identity: response.identity };
}
