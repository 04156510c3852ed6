import {
  EMPTY_STATE,
  formatKey,
  formatResource,
  parseAddress,
  type BeginEntry,
  type InstanceState,
  type ObjectRef,
  type ObjectState,
  type ResourceState,
  type State,
} from '../../src/model/index.js';

export const BUILTIN = 'provider["terraform.io/builtin/terraform"]';

export function anObject(more: Partial<ObjectState> = {}): ObjectState {
  return {
    status: 'ready',
    schemaVersion: 0,
    attributes: { id: 'a1' },
    sensitivePaths: [],
    dependencies: [],
    createBeforeDestroy: false,
    ...more,
  };
}

/** `terraform_data.a`, `terraform_data.a[0]`, `module.m.data.t.n`; followed by the key of a deposed object if it has one. */
export function aRef(address: string, deposed?: string): ObjectRef {
  const parsed = parseAddress(address);
  if (parsed === undefined) throw new Error(`${address} is not an address`);
  return { ...parsed, provider: BUILTIN, ...(deposed === undefined ? {} : { deposed }) };
}

export function aCall(
  address: string,
  more: Partial<Omit<BeginEntry, 'kind' | 'seq'>> = {},
): Omit<BeginEntry, 'kind' | 'seq'> {
  const intent = { planned: null, schemaVersion: 0, dependencies: [], createBeforeDestroy: false, requestKey: address };
  return { ...aRef(address), action: 'create', intent, ...more };
}

/** A state from objects by address; a deposed one is written `terraform_data.a deposed 0000abcd`. */
export function aState(objects: Readonly<Record<string, ObjectState>> = {}, more: Partial<State> = {}): State {
  const resources = new Map<string, ResourceState>();
  for (const [text, object] of Object.entries(objects)) {
    const [address, deposed] = text.split(' deposed ');
    const { resource, key, provider } = aRef(address!);
    const name = formatResource(resource);
    const instances = new Map<string, InstanceState>(resources.get(name)?.instances);
    const before = instances.get(formatKey(key)) ?? { key, deposed: new Map<string, ObjectState>() };
    instances.set(
      formatKey(key),
      deposed === undefined
        ? { ...before, current: object }
        : { ...before, deposed: new Map(before.deposed).set(deposed, object) },
    );
    resources.set(name, { address: resource, provider, instances });
  }
  return { ...EMPTY_STATE, resources, ...more };
}
