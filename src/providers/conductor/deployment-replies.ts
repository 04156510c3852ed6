import { canonicalJson, type Json, type JsonObject, objectIn, type Value, listIn } from '../../model/index.js';
import type { FieldMapping, Known } from '../rest/mapping/definition.js';
import { pointerGet } from '../rest/pointer.js';
import { LABELS_REPLY } from './labels.js';

/**
 * The service also shows the blueprint's defaults. Only configured inputs are managed; on import, inputs that differ
 * from their default count as configured.
 */
export function givenInputs(deployment: Json, { value, imported }: Known): Json | undefined {
  const shown = objectIn(pointerGet(deployment, '/inputs'));
  const isGiven = imported ? differsFromDefault(deployment) : (name: string) => Object.hasOwn(objectIn(value), name);
  const given = Object.entries(shown).filter(([name, input]) => isGiven(name, input));
  return value === undefined && given.length === 0 ? undefined : Object.fromEntries(given);
}

function differsFromDefault(deployment: Json): (name: string, input: Json) => boolean {
  const definitions = inputDefinitions(deployment);
  return (name, input) => {
    const fallback = objectIn(definitions[name])['default'];
    return fallback === undefined || canonicalJson(fallback) !== canonicalJson(input);
  };
}

/**
 * Whether it is installed. An import of a deployment that is not installed leaves this unset: it may never be meant to be. The status of
 * a deployment without nodes is unreliable: the manager's source calls it active after any execution, its document never. It keeps the
 * known value.
 */
export function installed(deployment: Json, { value, imported }: Known): Json | undefined {
  const nodes = pointerGet(deployment, '/nodes/items');
  if (Array.isArray(nodes) && nodes.length === 0 && value !== undefined) return value;
  const status = pointerGet(deployment, '/installation_status');
  if (status === undefined || (imported && status !== 'active')) return value;
  return status === 'active';
}

/** Whether the status differs from what was applied, possibly because there are no nodes: after a workflow has run, or if none has to. */
export function mayLackNodes(deployment: Json, { install = null }: Readonly<Record<string, Value>>): boolean {
  const isActive = pointerGet(deployment, '/installation_status') === 'active';
  if (install === true) return !isActive && hasRunWorkflow(deployment);
  return install === false && isActive;
}

function hasRunWorkflow(deployment: Json): boolean {
  const latest = pointerGet(deployment, '/latest_execution') ?? null;
  return latest !== null && latest !== pointerGet(deployment, '/create_execution');
}

/** Prevents installing a deployment that is already live, whatever installed it. */
export function isInstalledAlready(deployment: Json, { install }: Readonly<Record<string, Value>>): boolean {
  return install === true && pointerGet(deployment, '/installation_status') === 'active';
}

/** On import, labels from the blueprint or from a group do not count as configured. */
export function ownLabels(deployment: Json, known: Known): Json | undefined {
  const shown = itemsAt(deployment, '/labels');
  const elsewhere = known.imported ? inheritedLabels(deployment) : new Set<string>();
  const own = shown.filter((label) => !elsewhere.has(labelText(label['key'], label['value'])));
  return LABELS_REPLY.decode?.(own, known);
}

function inheritedLabels(deployment: Json): ReadonlySet<string> {
  const ofBlueprint = Object.entries(objectIn(pointerGet(deployment, '/blueprint/items/0/plan/labels'))).flatMap(
    ([key, label]) => [objectIn(label)['values'] ?? []].flat().map((value) => labelText(key.toLowerCase(), value)),
  );
  const id = pointerGet(deployment, '/id');
  const ofGroups = itemsAt(deployment, '/member_of/items')
    .filter(({ deployment_ids: ids }) => Array.isArray(ids) && ids.includes(id))
    .flatMap((group) => itemsAt(group, '/labels').map(({ key, value }) => labelText(key, value)));
  return new Set([...ofBlueprint, ...ofGroups]);
}

function labelText(key: Json | undefined, value: Json | undefined): string {
  return canonicalJson([key ?? null, value ?? null]);
}

function itemsAt(json: Json, pointer: string): readonly JsonObject[] {
  return listIn(pointerGet(json, pointer)).map(objectIn);
}

/** The inputs of a deployment's blueprint, by name, each with its `default`. */
export function inputDefinitions(deployment: Json): JsonObject {
  return objectIn(pointerGet(deployment, '/blueprint/items/0/plan/inputs'));
}

/** It changes by itself, which is not drift: the new value is recorded with a change made here. */
export function workedOut(at: string): FieldMapping {
  return { at, decode: (shown, { value }) => value ?? shown, missing: 'keep' };
}
