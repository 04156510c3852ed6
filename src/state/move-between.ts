import { formatKey, type ResourceState, type State } from '../model/index.js';
import { moveOntoOther, otherProvider } from './edit-diagnostics.js';
import { listAddresses, removeAddress } from './edit.js';
import { moveResource } from './move.js';

export interface MovedBetween {
  /** What remains of the first state, and the new second state. */
  readonly source: State;
  readonly target: State;
  /** Addresses before and after. */
  readonly moved: readonly (readonly [from: string, to: string])[];
}

/**
 * Moves a module, a resource or an instance from one state into another, optionally to another address. Dependencies on
 * objects that stay are kept. Throws a DiagnosticError if it does not exist, or if the address is taken.
 */
export function moveBetween(source: State, target: State, from: string, to: string): MovedBetween {
  const rest = removeAddress(source, from).state;
  const taken = { ...source, resources: withoutThose(source.resources, rest.resources) };
  const { state, moved } =
    from === to
      ? { state: taken, moved: listAddresses(taken).map((address) => [address, address] as const) }
      : moveResource(taken, from, to);
  const resources = new Map(target.resources);
  for (const [key, resource] of state.resources) resources.set(key, joined(key, resource, resources.get(key)));
  return { source: rest, target: { ...target, resources }, moved };
}

type Resources = State['resources'];

/** The instances of `all` that are not in `some`. */
function withoutThose(all: Resources, some: Resources): Resources {
  const left = new Map<string, ResourceState>();
  for (const [key, resource] of all) {
    const known = some.get(key)?.instances;
    const instances = new Map([...resource.instances].filter(([printed]) => known?.has(printed) !== true));
    if (instances.size > 0) left.set(key, { ...resource, instances });
  }
  return left;
}

function joined(key: string, resource: ResourceState, there: ResourceState | undefined): ResourceState {
  if (there === undefined) return resource;
  for (const { key: instance } of resource.instances.values()) {
    const printed = formatKey(instance);
    if (there.instances.has(printed)) throw moveOntoOther(key + printed, key + printed);
  }
  if (there.provider !== resource.provider) throw otherProvider(key, resource.provider, key, there.provider);
  return { ...there, instances: new Map([...there.instances, ...resource.instances]) };
}
