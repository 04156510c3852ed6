import type { ActionInvocation } from '../action.js';
import { isReplace, type ResourceChange } from '../change.js';
import type { Plan } from '../plan.js';
import { emptyRecord } from '../record.js';
import type { Json, JsonObject } from '../state.js';
import type { Step } from '../step.js';
import type { Value } from '../value.js';
import { LazyList, LazyRecord } from './lazy.js';
import { shapeOf } from './shape.js';

/** What a plan was made from and with; apply refuses when any of it is different by then. */
export interface Seal {
  /** The version of Landform: another one may understand the plan differently. */
  readonly program: string;
  /** Of the stack the plan is for; empty for a plain folder. */
  readonly stack: string;
  readonly lineage: string;
  readonly serial: number;
  /** SHA-256 of the stored state's bytes; empty when there was none. */
  readonly digest: string;
  /** Hash of the configuration's documents. */
  readonly configuration: string;
  /** Versions of the providers used, by source. */
  readonly providers: Readonly<Record<string, string>>;
}

export const PLAN_PART_VERSION = 2;

/**
 * The key `landform` of a saved plan: the seal, and what Terraform's keys cannot hold. No fact is written twice: each entry of
 * `changes`, `drift` and `invocations` completes the entry of Terraform's list at the same index.
 */
export function planPartToJson(plan: Plan, seal: Seal): LazyRecord {
  return new LazyRecord((take) => {
    take('version', PLAN_PART_VERSION);
    for (const [name, value] of Object.entries(seal)) take(name, value as Json);
    take('mode', plan.mode);
    take('targets', [...plan.targets]);
    take('changes', listOf(plan.changes, changeDetails));
    take('drift', listOf(plan.drift, changeDetails));
    take('outputs', named(plan.outputs.map(({ name, before, after }) => [name, sideShapes(before, after)])));
    take('variables', named([...plan.variables].map(([name, value]) => [name, shapeOf(value)])));
    take('invocations', listOf(plan.invocations, invocationDetails));
    take('steps', listOf(plan.steps, stepToJson));
    take('refreshed', listOf(plan.refreshed, refreshedToJson));
    take('resolved', [...plan.resolved]);
  });
}

const listOf = <T>(items: readonly T[], toJson: (item: T) => Json): LazyList =>
  new LazyList((take) => items.forEach((item) => take(toJson(item))));

function named(entries: readonly (readonly [string, Json | undefined])[]): JsonObject {
  const record = emptyRecord<Json>();
  for (const [name, json] of entries) if (json !== undefined) record[name] = json;
  return record;
}

function sideShapes(before: Value, after: Value): JsonObject {
  return named([
    ['before', shapeOf(before)],
    ['after', shapeOf(after)],
  ]);
}

/** Most changes need few of these, and there may be very many. */
function changeDetails(change: ResourceChange): JsonObject {
  const json: Record<string, Json> = {};
  const [before, after] = [shapeOf(change.before), shapeOf(change.after)];
  if (before !== undefined) json['before'] = before;
  if (after !== undefined) json['after'] = after;
  if (change.provider.alias !== undefined) json['alias'] = change.provider.alias;
  if (change.dependencies.length > 0) json['dependencies'] = change.dependencies;
  if (change.priorDependencies !== undefined) json['priorDependencies'] = change.priorDependencies;
  if (change.schemaVersion !== 0) json['schemaVersion'] = change.schemaVersion;
  if (change.createBeforeDestroy) json['createBeforeDestroy'] = true;
  if (change.marksOnly === true) json['marksOnly'] = true;
  if (change.plannedPrivate !== undefined) json['plannedPrivate'] = change.plannedPrivate;
  if (!isReplace(change.action) && change.replacePaths.length > 0) json['replacePaths'] = change.replacePaths;
  if (change.origin !== undefined) json['origin'] = change.origin;
  return json;
}

function invocationDetails({ config, provider, owed, origin }: ActionInvocation): JsonObject {
  return named([
    ['config', shapeOf(config)],
    ['alias', provider.alias],
    ['owed', owed],
    ['origin', origin],
  ]);
}

/** Indexes and addresses follow from what a step points to. */
function stepToJson(step: Step): JsonObject {
  const { index: _index, needs, ...rest } = step;
  if (step.kind === 'gather') return { ...rest, needs };
  const { address: _address, ...pointing } = rest as Exclude<Step, { kind: 'gather' }>;
  return { ...pointing, needs };
}

function refreshedToJson({ ref, object }: Plan['refreshed'][number]): JsonObject {
  const { key, deposed, resource, provider } = ref;
  return {
    resource: { ...resource },
    ...(key === undefined ? {} : { key }),
    ...(deposed === undefined ? {} : { deposed }),
    provider,
    object,
  };
}
