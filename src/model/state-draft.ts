import type { Json } from './json.js';
import { formatKey, formatResource, type InstanceKey, type ResourceAddress } from './address.js';
import type { ObjectRef } from './journal-entry.js';
import type { InstanceState, ObjectState, OutputState, ResourceState, State } from './state.js';

/** The map of nearly every instance, shared. */
const NO_OBJECTS: ReadonlyMap<string, ObjectState> = new Map();

/**
 * A state under change. Each change costs O(1): maps of the original state are copied once, at the first change inside
 * them, and changed in place from then on. The result of {@link freeze} is never changed afterwards.
 */
export class StateDraft {
  #state: State;
  #outputs: ReadonlyMap<string, OutputState>;
  #resources: ReadonlyMap<string, ResourceState>;
  /** Set while `#resources` may be changed in place. */
  #ownResources: Map<string, ResourceState> | undefined;
  /** The instance maps that may be changed in place, by resource. */
  #ownInstances = new Map<string, Map<string, InstanceState>>();

  constructor(base: State) {
    this.#state = base;
    this.#outputs = base.outputs;
    this.#resources = base.resources;
  }

  /** The current state. Its maps keep changing with the draft. */
  live(): State {
    if (this.#state.resources !== this.#resources || this.#state.outputs !== this.#outputs) {
      this.#state = { ...this.#state, outputs: this.#outputs, resources: this.#resources };
    }
    return this.#state;
  }

  /** The present state, as an immutable copy. */
  freeze(): State {
    const state = this.live();
    this.#ownResources = undefined;
    this.#ownInstances = new Map();
    return state;
  }

  setObject(ref: ObjectRef, object: ObjectState): void {
    const instance = this.#instance(ref.resource, ref.key);
    const deposed = instance?.deposed ?? NO_OBJECTS;
    this.#setInstance(
      ref.resource,
      ref.provider,
      ref.deposed === undefined
        ? { key: ref.key, current: object, deposed }
        : { ...instance, key: ref.key, deposed: new Map(deposed).set(ref.deposed, object) },
    );
  }

  removeObject(ref: Pick<ObjectRef, 'resource' | 'key' | 'deposed'>): void {
    const instance = this.#instance(ref.resource, ref.key);
    if (instance === undefined) return;
    if (ref.deposed === undefined) {
      this.#putOrDrop(ref.resource, { key: instance.key, deposed: instance.deposed });
      return;
    }
    const deposed = new Map(instance.deposed);
    deposed.delete(ref.deposed);
    this.#putOrDrop(ref.resource, { ...instance, deposed });
  }

  /** False if there is no current object to set aside, or the key is taken. */
  depose(resource: ResourceAddress, key: InstanceKey, deposedKey: string): boolean {
    const instance = this.#instance(resource, key);
    if (instance?.current === undefined || instance.deposed.has(deposedKey)) return false;
    const deposed = new Map(instance.deposed).set(deposedKey, instance.current);
    this.#putOrDrop(resource, { key: instance.key, deposed });
    return true;
  }

  setOutputs(outputs: Readonly<Record<string, OutputState>>): void {
    this.#outputs = new Map(Object.entries(outputs));
  }

  setCheckResults(results: Json): void {
    this.#state = { ...this.live(), checkResults: results };
  }

  #instance(resource: ResourceAddress, key: InstanceKey): InstanceState | undefined {
    return this.#resources.get(formatResource(resource))?.instances.get(formatKey(key));
  }

  #putOrDrop(resource: ResourceAddress, instance: InstanceState): void {
    const address = formatResource(resource);
    const provider = this.#resources.get(address)?.provider;
    if (provider === undefined) return;
    if (instance.current !== undefined || instance.deposed.size > 0) {
      this.#setInstance(resource, provider, instance);
      return;
    }
    const instances = this.#instancesToChange(resource, address, provider);
    instances.delete(formatKey(instance.key));
    if (instances.size > 0) return;
    this.#resourcesToChange().delete(address);
    this.#ownInstances.delete(address);
  }

  #setInstance(resource: ResourceAddress, provider: string, instance: InstanceState): void {
    this.#instancesToChange(resource, formatResource(resource), provider).set(formatKey(instance.key), instance);
  }

  #resourcesToChange(): Map<string, ResourceState> {
    if (this.#ownResources === undefined) {
      this.#ownResources = new Map(this.#resources);
      this.#resources = this.#ownResources;
    }
    return this.#ownResources;
  }

  #instancesToChange(resource: ResourceAddress, address: string, provider: string): Map<string, InstanceState> {
    const before = this.#resources.get(address);
    let instances = this.#ownInstances.get(address);
    if (instances !== undefined && before?.provider === provider) return instances;
    instances ??= new Map(before?.instances);
    this.#ownInstances.set(address, instances);
    this.#resourcesToChange().set(address, { address: before?.address ?? resource, provider, instances });
    return instances;
  }
}
