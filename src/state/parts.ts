import {
  formatKey,
  formatResource,
  type IntegrityProblem,
  type Json,
  listIn,
  objectIn,
  type Path,
} from '../model/index.js';

/** Finds the part of a stored state, as its JSON has it, that a problem is about. */
export function partsOf(state: Json): (problem: IntegrityProblem) => Path {
  const resources = listIn(objectIn(state)['resources']);
  const keys = resources.map(addressOf);
  return ({ output, resource, key }) => {
    if (output !== undefined) return ['outputs', output];
    const index = resource === undefined ? -1 : keys.indexOf(resource);
    if (index < 0) return ['serial'];
    const instances = listIn(objectIn(resources[index])['instances']);
    const instance = key === undefined ? -1 : instances.findIndex((each) => keyOf(each) === key);
    return ['resources', index, ...(instance < 0 ? [] : ['instances', instance])];
  };
}

function addressOf(resource: Json): string {
  const { module, mode, type, name } = objectIn(resource);
  return formatResource({
    module: textOf(module),
    mode: mode === 'data' ? 'data' : 'managed',
    type: textOf(type),
    name: textOf(name),
  });
}

function keyOf(instance: Json): string {
  const { index_key: key } = objectIn(instance);
  return formatKey(typeof key === 'string' || typeof key === 'number' ? key : undefined);
}

const textOf = (json: Json | undefined): string => (typeof json === 'string' ? json : '');
