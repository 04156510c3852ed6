import {
  formatInstance,
  formatKey,
  hasErrors,
  nearest,
  UNKNOWN,
  type InstanceKey,
  type Interrupted,
  type ObjectRef,
  type ObjectState,
  type RefreshedEntry,
  type ResourceChange,
  type ResourceConfiguration,
  type Schema,
} from '../../model/index.js';
import type { Provider } from '../../providers/provider.js';
import { planTriggers } from '../actions/plan.js';
import { schemaMissing } from '../diagnostics.js';
import { evaluate } from '../evaluate/evaluate.js';
import { providerText, toObjectState } from '../object-state.js';
import { recoverCreate } from '../refresh/recover.js';
import type { RefreshedObject } from '../refresh/refresh.js';
import { planData } from './data.js';
import { expand, type Instance } from './expand.js';
import { planInstance, withOrigin } from './instance.js';
import type { Move } from './moves.js';
import { refreshStored } from './orphans.js';
import { rememberResource } from './remembered.js';
import { failed } from './values.js';
import { addChange, type Walk } from './walk.js';

/** What the walk over the configuration leaves behind, beside changes and values. */
export interface WalkResult {
  /** Instance keys (printed) the configuration asks for, by resource. */
  readonly wanted: Map<string, Set<string>>;
  /** Data resources read and objects recovered: what state must learn. */
  readonly entries: RefreshedEntry[];
  /** Objects nothing is done to, whose order among the others is no longer as state has it. */
  readonly settled: RefreshedEntry[];
  /** Recovered objects, for drift and for orphans. */
  readonly recovered: Map<string, RefreshedObject>;
}

/** Plans one configured resource: expands it and plans each instance. False when something stands in the way. */
export async function planResource(
  walk: Walk,
  resource: ResourceConfiguration,
  moves: ReadonlyMap<string, Move>,
  interrupted: ReadonlyMap<string, Interrupted>,
  result: WalkResult,
): Promise<boolean> {
  const { values } = walk;
  if (!walk.selection.includes(resource.key)) return keepRemembered(walk, resource);
  const expansion = expand(resource, values);
  walk.diagnostics.push(...withOrigin(expansion.diagnostics, resource));
  if (expansion.instances === undefined) return false;
  if (resource.count !== undefined) values.resources.set(resource.key, { kind: 'count', values: [] });
  else if (resource.forEach !== undefined) values.resources.set(resource.key, { kind: 'each', values: new Map() });
  walk.checks.visit(resource.key);
  result.wanted.set(resource.key, new Set(expansion.instances.map((instance) => formatKey(instance.key))));

  const { provider, diagnostics } = await walk.providers.forResource(resource);
  walk.diagnostics.push(...diagnostics);
  if (provider === undefined || hasErrors(diagnostics)) return false;
  const isData = resource.address.mode === 'data';
  const { type } = resource.address;
  const schema = isData ? provider.schemas.dataSource(type) : provider.schemas.resource(type);
  if (schema === undefined) {
    const types = isData ? provider.schemas.dataSourceTypes() : provider.schemas.resourceTypes();
    walk.diagnostics.push(schemaMissing(resource.key, type, provider.schemas.source, nearest(type, types), resource));
    return false;
  }
  const job = { walk, resource, schema, provider, moves, interrupted, result };
  const planned = await planAll(job, expansion.instances);
  if (!planned || resource.lifecycle.actionTriggers.length === 0) return planned;
  return planTriggers(walk, resource, expansion.instances);
}

async function planAll(job: Job, instances: readonly Instance[]): Promise<boolean> {
  if (instances.length === 1) return planOne(job, instances[0]!);
  const outcomes = await Promise.all(instances.map((instance) => planOne(job, instance)));
  return outcomes.every(Boolean);
}

interface Job {
  readonly walk: Walk;
  readonly resource: ResourceConfiguration;
  readonly schema: Schema;
  readonly provider: Provider;
  readonly moves: ReadonlyMap<string, Move>;
  readonly interrupted: ReadonlyMap<string, Interrupted>;
  readonly result: WalkResult;
}

function planOne(job: Job, instance: Instance): Promise<boolean> {
  const { walk, resource } = job;
  const address = formatInstance(resource.key, instance.key);
  if (!walk.selection.includes(resource.key, address)) return keepRemembered(walk, resource, instance);
  return resource.address.mode === 'data' ? planOneData(job, instance) : planOneManaged(job, instance, address);
}

async function planOneData(job: Job, instance: Instance): Promise<boolean> {
  const { walk, resource, schema, provider, result } = job;
  const planned = await planData(walk, resource, instance, schema, provider);
  walk.diagnostics.push(...planned.diagnostics);
  if (planned.value === undefined) return false;
  walk.values.set(resource.key, instance.key, planned.value);
  if (planned.change !== undefined) {
    addChange(walk, planned.change);
    const known = walk.context.state.resources.get(resource.key);
    // What was read before is no longer so; what is, apply will tell.
    if (known?.instances.has(formatKey(instance.key)) === true) {
      result.entries.push({
        ref: { resource: resource.address, key: instance.key, provider: known.provider },
        object: null,
      });
    }
    return true;
  }
  const object = toObjectState(planned.value, schema, {
    status: 'ready',
    dependencies: [],
    createBeforeDestroy: false,
  });
  const alias = resource.provider.alias;
  const text = providerText({ source: provider.schemas.source, ...(alias === undefined ? {} : { alias }) });
  result.entries.push({ ref: { resource: resource.address, key: instance.key, provider: text }, object });
  return true;
}

async function planOneManaged(job: Job, instance: Instance, address: string): Promise<boolean> {
  const { walk, resource, schema, provider, moves, interrupted, result } = job;
  let existing: RefreshedObject | undefined;
  const known = walk.context.state.resources.get(resource.key);
  const stored = known?.instances.get(formatKey(instance.key))?.current;
  const lost = interrupted.get(address);
  if (known !== undefined && stored !== undefined) {
    const ref = { resource: resource.address, key: instance.key, provider: known.provider };
    existing = walk.refresher.objects.get(address) ?? (await refreshStored(walk, ref, stored, address));
    if (existing === undefined) return false;
  } else if (lost !== undefined) {
    const recovery = await recoverCreate(walk.context, lost, provider);
    walk.diagnostics.push(...recovery.diagnostics);
    if (failed(recovery.diagnostics)) return false;
    walk.recovered.add(lost.begin.intent.requestKey);
    existing = recovery.object;
    if (existing !== undefined) {
      result.recovered.set(address, existing);
      result.entries.push({ ref: existing.ref, object: existing.object });
    }
  }
  const planned = await planInstance(walk, resource, instance, schema, provider, existing);
  walk.diagnostics.push(...planned.diagnostics);
  if (planned.change === undefined) return false;
  const move = moves.get(address);
  addChange(walk, move === undefined ? planned.change : { ...planned.change, previousAddress: move.from });
  walk.values.set(resource.key, instance.key, planned.change.after);
  if (planned.change.action === 'no-op' && existing !== undefined && existing.object !== null)
    settleOrder(existing.ref, existing.object, planned.change, result);
  return true;
}

/** No step will touch the object, so what orders its end (dependencies, how it is replaced) is brought up to date by itself. */
function settleOrder(ref: ObjectRef, object: ObjectState, change: ResourceChange, result: WalkResult): void {
  const { dependencies, createBeforeDestroy } = change;
  const same =
    object.createBeforeDestroy === createBeforeDestroy &&
    object.dependencies.length === dependencies.length &&
    object.dependencies.every((dependency, index) => dependency === dependencies[index]);
  if (!same) result.settled.push({ ref, object: { ...object, dependencies, createBeforeDestroy } });
}

/** What targets leave out, a resource or one instance of it, keeps what state remembers, without a look at the world. */
async function keepRemembered(walk: Walk, resource: ResourceConfiguration, instance?: Instance): Promise<boolean> {
  const { providers, state } = walk.context;
  if (state.resources.has(resource.key)) {
    const isMeant = instance === undefined ? undefined : (key: InstanceKey): boolean => key === instance.key;
    await rememberResource(providers, state, resource.key, walk.values, isMeant);
  } else if (instance === undefined) {
    walk.values.resources.set(resource.key, { kind: 'unknown' });
  }
  return true;
}

/** Locals, in the order of the graph. */
export function evaluateLocal(walk: Walk, name: string): boolean {
  const local = walk.context.configuration.locals.get(name)!;
  const { value, diagnostics } = evaluate(local.value, walk.values.scope(), local.source);
  if (failed(diagnostics) && !walk.selection.includes(`local.${name}`)) {
    // Of what targets leave out, not everything it takes is there.
    walk.values.locals.set(name, UNKNOWN);
    return true;
  }
  walk.diagnostics.push(...diagnostics.map((diagnostic) => ({ address: `local.${name}`, ...diagnostic })));
  if (failed(diagnostics)) return false;
  walk.values.locals.set(name, value);
  return true;
}
