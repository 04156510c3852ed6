import {
  type DiagnosticError,
  expandProviderSource,
  formatInstance,
  formatKey,
  formatResource,
  nearest,
  storedProvider,
  sortedInstances,
  sortedResources,
  type InstanceState,
  type ObjectState,
  type ResourceState,
  type State,
} from '../model/index.js';
import { noDeposed, noSuchAddress } from './edit-diagnostics.js';
import { covers, parseTarget, type Target } from './target.js';

/** Pure edits: a state in, a new state out. An impossible edit throws a DiagnosticError. */

export interface ListFilter {
  /** Addresses of modules, resources or instances; if empty, everything. */
  readonly addresses?: readonly string[];
  /** The value of the attribute `id`. */
  readonly id?: string;
}

/** Addresses of instances, in the order of the file. Throws if an address of the filter matches nothing. */
export function listAddresses(state: State, { addresses = [], id }: ListFilter = {}): string[] {
  const targets = addresses.map((text) => ({ text, target: parseTarget(text), found: false }));
  const listed: string[] = [];
  for (const resource of sortedResources(state)) {
    for (const instance of sortedInstances(resource.instances)) {
      const wanted = targets.filter(({ target }) => covers(target, resource.address, instance.key));
      for (const target of wanted) target.found = true;
      if (targets.length > 0 && wanted.length === 0) continue;
      if (id !== undefined && instance.current?.attributes['id'] !== id) continue;
      listed.push(formatInstance(formatResource(resource.address), instance.key));
    }
  }
  for (const { text, found } of targets) if (!found) throw unknownAddress(state, text);
  return listed;
}

export interface Removed {
  readonly state: State;
  /** Addresses of the removed instances. */
  readonly removed: readonly string[];
}

/** Removes a module, a resource or an instance with all its objects from state. The real objects keep existing. */
export function removeAddress(state: State, address: string): Removed {
  const target = parseTarget(address);
  const resources = new Map<string, ResourceState>();
  const removed: string[] = [];
  for (const [name, resource] of state.resources) {
    const left = new Map([...resource.instances].filter(([, { key }]) => !covers(target, resource.address, key)));
    if (left.size === resource.instances.size) resources.set(name, resource);
    else if (left.size > 0) resources.set(name, { ...resource, instances: left });
    for (const [printed] of resource.instances) if (!left.has(printed)) removed.push(name + printed);
  }
  if (removed.length === 0) throw unknownAddress(state, address);
  return { state: { ...state, resources }, removed };
}

export interface ProviderReplaced {
  readonly state: State;
  /** Addresses of the resources with the new provider. */
  readonly replaced: readonly string[];
}

/** Changes the provider of resources, for example from `hashicorp/aws`; aliases stay. */
export function replaceProvider(state: State, from: string, to: string): ProviderReplaced {
  const [old, now] = [expandProviderSource(from), expandProviderSource(to)];
  const resources = new Map(state.resources);
  const replaced: string[] = [];
  for (const [address, resource] of state.resources) {
    if (storedProvider(resource.provider).source !== old) continue;
    resources.set(address, { ...resource, provider: resource.provider.replace(`["${old}"]`, `["${now}"]`) });
    replaced.push(address);
  }
  return { state: { ...state, resources }, replaced };
}

/** Removes one deposed object. */
export function forgetDeposed(state: State, address: string, deposedKey: string): State {
  const { resource, instance } = findInstance(state, address);
  if (!instance.deposed.has(deposedKey)) throw noDeposed(address, deposedKey, [...instance.deposed.keys()]);
  const deposed = new Map<string, ObjectState>(instance.deposed);
  deposed.delete(deposedKey);
  if (instance.current === undefined && deposed.size === 0) return removeAddress(state, address).state;
  const instances = new Map(resource.instances).set(formatKey(instance.key), { ...instance, deposed });
  return {
    ...state,
    resources: new Map(state.resources).set(formatResource(resource.address), { ...resource, instances }),
  };
}

function findInstance(state: State, address: string): { resource: ResourceState; instance: InstanceState } {
  const target: Target = parseTarget(address);
  if (target.kind === 'resource') {
    const resource = state.resources.get(formatResource(target.resource));
    const instance = resource?.instances.get(formatKey(target.key));
    if (resource !== undefined && instance !== undefined) return { resource, instance };
  }
  throw unknownAddress(state, address);
}

export function unknownAddress(state: State, address: string): DiagnosticError {
  return noSuchAddress(address, nearest(address, listAddresses(state)));
}
