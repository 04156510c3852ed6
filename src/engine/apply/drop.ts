import {
  addressIn,
  type Configuration,
  formatConfigured,
  formatKey,
  impliedType,
  modulesOf,
  type Provisioning,
  type ResourceAddress,
  unmarkDeep,
  valueFromJson,
  type ObjectState,
  type ResourceChange,
  type Schema,
  type Value,
  configuredResource,
} from '../../model/index.js';
import type { Provider } from '../../providers/provider.js';
import { callContext } from '../context.js';
import { markSensitiveAttributes } from '../diff/sensitivity.js';
import { identityState, storedIdentity, toObjectState, withStateMarks } from '../object-state.js';
import type { Place } from '../walk/places.js';
import { ChangeProgress } from './progress.js';
import { provision, provisionersAt } from './provision.js';
import { refOf, storeWhole, type ApplyRun } from './run.js';
import { sendingOf } from './sending.js';
import { settleResult } from './settle.js';

interface Dropping {
  readonly run: ApplyRun;
  readonly change: ResourceChange;
  readonly provider: Provider;
  readonly schema: Schema;
  /** Left when the provider has answered. */
  readonly place: Place;
}

/** Deletes the current object of an instance, or a deposed one. */
export async function dropObject(
  { run, change, provider, schema, place }: Dropping,
  deposed: string | undefined,
): Promise<boolean | 'skipped'> {
  const stored = storedObject(run, change, change.deposed);
  const prior = change.before === null ? valueOf(stored, schema) : unmarkDeep(change.before);
  const privateBytes = stored?.private ?? change.plannedPrivate;
  const provisioning = deposed === undefined ? provisioningOf(run, change, stored) : undefined;
  const start = (): ChangeProgress => new ChangeProgress(run, change, 'delete', schema, deposed);
  const provisioned = provisioning === undefined ? undefined : start();
  if (provisioning !== undefined && !(await provisionBefore(run, change, provisioning, prior))) {
    provisioned?.failed();
    return false;
  }
  const requestKey = run.context.randomHex(16);
  const began = run.context.moment();
  const beginning = run.recorder.begin({
    ...refOf(change, deposed),
    action: 'delete',
    intent: {
      planned: null,
      ...(privateBytes === undefined ? {} : { private: privateBytes }),
      schemaVersion: schema.version,
      dependencies: change.dependencies,
      createBeforeDestroy: change.createBeforeDestroy,
      requestKey,
    },
    sent: began,
  });
  // A deletion whose provisioners have run has started, and is not given up any more.
  const waited = place.lends && provisioned === undefined ? await place.lend(beginning) : 'kept';
  const begin = await beginning;
  if (waited === 'stopped') {
    await run.recorder.settle(begin, { object: stored ?? null, failed: true });
    return 'skipped';
  }
  const sending = sendingOf(run, begin, began);
  if (waited === 'returned') await sending();
  const changing = provisioned ?? start();
  const response = await changing.call((progress) =>
    provider.apply({
      type: change.resource.type,
      address: change.address,
      prior,
      planned: null,
      config: null,
      ...(privateBytes === undefined ? {} : { private: privateBytes }),
      ...storedIdentity(provider.schemas, change.resource.type, stored),
      requestKey,
      context: callContext(run.context, {
        progress,
        note: (data) => run.recorder.note(begin, data),
        sending,
      }),
    }),
  );
  changing.end(response);
  place.leave();
  const resource = configuredResource(run.context.configuration, change.resourceKey);
  const settled = settleResult({
    address: change.address,
    resource,
    provider,
    block: schema.block,
    action: 'delete',
    prior,
    planned: null,
    response,
  });
  run.diagnostics.push(...settled.diagnostics);
  if (settled.unclear) return false;
  const object: ObjectState | null =
    settled.state === null
      ? null
      : toObjectState(markedAsBefore(settled.state, schema, stored), schema, {
          status: stored?.status ?? 'ready',
          identity: identityState(provider.schemas, change.resource.type, response.identity, stored),
          private: response.private ?? privateBytes,
          dependencies: stored?.dependencies ?? change.dependencies,
          createBeforeDestroy: stored?.createBeforeDestroy ?? change.createBeforeDestroy,
        });
  const due = settled.failed ? [] : run.due.after('after_destroy', change.address);
  const outcome = run.recorder.settle(begin, { object, failed: settled.failed, due });
  await storeWhole(run, change.address, change.resourceKey, outcome);
  if (settled.failed) return false;
  run.counts.deleted += 1;
  return true;
}

/** What runs before an object is destroyed. One that is tainted may never have been complete. */
function provisioningOf(
  { context: { configuration } }: ApplyRun,
  change: ResourceChange,
  stored: ObjectState | undefined,
): Provisioning | undefined {
  if (stored?.status === 'tainted') return undefined;
  const provisioning =
    configuredResource(configuration, change.resourceKey)?.provisioning ??
    removedProvisioning(configuration, change.resource);
  return provisionersAt(provisioning, 'destroy').length === 0 ? undefined : provisioning;
}

function provisionBefore(
  run: ApplyRun,
  change: ResourceChange,
  provisioning: Provisioning,
  prior: Value,
): Promise<boolean> {
  const { key } = change;
  const self = run.values.alone(change.resourceKey, change.before === null ? prior : change.before);
  // `each.value` may no longer exist; validation allows `each.key` only.
  const scope = { key, self, ...(typeof key === 'string' ? { each: key } : {}) };
  return provision({ run, change, provisioning, scope }, 'destroy');
}

/** The provisioners that a `removed` block has for the objects of a resource. */
function removedProvisioning(configuration: Configuration, resource: ResourceAddress): Provisioning | undefined {
  const name = formatConfigured(resource);
  for (const { path, removed } of modulesOf(configuration)) {
    const block = removed.find(({ from }) => addressIn(path, from) === name);
    if (block?.provisioning !== undefined) return block.provisioning;
  }
  return undefined;
}

/** What is left of an object whose delete failed, with the same sensitive parts as before. */
function markedAsBefore(value: Value, schema: Schema, stored: ObjectState | undefined): Value {
  const marked = markSensitiveAttributes(value, schema.block);
  return stored === undefined ? marked : withStateMarks(marked, stored);
}

/** The object in the plan's prior state that a change applies to. */
export function storedObject(
  run: ApplyRun,
  change: ResourceChange,
  deposed: string | undefined,
): ObjectState | undefined {
  const instance = run.plan.priorState.resources.get(change.resourceKey)?.instances.get(formatKey(change.key));
  return deposed === undefined ? instance?.current : instance?.deposed.get(deposed);
}

function valueOf(stored: ObjectState | undefined, schema: Schema): ReturnType<typeof valueFromJson> {
  return stored === undefined ? null : valueFromJson(stored.attributes, impliedType(schema.block));
}
