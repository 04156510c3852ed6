import { isJsonList, type Json } from '../json.js';
import type { InstanceKey, ResourceAddress } from '../address.js';
import { formatResource, parseAddress } from '../address.js';
import type { ObjectRef } from '../journal-entry.js';
import type { Mutable } from '../mutable.js';
import type { Path } from '../path.js';
import type { ObjectState } from '../state.js';
import { Fields } from './fields.js';
import { ShapeError } from './shape.js';

/** Objects of a state as journals and plans hold them: as they are in memory. All of these throw {@link ShapeError}. */

export function objectStateFromJson(json: Json | undefined, place: string): ObjectState {
  const fields = new Fields(json, place);
  const object: Mutable<ObjectState> = {
    status: fields.word('status', ['ready', 'tainted']),
    schemaVersion: fields.count('schemaVersion'),
    attributes: fields.object('attributes'),
    sensitivePaths: pathsAt(fields, 'sensitivePaths'),
    dependencies: fields.texts('dependencies'),
    createBeforeDestroy: fields.flag('createBeforeDestroy'),
  };
  if (fields.has('sensitiveMapKeys')) object.sensitiveMapKeys = pathsAt(fields, 'sensitiveMapKeys');
  if (fields.has('private')) object.private = fields.text('private');
  if (fields.has('identity')) object.identity = fields.object('identity');
  if (fields.has('identitySchemaVersion')) object.identitySchemaVersion = fields.count('identitySchemaVersion');
  return object;
}

export function objectRefFromJson(fields: Fields): ObjectRef {
  const deposed = fields.textIf('deposed');
  return {
    resource: resourceAt(fields),
    key: instanceKeyAt(fields, 'key'),
    ...(deposed === undefined ? {} : { deposed }),
    provider: fields.text('provider'),
  };
}

export function resourceAt(fields: Fields): ResourceAddress {
  const resource = fields.fields('resource');
  const address: ResourceAddress = {
    module: resource.text('module'),
    mode: resource.word('mode', ['managed', 'data']),
    type: resource.text('type'),
    name: resource.text('name'),
  };
  const text = formatResource(address);
  const parsed = parseAddress(text);
  if (parsed === undefined || parsed.key !== undefined || formatResource(parsed.resource) !== text)
    throw new ShapeError(`${text} is not the address of a resource`);
  return address;
}

export function instanceKeyAt(fields: Fields, name: string): InstanceKey {
  const key = fields.json(name);
  if (key === undefined || key === null) return undefined;
  if (typeof key === 'string') return key;
  return fields.count(name);
}

export function pathsAt(fields: Fields, name: string): readonly Path[] {
  const paths = fields.list(name);
  if (!paths.every(isPath)) throw new ShapeError(`${name}: expected a list of paths, each a list of names and indexes`);
  return paths;
}

const isPath = (json: Json): json is readonly (string | number)[] =>
  isJsonList(json) && json.every((step) => typeof step === 'string' || isIndex(step));

const isIndex = (step: Json): boolean => typeof step === 'number' && Number.isSafeInteger(step) && step >= 0;
