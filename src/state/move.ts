import {
  formatConfigured,
  formatInstance,
  formatKey,
  formatResource,
  type InstanceState,
  type ObjectState,
  type ResourceAddress,
  type ResourceState,
  type State,
} from '../model/index.js';
import { moveBetweenKinds, moveBetweenTypes, moveOntoOther, otherProvider } from './edit-diagnostics.js';
import { unknownAddress } from './edit.js';
import { isInside, parseTarget, type Target } from './target.js';

export interface Moved {
  readonly state: State;
  /** Addresses before and after, of resources or of the one instance that moved. */
  readonly moved: readonly (readonly [from: string, to: string])[];
}

type ResourceTarget = Extract<Target, { kind: 'resource' }>;

/**
 * Renames a resource, an instance or a module with all its content. Dependents follow. Throws a DiagnosticError if it
 * does not exist, if the new name is taken, or if the types differ.
 */
export function moveResource(state: State, from: string, to: string): Moved {
  const [source, target] = [parseTarget(from), parseTarget(to)];
  if (source.kind === 'module' && target.kind === 'module') return moveModule(state, source.module, target.module);
  if (source.kind === 'module' || target.kind === 'module') throw moveBetweenKinds(from, to);
  if (source.resource.type !== target.resource.type || source.resource.mode !== target.resource.mode)
    throw moveBetweenTypes(from, to);
  const resource = state.resources.get(formatResource(source.resource));
  if (resource === undefined) throw unknownAddress(state, from);
  if (source.key === undefined && target.key === undefined) return moveWhole(state, [[resource, target.resource]]);
  return moveInstance(state, resource, source, target);
}

function moveModule(state: State, from: string, to: string): Moved {
  const moves: [ResourceState, ResourceAddress][] = [];
  for (const resource of state.resources.values()) {
    const { module } = resource.address;
    if (isInside(module, from)) moves.push([resource, { ...resource.address, module: to + module.slice(from.length) }]);
  }
  if (moves.length === 0) throw unknownAddress(state, from);
  return moveWhole(state, moves);
}

function moveWhole(state: State, moves: readonly (readonly [ResourceState, ResourceAddress])[]): Moved {
  const resources = new Map(state.resources);
  for (const [{ address }] of moves) resources.delete(formatResource(address));
  const moved: [string, string][] = [];
  const renamed = new Map<string, string>();
  for (const [resource, address] of moves) {
    const [before, after] = [formatResource(resource.address), formatResource(address)];
    if (resources.has(after)) throw moveOntoOther(before, after);
    resources.set(after, { ...resource, address });
    moved.push([before, after]);
    renamed.set(formatConfigured(resource.address), formatConfigured(address));
  }
  return { state: { ...state, resources: followRenames(resources, renamed) }, moved };
}

function moveInstance(state: State, resource: ResourceState, source: ResourceTarget, target: ResourceTarget): Moved {
  const [before, after] = [formatResource(source.resource), formatResource(target.resource)];
  const [from, to] = [formatInstance(before, source.key), formatInstance(after, target.key)];
  const instance = resource.instances.get(formatKey(source.key));
  if (instance === undefined) throw unknownAddress(state, from);
  const resources = new Map(state.resources);
  const left = new Map(resource.instances);
  left.delete(formatKey(source.key));
  if (left.size === 0) resources.delete(before);
  else resources.set(before, { ...resource, instances: left });
  const there = resources.get(after);
  if (there?.instances.has(formatKey(target.key)) === true || (before === after && source.key === target.key))
    throw moveOntoOther(from, to);
  if (there !== undefined && there.provider !== resource.provider)
    throw otherProvider(from, resource.provider, after, there.provider);
  const instances = new Map(there?.instances).set(formatKey(target.key), { ...instance, key: target.key });
  resources.set(after, { address: target.resource, provider: resource.provider, instances });
  const renamed = new Map([[formatConfigured(source.resource), formatConfigured(target.resource)]]);
  return { state: { ...state, resources: followRenames(resources, renamed) }, moved: [[from, to]] };
}

/**
 * Dependencies name resources without keys. An old name without remaining instances is replaced by the new one; if
 * instances keep the old name, the new one is added, since it is unknown which instances were meant. (Terraform drops
 * all dependencies of such an object until it is refreshed, and destroys it in any order until then.)
 */
function followRenames(
  resources: ReadonlyMap<string, ResourceState>,
  renamed: ReadonlyMap<string, string>,
): ReadonlyMap<string, ResourceState> {
  const renames = new Renames(resources, renamed);
  const result = new Map<string, ResourceState>();
  for (const [address, resource] of resources) {
    const name = formatConfigured(resource.address);
    const instances = mapChanged(resource.instances, (instance) => followInInstance(instance, name, renames));
    result.set(address, instances === resource.instances ? resource : { ...resource, instances });
  }
  return result;
}

class Renames {
  readonly #renamed: ReadonlyMap<string, string>;
  /** Old names that instances still have. */
  readonly #kept = new Set<string>();
  /** For each new name, the dependencies of its objects. */
  readonly #needs = new Map<string, Set<string>>();

  constructor(resources: ReadonlyMap<string, ResourceState>, renamed: ReadonlyMap<string, string>) {
    this.#renamed = new Map([...renamed].filter(([from, to]) => from !== to));
    for (const to of this.#renamed.values()) this.#needs.set(to, new Set());
    for (const { address, instances } of resources.values()) {
      const name = formatConfigured(address);
      if (this.#renamed.has(name)) this.#kept.add(name);
      const needs = this.#needs.get(name);
      if (needs === undefined) continue;
      for (const { current } of instances.values()) {
        for (const dependency of current?.dependencies ?? [])
          needs.add(dependency).add(this.#renamed.get(dependency) ?? dependency);
      }
    }
  }

  /** The dependencies of an object of the resource; never on itself, nor on its dependents. */
  follow(resource: string, dependencies: readonly string[]): readonly string[] {
    if (!dependencies.some((name) => this.#renamed.has(name) || this.#isOwn(resource, name))) return dependencies;
    const followed = new Set<string>();
    for (const name of dependencies) {
      const to = this.#renamed.get(name);
      if ((to === undefined || this.#kept.has(name)) && !this.#isOwn(resource, name)) followed.add(name);
      if (to !== undefined && to !== resource && this.#needs.get(to)?.has(resource) !== true) followed.add(to);
    }
    return [...followed].sort();
  }

  /** Whether a moved object would depend on the instances it joins. */
  #isOwn(resource: string, name: string): boolean {
    return name === resource && this.#needs.has(resource);
  }
}

function followInInstance(instance: InstanceState, resource: string, renames: Renames): InstanceState {
  const current = instance.current === undefined ? undefined : followInObject(instance.current, resource, renames);
  const deposed = mapChanged(instance.deposed, (object) => followInObject(object, resource, renames));
  if (current === instance.current && deposed === instance.deposed) return instance;
  return { key: instance.key, ...(current === undefined ? {} : { current }), deposed };
}

function followInObject(object: ObjectState, resource: string, renames: Renames): ObjectState {
  const dependencies = renames.follow(resource, object.dependencies);
  return dependencies === object.dependencies ? object : { ...object, dependencies };
}

/** The same map if nothing in it changes. */
function mapChanged<Item>(map: ReadonlyMap<string, Item>, change: (item: Item) => Item): ReadonlyMap<string, Item> {
  let result: Map<string, Item> | undefined;
  for (const [key, item] of map) {
    const next = change(item);
    if (next !== item) result = (result ?? new Map(map)).set(key, next);
  }
  return result ?? map;
}
