import { type Action, type ActionReason, ACTION_WORDS, type OutputChange, type ResourceChange } from '../change.js';
import type { ActionInvocation } from '../action.js';
import { formatResource, type InstanceKey, parseAddress } from '../address.js';
import type { Path } from '../path.js';
import type { Plan, PlanMode, RefreshedEntry } from '../plan.js';
import { EMPTY_STATE, type Json, type JsonObject } from '../state.js';
import type { Step } from '../step.js';
import { decodeValue, encodeValue } from './encoded.js';

/** What a plan was made from; apply refuses when any of it is different by then. */
export interface Seal {
  /** Of the stack the plan is for; empty for a plain folder. */
  readonly stack: string;
  readonly lineage: string;
  readonly serial: number;
  /** Hash of the configuration's documents. */
  readonly configuration: string;
  /** Versions of the providers used, by source. */
  readonly providers: Readonly<Record<string, string>>;
  /** Hash of the whole plan without this field, so that an edited plan is refused too. */
  readonly checksum: string;
}

/** The part of a saved plan that Terraform's representation cannot hold: exact values, order, and the seal. */
export function savedPartToJson(plan: Plan, seal: Omit<Seal, 'checksum'>): JsonObject {
  return {
    version: 1,
    ...seal,
    mode: plan.mode,
    targets: [...plan.targets],
    changes: plan.changes.map(changeToJson),
    outputs: plan.outputs.map((output) => ({
      ...output,
      before: encodeValue(output.before),
      after: encodeValue(output.after),
    })),
    ...(plan.invocations.length === 0
      ? {}
      : {
          invocations: plan.invocations.map((invocation) => ({
            ...(invocation as unknown as JsonObject),
            key: invocation.key ?? null,
            config: encodeValue(invocation.config),
          })),
        }),
    steps: plan.steps.map((step) => ({ ...step, needs: [...step.needs] })),
    refreshed: plan.refreshed.map(({ ref, object }) => ({
      ref: { ...ref, key: ref.key ?? null, resource: { ...ref.resource } },
      object: object as unknown as JsonObject | null,
    })),
    resolved: [...plan.resolved],
    variables: [...plan.variables].map(([name, value]) => [name, encodeValue(value)]),
  };
}

function changeToJson(change: ResourceChange): JsonObject {
  const { resource: _resource, resourceKey: _key, key: _instance, before, after, origin, ...rest } = change;
  return {
    ...(rest as unknown as JsonObject),
    before: encodeValue(before),
    after: encodeValue(after),
    ...(origin === undefined ? {} : { origin: { ...origin } }),
  };
}

/** Reads a saved plan back. The prior state is not in it: the caller has it, and the seal says that it is the same. */
export function planFromJson(json: JsonObject): Plan {
  const part = json['landform'] as JsonObject;
  return {
    mode: part['mode'] as PlanMode,
    timestamp: json['timestamp'] as string,
    variables: new Map((part['variables'] as [string, Json][]).map(([name, value]) => [name, decodeValue(value)])),
    changes: (part['changes'] as JsonObject[]).map(changeFromJson),
    drift: [],
    outputs: (part['outputs'] as JsonObject[]).map((output) => ({
      ...(output as unknown as OutputChange),
      before: decodeValue(output['before']!),
      after: decodeValue(output['after']!),
    })),
    invocations: ((part['invocations'] ?? []) as JsonObject[]).map((invocation) => ({
      ...(invocation as unknown as ActionInvocation),
      key: (invocation['key'] ?? undefined) as InstanceKey,
      config: decodeValue(invocation['config']!),
    })),
    steps: part['steps'] as unknown as readonly Step[],
    priorState: EMPTY_STATE,
    refreshed: (part['refreshed'] as JsonObject[]).map(refreshedFromJson),
    resolved: part['resolved'] as readonly string[],
    checks: [],
    applyable: json['applyable'] === true,
    complete: json['complete'] === true,
    errored: json['errored'] === true,
    targets: part['targets'] as readonly string[],
  };
}

function changeFromJson(json: JsonObject): ResourceChange {
  const address = json['address'] as string;
  const parsed = parseAddress(address);
  if (parsed === undefined) throw new Error(`${address} is no address`);
  const action = json['action'] as Action;
  if (!Object.hasOwn(ACTION_WORDS, action)) throw new Error(`${action} is no action`);
  return {
    ...(json as unknown as ResourceChange),
    address,
    resource: parsed.resource,
    resourceKey: formatResource(parsed.resource),
    key: parsed.key,
    action,
    ...(json['reason'] === undefined ? {} : { reason: json['reason'] as ActionReason }),
    before: decodeValue(json['before']!),
    after: decodeValue(json['after']!),
    replacePaths: json['replacePaths'] as readonly Path[],
  };
}

function refreshedFromJson(json: JsonObject): RefreshedEntry {
  const ref = json['ref'] as JsonObject;
  const object = json['object'] as JsonObject | null;
  return {
    ref: {
      ...(ref as unknown as RefreshedEntry['ref']),
      key: (ref['key'] ?? undefined) as string | number | undefined,
    },
    object: object as unknown as RefreshedEntry['object'],
  };
}
