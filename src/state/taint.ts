import { formatKey, formatResource, type InstanceState, type ResourceState, type State } from '../model/index.js';
import { noCurrentObject, notTainted, taintOfData } from './edit-diagnostics.js';
import { parseTarget } from './target.js';

/**
 * Marks the object of an instance as tainted, to be replaced by the next apply, or removes the mark. Undefined if there
 * is no such instance. Throws a DiagnosticError for an object that cannot have the mark, or does not have it.
 */
export function setTaint(state: State, address: string, tainted: boolean): State | undefined {
  const target = parseTarget(address);
  if (target.kind !== 'resource') return undefined;
  const name = formatResource(target.resource);
  const resource = state.resources.get(name);
  const instance = resource?.instances.get(formatKey(target.key));
  if (resource === undefined || instance === undefined) return undefined;
  if (resource.address.mode === 'data') throw taintOfData(address);
  const { current } = instance;
  if (current === undefined) throw noCurrentObject(address);
  if (!tainted && current.status !== 'tainted') throw notTainted(address);
  if (tainted && current.status === 'tainted') return state;
  const marked: InstanceState = { ...instance, current: { ...current, status: tainted ? 'tainted' : 'ready' } };
  const changed: ResourceState = {
    ...resource,
    instances: new Map(resource.instances).set(formatKey(target.key), marked),
  };
  return { ...state, resources: new Map(state.resources).set(name, changed) };
}
