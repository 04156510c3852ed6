import {
  after,
  append,
  eachInstance,
  formatInstance,
  formatKey,
  formatResource,
  hasErrors,
  storedProvider,
  type ActionReason,
  type Diagnostic,
  type Eventual,
  type InstanceKey,
  type ObjectRef,
  type ResourceChange,
  type ResourceConfiguration,
  configuredResource,
  addressIn,
  formatConfigured,
  isInModule,
  modulesOf,
  type Configuration,
  type ResourceAddress,
} from '../../model/index.js';
import { forgottenEach, planTriggersOf } from '../actions/plan.js';
import { walkInside } from '../walk/walk.js';
import { placeDiagnostics } from '../context.js';
import { preventDestroy } from '../diagnostics.js';
import type { RefreshedObject, StoredObject } from '../refresh/refresh.js';
import { forEachLimited } from '../walk/schedule.js';
import { askDelete } from './ask-delete.js';
import type { Deletion } from './deletion.js';
import { holdDeletes } from './held-deletes.js';
import { originOf } from './instance.js';
import type { Move } from './moves.js';
import { addChange, type PlanWalk } from './plan-walk.js';

/**
 * Plans the deletion of objects in state that are not configured: surplus instances, removed resources, deposed
 * objects.
 */
export async function planOrphans(
  walk: PlanWalk,
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
  moves: ReadonlyMap<string, Move>,
): Promise<void> {
  const deletes: Deletion[] = [];
  eachInstance(walk.context.state, ({ key, current, deposed }, resource, resourceKey) => {
    if (resource.address.mode === 'data') return;
    const keys = wanted.get(resourceKey);
    const isWanted = keys?.has(formatKey(key)) === true;
    if (isWanted && deposed.size === 0) return;
    const configured = configuredResource(walk.context.configuration, resourceKey);
    // The instances of a configured resource are unknown, so it is unknown which of them are surplus.
    if (keys === undefined && isUndecided(walk, resourceKey)) return;
    if (!walk.selection.includes(resourceKey, formatInstance(resourceKey, key))) return;
    for (const [id, stored] of deposed) deletes.push({ resource, at: { key, deposed: id }, stored });
    if (current !== undefined && !isWanted)
      deletes.push({
        resource,
        at: { key },
        stored: current,
        reason: orphanReason(walk, configured, key, moves.has(formatInstance(resourceKey, key))),
      });
  });
  await planDeletes(walk, await holdDeletes(walk, deletes), moves);
}

/** Whether a resource is configured, in an instance of a module that exists or may exist. */
export function isUndecided({ context, values }: PlanWalk, resourceKey: string): boolean {
  const configured = configuredResource(context.configuration, resourceKey);
  return configured !== undefined && values.at(configured.address.module) !== 'missing';
}

/** Why an instance is no longer wanted, in Terraform's terms. */
export function orphanReason(
  { values }: Pick<PlanWalk, 'values'>,
  configured: ResourceConfiguration | undefined,
  key: InstanceKey,
  isMoved = false,
): ActionReason {
  if (configured === undefined) return isMoved ? 'delete_because_no_move_target' : 'delete_because_no_resource_config';
  if (values.at(configured.address.module) === 'missing') return 'delete_because_no_module';
  if (configured.count !== undefined)
    return typeof key === 'number' ? 'delete_because_count_index' : 'delete_because_wrong_repetition';
  if (configured.forEach !== undefined)
    return typeof key === 'string' ? 'delete_because_each_key' : 'delete_because_wrong_repetition';
  if (configured.enabled !== undefined && key === undefined) return 'delete_because_enabled_false';
  return 'delete_because_wrong_repetition';
}

/**
 * Plans deletions. If a provider keeps an object, the plan has an error, because a plan without errors must not drop
 * objects that still exist.
 */
export async function planDeletes(
  walk: PlanWalk,
  deletions: readonly Deletion[],
  moves?: ReadonlyMap<string, Move>,
): Promise<void> {
  const kept: Diagnostic[] = [];
  await forEachLimited(deletions, walk.context.parallelism, async (deletion) => {
    append(kept, await planDelete(walk, deletion, moves));
  });
  report(walk, kept);
}

/** Plans the deletion of an object that was just found. */
export async function planDeleteOf(
  walk: PlanWalk,
  found: RefreshedObject,
  reason: ActionReason | undefined,
): Promise<void> {
  report(walk, await planFound(walk, found, reason, undefined));
}

/** Reports objects that providers keep, unless another error stops the plan anyway. */
function report(walk: PlanWalk, kept: readonly Diagnostic[]): void {
  if (!hasErrors(walk.diagnostics) && !hasErrors(walk.refresher.diagnostics)) append(walk.diagnostics, kept);
}

async function planDelete(
  walk: PlanWalk,
  { resource, at, stored, reason }: Deletion,
  moves: ReadonlyMap<string, Move> | undefined,
): Promise<readonly Diagnostic[]> {
  const resourceKey = formatResource(resource.address);
  const address = formatInstance(resourceKey, at.key);
  const ref: ObjectRef = { resource: resource.address, provider: resource.provider, ...at };
  const refreshed = await refreshStored(walk, { ref, resourceKey, address, stored });
  // Already gone (or not readable, which has been reported): nothing is left to delete.
  if (refreshed === undefined || refreshed.value === null) return [];
  return planFound(walk, refreshed, reason, at.deposed === undefined ? moves?.get(address) : undefined);
}

/** Returns an error if the provider keeps the object without reporting an error of its own. */
async function planFound(
  walk: PlanWalk,
  found: RefreshedObject,
  reason: ActionReason | undefined,
  move: Move | undefined,
): Promise<readonly Diagnostic[]> {
  const { ref, resourceKey, address } = found;
  const configured = configuredResource(walk.context.configuration, resourceKey);
  if (configured?.lifecycle.preventDestroy === true && ref.deposed === undefined) {
    walk.diagnostics.push(preventDestroy(configured, address, 'destroy'));
    return [];
  }
  const isKept =
    configured === undefined
      ? isForgotten(walk.context.configuration, ref.resource)
      : configured.lifecycle.destroy === false && ref.deposed === undefined;
  if (isKept) {
    const forgotten = { ...deleteChange(found, reason, configured), action: 'forget' as const };
    addChange(walk, move === undefined ? forgotten : { ...forgotten, previousAddress: move.from });
    return [];
  }
  // The refresh reports problems of the provider configuration.
  const { provider } = await walk.providers.named(ref.provider, address);
  if (provider === undefined) return [];
  const { diagnostics, kept } = await askDelete(walk, found, provider);
  append(walk.diagnostics, placeDiagnostics(diagnostics, address));
  if (hasErrors(diagnostics)) return [];
  if (kept !== undefined) return [kept];
  const deleted = deleteChange(found, reason, configured);
  const change = move === undefined ? deleted : { ...deleted, previousAddress: move.from };
  addChange(walk, change);
  if (configured === undefined || configured.lifecycle.actionTriggers.length === 0 || ref.deposed !== undefined)
    return [];
  const inside = walkInside(walk, configured.address.module);
  if (inside !== undefined) await planTriggersOf(inside, configured, change, forgottenEach(ref.key));
  return [];
}

/** Whether a `removed` block says that the object stays when its resource leaves the configuration. */
function isForgotten(configuration: Configuration, resource: ResourceAddress): boolean {
  const name = formatConfigured(resource);
  return modulesOf(configuration).some(({ path, removed }) =>
    removed.some(({ from, destroy }) => {
      const place = addressIn(path, from);
      return !destroy && (name === place || (isInModule(from) && name.startsWith(`${place}.`)));
    }),
  );
}

function deleteChange(
  refreshed: RefreshedObject,
  reason: ActionReason | undefined,
  configured: ResourceConfiguration | undefined,
): ResourceChange {
  const { ref, resourceKey, address, object } = refreshed;
  return {
    address,
    resource: ref.resource,
    resourceKey,
    key: ref.key,
    ...(ref.deposed === undefined ? {} : { deposed: ref.deposed }),
    provider: storedProvider(ref.provider),
    action: 'delete',
    ...(reason === undefined ? {} : { reason }),
    before: refreshed.value,
    after: null,
    replacePaths: [],
    ...(refreshed.private === undefined ? {} : { plannedPrivate: refreshed.private }),
    dependencies: object?.dependencies ?? [],
    createBeforeDestroy: object?.createBeforeDestroy ?? false,
    schemaVersion: refreshed.schema.version,
    ...(configured === undefined ? {} : originOf(configured)),
  };
}

/** Reads one object in state through the provider configuration that state names. */
export function refreshStored(walk: PlanWalk, object: StoredObject): Eventual<RefreshedObject | undefined> {
  return after(walk.providers.named(object.ref.provider, object.address), ({ provider, diagnostics }) => {
    if (diagnostics.length > 0) walk.diagnostics.push(...diagnostics);
    if (provider === undefined || hasErrors(diagnostics)) return undefined;
    return walk.refresher.object(object, provider);
  });
}
