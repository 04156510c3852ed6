import {
  formatInstance,
  formatKey,
  formatResource,
  type ResourceChange,
  type Resolved,
  type ResourceConfiguration,
  configuredName,
  isInModule,
  type ConfigResource,
} from '../../model/index.js';
import { objectId } from '../refresh/object-id.js';
import type { Refresher } from '../refresh/refresh.js';
import type { ImportBlocks } from '../walk/import-blocks.js';
import type { Values } from '../walk/values.js';
import type { PlanningWalk } from '../walk/walk.js';

/** The dependencies between resources, and which of them are created before they are destroyed. */
export interface ResourceOrder {
  /** The resources that each resource depends on directly. */
  readonly dependencies: ReadonlyMap<ConfigResource, readonly ConfigResource[]>;
  /** The `dependencies` that state keeps. */
  readonly ancestries: ReadonlyMap<ConfigResource, readonly ConfigResource[]>;
  /** Whether any resource has `count` or `for_each`; only then can a resource have no instances. */
  readonly repeats: boolean;
  /** Resources with `create_before_destroy`, set on them or on one of their dependents. State records it. */
  readonly createBeforeDestroy: ReadonlySet<ConfigResource>;
  /** The same, limited to the targets: replacements in this plan that create first. */
  readonly createsFirst: ReadonlySet<ConfigResource>;
}

/** Shared by all parts of one planning walk. Changes and diagnostics are collected; everything else is looked up. */
export interface PlanWalk extends PlanningWalk, ResourceOrder {
  readonly refresher: Refresher;
  readonly imports: ImportBlocks;
  /** Addresses of instances that the user asked to replace. */
  readonly replace: ReadonlySet<string>;
  /** Resources that have a change other than a no-op. */
  readonly pending: Set<ConfigResource>;
  /** The changes of resources in modules, those of all instances of a module together. */
  readonly moduleChanges: Map<ConfigResource, ResourceChange[]>;
  /** Computed once for all instances of a resource; its dependencies are planned by then. */
  readonly storedDependencies: Map<ConfigResource, readonly ConfigResource[]>;
  readonly waitsForApply: Map<string, boolean>;
  /** Request keys of interrupted creates whose outcome was found. */
  readonly recovered: Set<string>;
}

export function addChange(walk: PlanWalk, change: ResourceChange): void {
  const known = walk.changes.get(change.resourceKey);
  if (known === undefined) walk.changes.set(change.resourceKey, [change]);
  else known.push(change);
  const configured = configuredName(change.resourceKey, change.resource.module);
  if (change.action !== 'no-op') walk.pending.add(configured);
  if (change.resource.module === '') return;
  const inModule = walk.moduleChanges.get(configured);
  if (inModule === undefined) walk.moduleChanges.set(configured, [change]);
  else inModule.push(change);
}

/** The changes planned so far for a resource, in all instances of its module. */
export const changesOf = (walk: PlanWalk, resource: ConfigResource): readonly ResourceChange[] =>
  (isInModule(resource) ? walk.moduleChanges : walk.changes).get(resource) ?? [];

const walks = new WeakMap<Values, PlanWalk>();

/** The walk with the values of one instance of a module. */
export function walkInside(walk: PlanWalk, values: Values): PlanWalk {
  if (values === walk.values) return walk;
  let inside = walks.get(values);
  if (inside === undefined) walks.set(values, (inside = { ...walk, values }));
  return inside;
}

/** The `dependencies` that state keeps for the objects of a resource. */
export function dependenciesOf(walk: PlanWalk, resourceKey: string): readonly ConfigResource[] {
  const name = configuredName(resourceKey);
  const direct = walk.ancestries.get(name) ?? [];
  // Without ancestries, the dependencies of a dependency without instances are added, because state keeps no trace of
  // it.
  if (walk.ancestries !== walk.dependencies || !walk.repeats) return direct;
  let found = walk.storedDependencies.get(name);
  if (found === undefined) walk.storedDependencies.set(name, (found = throughEmpty(walk, direct)));
  return found;
}

function throughEmpty(walk: PlanWalk, direct: readonly ConfigResource[]): readonly ConfigResource[] {
  if (!direct.some((key) => isEmpty(walk, key))) return direct;
  const found = new Set(direct);
  for (const key of found) {
    if (isEmpty(walk, key)) for (const further of walk.dependencies.get(key) ?? []) found.add(further);
  }
  return [...found].sort();
}

function isEmpty(walk: PlanWalk, resourceKey: string): boolean {
  const known = walk.values.resources.get(resourceKey);
  return (known?.kind === 'count' && known.values.length === 0) || (known?.kind === 'each' && known.values.size === 0);
}

/** Spreads `create_before_destroy` to everything that such a resource depends on, as Terraform does. */
export function spreadCreateBeforeDestroy(
  resources: Iterable<ResourceConfiguration>,
  dependencies: ReadonlyMap<ConfigResource, readonly ConfigResource[]>,
): ReadonlySet<ConfigResource> {
  const open: ConfigResource[] = [];
  for (const { lifecycle, address, key } of resources)
    if (lifecycle.createBeforeDestroy) open.push(configuredName(key, address.module));
  const found = new Set(open);
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    for (const dependency of dependencies.get(key) ?? []) {
      if (!found.has(dependency)) {
        found.add(dependency);
        open.push(dependency);
      }
    }
  }
  return found;
}

/** Interrupted calls with a known outcome after this walk: recovered creates, and objects that have been read since. */
export function resolvedCalls(walk: PlanWalk, read: boolean): readonly Resolved[] {
  return walk.context.interrupted
    .filter(({ begin }) => {
      if (walk.recovered.has(begin.intent.requestKey)) return true;
      const resourceKey = formatResource(begin.resource);
      const instance = walk.context.state.resources.get(resourceKey)?.instances.get(formatKey(begin.key));
      const stored = begin.deposed === undefined ? instance?.current : instance?.deposed.get(begin.deposed);
      if (stored === undefined) return begin.action !== 'create';
      return read && walk.refresher.objects.has(objectId(formatInstance(resourceKey, begin.key), begin.deposed));
    })
    .map(({ begin }) => ({ kind: 'call', key: begin.intent.requestKey }));
}
