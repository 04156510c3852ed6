import type { Json, JsonObject } from '../json.js';
import { compareKeys, type InstanceKey } from '../address.js';
import {
  EMPTY_STATE,
  type InstanceState,
  type ObjectState,
  type OutputState,
  type ResourceState,
  type State,
} from '../state.js';
import { typeToJson } from '../type.js';
import { StateReader, type StateProblem } from './state-reader.js';
import { valueToJson } from './value.js';

/**
 * Terraform's state, version 4. Key order, sorting and omitted keys are Terraform's, so both tools write the same text
 * for a state. Like Terraform, this drops keys it does not know.
 */

/** `state` is set if there are no problems. The caller has checked `version`. */
export interface StateFromJson {
  readonly state?: State;
  readonly problems: readonly StateProblem[];
}

export function stateToJson(state: State): StateJson {
  return {
    before: {
      version: 4,
      terraform_version: state.terraformVersion === '' ? EMPTY_STATE.terraformVersion : state.terraformVersion,
      serial: state.serial,
      lineage: state.lineage,
      outputs: Object.fromEntries(
        [...state.outputs].sort(byFirst).map(([name, output]) => [name, outputToJson(output)]),
      ),
    },
    resources: resourceParts(state),
    after: { check_results: state.checkResults ?? null },
  };
}

/** A state as JSON: the members before its resources, the resources one after the other, the members after them. */
export interface StateJson {
  readonly before: JsonObject;
  readonly resources: Iterable<ResourcePart>;
  readonly after: JsonObject;
}

/** A resource, or a part of one: the instances of a large resource come in several parts, which follow each other. */
export interface ResourcePart {
  /** Without any member but `instances`, unless the part opens its resource. */
  readonly json: JsonObject & { readonly instances: readonly JsonObject[] };
  readonly opens: boolean;
  readonly closes: boolean;
}

/** Usual number of objects in a part: few enough for a small text, enough to amortize the cost of a part. */
const OBJECTS_AT_ONCE = 512;

function* resourceParts(state: State): Generator<ResourcePart> {
  for (const { address, provider, instances } of sortedResources(state)) {
    let head: JsonObject = {
      ...(address.module === '' ? {} : { module: address.module }),
      mode: address.mode,
      type: address.type,
      name: address.name,
      provider,
    };
    let opens = true;
    let part: JsonObject[] = [];
    for (const instance of sortedInstances(instances)) {
      const objects = instanceToJson(instance);
      if (part.length >= OBJECTS_AT_ONCE && objects.length > 0) {
        yield { json: { ...head, instances: part }, opens, closes: false };
        [head, part, opens] = [{}, [], false];
      }
      part.push(...objects);
    }
    yield { json: { ...head, instances: part }, opens, closes: true };
  }
}

function outputToJson({ value, type, sensitive }: OutputState): JsonObject {
  return { value: valueToJson(value, type), type: typeToJson(type), ...(sensitive ? { sensitive } : {}) };
}

function instanceToJson({ key, current, deposed }: InstanceState): JsonObject[] {
  const objects = [...deposed].sort(byFirst).map(([deposedKey, object]) => objectToJson(key, object, deposedKey));
  return current === undefined ? objects : [objectToJson(key, current, undefined), ...objects];
}

function objectToJson(key: InstanceKey, object: ObjectState, deposed: string | undefined): JsonObject {
  const json: Record<string, Json> = {};
  if (key !== undefined) json['index_key'] = key;
  if (object.status === 'tainted') json['status'] = 'tainted';
  if (deposed !== undefined) json['deposed'] = deposed;
  json['schema_version'] = object.schemaVersion;
  json['attributes'] = object.attributes;
  json['sensitive_attributes'] = sensitiveToJson(object);
  if (object.identitySchemaVersion !== undefined) json['identity_schema_version'] = object.identitySchemaVersion;
  else if (object.identity !== undefined) json['identity_schema_version'] = 0;
  if (object.identity !== undefined) json['identity'] = object.identity;
  if (object.private !== undefined && object.private !== '') json['private'] = object.private;
  if (object.dependencies.length > 0) json['dependencies'] = object.dependencies;
  if (object.createBeforeDestroy) json['create_before_destroy'] = true;
  return json;
}

function sensitiveToJson({ sensitivePaths: paths, sensitiveMapKeys = [] }: ObjectState): Json {
  if (paths.length === 0) return [];
  const mapKeys = new Set(sensitiveMapKeys.map((path) => JSON.stringify(path)));
  return paths
    .map((path) => path.map((step, index) => stepToJson(step, mapKeys.has(JSON.stringify(path.slice(0, index + 1))))))
    .map((steps): [string, Json] => [JSON.stringify(steps), steps])
    .sort(byFirst)
    .map(([, steps]) => steps);
}

function stepToJson(step: string | number, isMapKey: boolean): JsonObject {
  if (typeof step === 'number') return { type: 'index', value: { value: step, type: 'number' } };
  return isMapKey ? { type: 'index', value: { value: step, type: 'string' } } : { type: 'get_attr', value: step };
}

export function sortedResources(state: State): ResourceState[] {
  return [...state.resources.values()].sort(byResource);
}

/** In the order of the file: no key, then numbers, then strings. */
export function sortedInstances(instances: ReadonlyMap<string, InstanceState>): InstanceState[] {
  return [...instances.values()].sort((left, right) => compareKeys(left.key, right.key));
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

export const byFirst = (left: readonly [string, unknown], right: readonly [string, unknown]): number =>
  compare(left[0], right[0]);

/** The order of the file, and of Terraform's JSON of its values: module, data before managed, type, name. */
export function byResource({ address: left }: ResourceState, { address: right }: ResourceState): number {
  return (
    compare(left.module, right.module) ||
    compare(left.mode, right.mode) ||
    compare(left.type, right.type) ||
    compare(left.name, right.name)
  );
}

export function stateFromJson(json: Json): StateFromJson {
  const reader = new StateReader();
  const state = reader.state(json);
  return reader.problems.length === 0 ? { state, problems: [] } : { problems: reader.problems };
}
