import {
  append,
  after,
  formatConfigured,
  formatInstance,
  formatKey,
  hasErrors,
  nearest,
  UNKNOWN,
  type Eventual,
  type InstanceKey,
  type LocalConfiguration,
  type Interrupted,
  type RefreshedEntry,
  type ResourceConfiguration,
  type Schema,
  addressIn,
  configuredName,
} from '../../model/index.js';
import type { Provider } from '../../providers/provider.js';
import { planTriggers } from '../actions/plan.js';
import { schemaMissing } from '../diagnostics.js';
import { evaluate } from '../evaluate/evaluate.js';
import { localNode } from '../graph/build.js';
import type { SharedValues } from '../evaluate/shared.js';
import { providerText, toObjectState, configurationOf } from '../object-state.js';
import { recoverCreate } from '../refresh/recover.js';
import type { RefreshedObject } from '../refresh/refresh.js';
import { forEachLimited } from '../walk/schedule.js';
import { planData } from './data.js';
import type { WantedImport } from '../walk/import-blocks.js';
import { pendingBefore } from './defer.js';
import { deferResource } from './defer-resource.js';
import { importedObject, importingOf } from './import-object.js';
import { expand, isPending, type Instance } from '../walk/expand.js';
import { schemaAt, typesLike } from '../walk/schema-at.js';
import { planInstance, withOrigin } from './instance.js';
import type { Move } from './moves.js';
import { refreshStored } from './orphans.js';
import { rememberResource } from '../walk/remembered.js';
import { settledOrder } from './settled-order.js';
import { addChange, type PlanWalk } from './plan-walk.js';

/** Results of the walk over the configuration, in addition to changes and values. */
export interface WalkResult {
  /** The formatted instance keys that the configuration asks for, by resource. */
  readonly wanted: Map<string, ReadonlySet<string>>;
  /** Data resources that were read and objects that were recovered, to be recorded in state. */
  readonly entries: RefreshedEntry[];
  /** Unchanged objects whose order relative to others differs from state. */
  readonly settled: RefreshedEntry[];
  /** Recovered objects, for drift and for orphans. */
  readonly recovered: Map<string, RefreshedObject>;
}

/** Plans one configured resource: expands it and plans each instance. False if errors prevent that. */
export function planResource(
  walk: PlanWalk,
  resource: ResourceConfiguration,
  moves: ReadonlyMap<string, Move>,
  interrupted: ReadonlyMap<string, Interrupted>,
  result: WalkResult,
): Eventual<boolean> {
  const { values } = walk;
  if (!walk.selection.includes(resource.key)) return keepOutside(walk, resource);
  const name = configuredName(resource.key, resource.address.module);
  const needed = walk.deferrals.beforeNamed(name, values);
  if (needed !== undefined) return deferResource(walk, resource, needed);
  const expansion = expand(resource, values);
  const waitsFor = isPending(expansion) ? pendingBefore(walk, resource) : undefined;
  if (waitsFor !== undefined) return deferResource(walk, resource, { reason: 'instance_count_unknown', waitsFor });
  if (expansion.diagnostics.length > 0) append(walk.diagnostics, withOrigin(expansion.diagnostics, resource));
  const { instances } = expansion;
  if (instances === undefined) return false;
  if (resource.count !== undefined) values.resources.set(resource.key, { kind: 'count', values: [] });
  else if (resource.forEach !== undefined) values.resources.set(resource.key, { kind: 'each', values: new Map() });
  else if (instances.length === 0) values.resources.set(resource.key, { kind: 'single', value: null });
  walk.checks.visit(name);
  result.wanted.set(resource.key, keysOf(instances));

  return after(walk.providers.forResource(resource), ({ provider, diagnostics }) => {
    if (diagnostics.length > 0) append(walk.diagnostics, diagnostics);
    if (provider === undefined || hasErrors(diagnostics)) return false;
    const schema = schemaFor(walk, resource, provider);
    if (schema === undefined) return false;
    const planned = planAll({ walk, resource, schema, provider, moves, interrupted, result }, instances);
    if (resource.lifecycle.actionTriggers.length === 0) return planned;
    return after(planned, (done) => done && planTriggers(walk, resource, instances));
  });
}

/** The keys of a resource without count and for_each. */
const ONE: ReadonlySet<string> = new Set([formatKey(undefined)]);

function keysOf(instances: readonly Instance[]): ReadonlySet<string> {
  if (instances.length === 1 && instances[0]?.key === undefined) return ONE;
  return new Set(instances.map((instance) => formatKey(instance.key)));
}

function schemaFor(walk: PlanWalk, resource: ResourceConfiguration, { schemas }: Provider): Schema | undefined {
  const { type } = resource.address;
  const schema = schemaAt(schemas, resource.address);
  if (schema !== undefined) return schema;
  const types = typesLike(schemas, resource.address);
  walk.diagnostics.push(schemaMissing(resource.key, type, schemas.source, nearest(type, types), resource));
  return undefined;
}

function planAll(job: Job, instances: readonly Instance[]): Eventual<boolean> {
  const first = instances[0];
  if (first !== undefined && instances.length === 1) return planOne(job, first);
  const shared: SharedValues = new Map();
  let ok = true;
  const planned = forEachLimited(instances, job.walk.context.parallelism, (instance) =>
    after(planOne(job, { ...instance, shared }), (done) => void (ok &&= done)),
  );
  return after(planned, () => ok);
}

interface Job {
  readonly walk: PlanWalk;
  readonly resource: ResourceConfiguration;
  readonly schema: Schema;
  readonly provider: Provider;
  readonly moves: ReadonlyMap<string, Move>;
  readonly interrupted: ReadonlyMap<string, Interrupted>;
  readonly result: WalkResult;
}

function planOne(job: Job, instance: Instance): Eventual<boolean> {
  const { walk, resource } = job;
  const address = formatInstance(resource.key, instance.key);
  if (!walk.selection.includes(resource.key, address)) {
    leaveConditions(walk, resource, [instance]);
    return keepRemembered(walk, resource, instance);
  }
  return resource.address.mode === 'data' ? planOneData(job, instance) : planOneManaged(job, instance, address);
}

async function planOneData(job: Job, instance: Instance): Promise<boolean> {
  const { walk, resource, schema, provider, result } = job;
  const planned = await planData(walk, resource, instance, schema, provider);
  append(walk.diagnostics, planned.diagnostics);
  if (planned.value === undefined) return false;
  walk.values.set(resource.key, instance.key, planned.value);
  if (planned.change !== undefined) addChange(walk, planned.change);
  const found = planned.change === undefined ? planned.value : planned.stored;
  if (found === undefined) {
    const known = walk.context.state.resources.get(resource.key);
    // The previous result is outdated; apply will read the new one.
    if (known?.instances.has(formatKey(instance.key)) === true) {
      result.entries.push({
        ref: { resource: resource.address, key: instance.key, provider: known.provider },
        object: null,
      });
    }
    return true;
  }
  const object = toObjectState(found, schema, {
    status: 'ready',
    dependencies: [],
    createBeforeDestroy: false,
  });
  const text = providerText(configurationOf(provider.schemas.source, resource.provider));
  result.entries.push({ ref: { resource: resource.address, key: instance.key, provider: text }, object });
  return true;
}

function planOneManaged(job: Job, instance: Instance, address: string): Eventual<boolean> {
  const existing = existingObject(job, instance, address);
  return after(existing, (found) => {
    if (found === 'unreadable') return false;
    const wanted = found === undefined ? job.walk.imports.at(address) : undefined;
    return wanted === undefined
      ? planObject(job, instance, address, found)
      : planImported(job, instance, address, wanted);
  });
}

/** An object that an import block names and that is not in state yet. */
async function planImported(job: Job, instance: Instance, address: string, wanted: WantedImport): Promise<boolean> {
  const { walk, resource, provider, result } = job;
  const { object, diagnostics } = await importedObject(walk, resource, wanted, provider);
  append(walk.diagnostics, diagnostics);
  if (object === undefined) return false;
  result.entries.push({ ref: object.ref, object: object.object });
  return planObject(job, instance, address, object, wanted);
}

/** The existing object of an instance, found through state or an interrupted create. */
function existingObject(
  job: Job,
  instance: Instance,
  address: string,
): Eventual<RefreshedObject | 'unreadable' | undefined> {
  const { walk, resource, interrupted } = job;
  const read = walk.refresher.objects.get(address);
  if (read !== undefined) return read;
  const known = walk.context.state.resources.get(resource.key);
  const stored = known?.instances.get(formatKey(instance.key))?.current;
  if (known !== undefined && stored !== undefined) {
    const ref = { resource: resource.address, key: instance.key, provider: known.provider };
    const found = refreshStored(walk, { ref, resourceKey: resource.key, address, stored });
    return after(found, (object) => object ?? 'unreadable');
  }
  const lost = interrupted.get(address);
  return lost === undefined ? undefined : recovered(job, lost, address);
}

/** The object of a create that an earlier run could not finish; undefined if there is none. */
async function recovered(
  { walk, provider, result }: Job,
  lost: Interrupted,
  address: string,
): Promise<RefreshedObject | 'unreadable' | undefined> {
  const recovery = await recoverCreate(walk.context, lost, provider, walk.limit);
  append(walk.diagnostics, recovery.diagnostics);
  if (hasErrors(recovery.diagnostics)) return 'unreadable';
  walk.recovered.add(lost.begin.intent.requestKey);
  const existing = recovery.object;
  if (existing !== undefined) {
    result.recovered.set(address, existing);
    result.entries.push({ ref: existing.ref, object: existing.object });
  }
  return existing;
}

function planObject(
  job: Job,
  instance: Instance,
  address: string,
  existing: RefreshedObject | undefined,
  imported?: WantedImport,
): Eventual<boolean> {
  const { walk, resource, schema, provider, moves, result } = job;
  return after(planInstance({ walk, resource, instance, address, schema, provider, existing }), (planned) => {
    if (planned.diagnostics.length > 0) append(walk.diagnostics, planned.diagnostics);
    const { change } = planned;
    if (change === undefined) return false;
    const move = moves.get(address);
    if (imported !== undefined) addChange(walk, { ...change, importing: importingOf(imported, change.before) });
    else addChange(walk, move === undefined ? change : { ...change, previousAddress: move.from });
    walk.values.set(resource.key, instance.key, change.after);
    if (existing !== undefined && existing.object !== null) {
      const stays = change.action === 'no-op';
      const text = providerText(change.provider);
      // An object that stays belongs to the provider configuration that its resource names now.
      if (stays && existing.ref.provider !== text) {
        const ref = { ...existing.ref, provider: text };
        result.settled.push({ ref, object: existing.object });
      }
      // As in Terraform, what the targets leave out counts only once a step changes the object, and an object that was just
      // imported has no order before it is changed, or kept for the first time; if it depends on others, all is stored together.
      const createBeforeDestroy = walk.createsFirst.has(configuredName(resource.key, resource.address.module));
      const isStored = imported === undefined || change.dependencies.length > 0;
      if (imported === undefined || stays) {
        const order = { dependencies: change.dependencies, createBeforeDestroy: isStored && createBeforeDestroy };
        append(result.settled, settledOrder(order, existing.ref, existing.object, stays));
      }
    }
    return true;
  });
}

/**
 * A resource outside of the targets. If they are within other instances of its module, its own instances are known all the
 * same, as in Terraform: those without an object are missing in what refers to them.
 */
function keepOutside(walk: PlanWalk, resource: ResourceConfiguration): Eventual<boolean> {
  if (!walk.selection.meets(configuredName(resource.key, resource.address.module)))
    return keepRemembered(walk, resource);
  const { instances } = expand(resource, walk.values);
  if (instances === undefined) return keepRemembered(walk, resource);
  leaveConditions(walk, resource, instances);
  const isRepeated = resource.count !== undefined || resource.forEach !== undefined;
  if (!isRepeated) return keepRemembered(walk, resource);
  walk.values.resources.set(
    resource.key,
    resource.count === undefined ? { kind: 'each', values: new Map() } : { kind: 'count', values: [] },
  );
  return walk.context.state.resources.has(resource.key) ? keepRemembered(walk, resource) : true;
}

/** The conditions of instances outside of the targets are listed, but not evaluated. */
function leaveConditions(walk: PlanWalk, resource: ResourceConfiguration, instances: readonly Instance[]): void {
  const { preconditions, postconditions } = resource.lifecycle;
  if (preconditions.length + postconditions.length === 0) return;
  const name = formatConfigured(resource.address);
  for (const { key } of instances) walk.checks.add('resource', name, formatInstance(resource.key, key), 'unknown');
}

/** A resource or instance excluded by targets keeps its values from state, without a refresh. */
async function keepRemembered(walk: PlanWalk, resource: ResourceConfiguration, instance?: Instance): Promise<boolean> {
  const { state } = walk.context;
  if (state.resources.has(resource.key)) {
    const isMeant = instance === undefined ? undefined : (key: InstanceKey): boolean => key === instance.key;
    await rememberResource(walk.context, state, resource.key, walk.values, isMeant);
  } else if (instance === undefined) {
    walk.values.resources.set(resource.key, { kind: 'unknown' });
  }
  return true;
}

/** Evaluates one local; false after errors. */
export function evaluateLocal(walk: PlanWalk, local: LocalConfiguration): boolean {
  const { name } = local;
  const { value, diagnostics } = evaluate(local.value, walk.values.scope(), local.source);
  if (hasErrors(diagnostics) && !walk.selection.includes(addressIn(walk.values.instance, localNode(name)))) {
    // A local outside the targets may lack some of the values it needs.
    walk.values.locals.set(name, UNKNOWN);
    return true;
  }
  append(
    walk.diagnostics,
    diagnostics.map((diagnostic) => ({ address: addressIn(walk.values.instance, localNode(name)), ...diagnostic })),
  );
  if (hasErrors(diagnostics)) return false;
  walk.values.locals.set(name, value);
  return true;
}
