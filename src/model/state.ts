import type { InstanceKey, ResourceAddress } from './address.js';
import type { Json, JsonObject } from './json.js';
import type { Path } from './path.js';
import type { Type } from './type.js';
import type { Value } from './value.js';

/**
 * The State: the objects that Landform manages. In memory it is immutable and keyed; in a file it is Terraform's state
 * version 4 (json/state.ts). Serial and lineage belong to the file and travel along.
 */
export interface State {
  readonly terraformVersion: string;
  readonly serial: number;
  /** Empty until the state is written for the first time. */
  readonly lineage: string;
  readonly outputs: ReadonlyMap<string, OutputState>;
  /** By resource address without instance key. */
  readonly resources: ReadonlyMap<string, ResourceState>;
  /** Preserved as read; not used yet. */
  readonly checkResults: Json;
}

export interface OutputState {
  readonly value: Value;
  readonly type: Type;
  readonly sensitive: boolean;
}

export interface ResourceState {
  readonly address: ResourceAddress;
  /** As the file has it: `provider["registry.terraform.io/hashicorp/aws"].west`. */
  readonly provider: string;
  /** By `instanceId`: the printed key ('' when none). */
  readonly instances: ReadonlyMap<string, InstanceState>;
}

export interface InstanceState {
  readonly key: InstanceKey;
  /** Absent when only deposed objects are left. */
  readonly current?: ObjectState;
  /** By their key of 8 hex characters. */
  readonly deposed: ReadonlyMap<string, ObjectState>;
}

export interface ObjectState {
  readonly status: 'ready' | 'tainted';
  readonly schemaVersion: number;
  /**
   * Attributes as JSON by the schema of `schemaVersion`: plain records and arrays, numbers as `number` or ExactNumber
   * (json/number-aware parse). Decoded with the schema only when needed.
   */
  readonly attributes: JsonObject;
  readonly sensitivePaths: readonly Path[];
  /**
   * The prefixes of sensitive paths that end with a map key: Terraform's file distinguishes keys from attributes, a
   * Path does not. Absent when there are none.
   */
  readonly sensitiveMapKeys?: readonly Path[];
  /** The provider's own bytes, base64. */
  readonly private?: string;
  /** Resource addresses without instance keys, sorted. */
  readonly dependencies: readonly string[];
  readonly createBeforeDestroy: boolean;
  readonly identity?: JsonObject;
  readonly identitySchemaVersion?: number;
}

export const EMPTY_STATE: State = {
  terraformVersion: '1.11.4',
  serial: 0,
  lineage: '',
  outputs: new Map(),
  resources: new Map(),
  checkResults: null,
};

/**
 * Visits every instance that state has, with the address of its resource. Not a generator or a list, since allocations
 * for each instance are measurable in a large state.
 */
export function eachInstance(
  state: State,
  visit: (instance: InstanceState, resource: ResourceState, resourceKey: string) => void,
): void {
  state.resources.forEach((resource, resourceKey) =>
    resource.instances.forEach((instance) => visit(instance, resource, resourceKey)),
  );
}
