import type { Json, JsonObject } from '../json.js';
import type { ActionInvocation } from '../action.js';
import { isReplace, type ResourceChange } from '../change.js';
import type { Deferred } from '../deferred.js';
import type { Plan } from '../plan.js';
import { emptyRecord } from '../record.js';
import type { Step } from '../step.js';
import type { Value } from '../value.js';
import { JsonText, LazyList, LazyRecord, type JsonDocument } from './lazy.js';
import { forecastToJson } from './forecast.js';
import { FrontCoder } from './front-coded.js';
import { editToJson, entryToJson } from './state-edit.js';
import { quoted } from './plain-text.js';
import { shapeOf, shapeText } from './shape.js';

/** The inputs of a plan; apply refuses the plan if any of them has changed. */
export interface Seal {
  /** The version of Landform: another version may read the plan differently. */
  readonly program: string;
  /** Of the stack the plan is for; empty for a plain folder. */
  readonly stack: string;
  /** Absent for the default workspace. */
  readonly workspace?: string;
  readonly lineage: string;
  readonly serial: number;
  /** SHA-256 of the stored state's bytes; empty when there was none. */
  readonly digest: string;
  /** Hash of the configuration's documents. */
  readonly configuration: string;
  /** Versions of the providers used, by source. */
  readonly providers: Readonly<Record<string, string>>;
}

const PLAN_PART_VERSION = 3;

/**
 * Version 2 has each list of dependencies in full, each unknown value as encoded.ts writes it, and `resolved` without kinds; all can be
 * read here too.
 */
export const READABLE_PLAN_PARTS: readonly Json[] = [2, PLAN_PART_VERSION];

/**
 * The key `landform` of a saved plan: the seal, and what Terraform's keys cannot hold. Nothing is stored twice: each
 * entry of `changes`, `drift` and `invocations` completes the entry of Terraform's list at the same index.
 */
export function planPartToJson(plan: Plan, seal: Seal): LazyRecord {
  return new LazyRecord((take) => {
    take('version', PLAN_PART_VERSION);
    for (const [name, value] of Object.entries(seal)) take(name, value);
    take('mode', plan.mode);
    take('targets', [...plan.targets]);
    if (plan.rollback === true) take('rollback', true);
    if (plan.edits !== undefined) take('edits', listOf(plan.edits, editToJson));
    if (plan.forecast !== undefined) take('forecast', forecastToJson(plan.forecast));
    take('changes', detailsOf(plan.changes));
    if (plan.deferred.length > 0) take('deferred', listOf(plan.deferred, deferredToJson));
    take('drift', detailsOf(plan.drift));
    take('outputs', named(plan.outputs.map(({ name, before, after }) => [name, sideShapes(before, after)])));
    take('variables', named([...plan.variables].map(([name, value]) => [name, shapeOf(value)])));
    if (plan.moduleOutputs !== undefined && plan.moduleOutputs.length > 0)
      take(
        'moduleOutputs',
        plan.moduleOutputs.map(({ module, name }) => ({ module, name })),
      );
    if (plan.ephemeral.length > 0) take('ephemeral', [...plan.ephemeral]);
    take('invocations', listOf(plan.invocations, invocationDetails));
    take('steps', listOf(plan.steps, stepToJson));
    take('refreshed', listOf(plan.refreshed, entryToJson));
    take(
      'resolved',
      plan.resolved.map(({ kind, key }) => ({ kind, key })),
    );
  });
}

const listOf = <T>(items: readonly T[], toJson: (item: T) => JsonDocument): LazyList =>
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

const detailsOf = (changes: readonly ResourceChange[]): LazyList =>
  new LazyList((take) => {
    const [now, prior] = [new FrontCoder(), new FrontCoder()];
    for (const change of changes) take(changeDetails(change, now, prior));
  });

/** Of a resource, `change` completes the next entry of Terraform's `deferred_changes`. */
const deferredToJson = ({ kind, address, reason, waitsFor, change }: Deferred): LazyRecord =>
  new LazyRecord((take) => {
    take('kind', kind);
    if (change === undefined) {
      take('address', address);
      take('reason', reason);
    } else {
      take('change', changeDetails(change, new FrontCoder(), new FrontCoder()));
    }
    take('waitsFor', [...waitsFor]);
  });

/** Most changes need few of these, and there may be very many, so this is built as text. */
function changeDetails(change: ResourceChange, now: FrontCoder, prior: FrontCoder): JsonText {
  const { provider, dependencies, priorDependencies, schemaVersion, plannedPrivate, origin, replacePaths } = change;
  let text = '';
  const add = (name: string, json: string): void => {
    text += `${text === '' ? '' : ','}"${name}":${json}`;
  };
  const [before, after] = [shapeText(change.before), shapeText(change.after)];
  if (before !== undefined) add('before', before);
  if (after !== undefined) add('after', after);
  if (provider.alias !== undefined) add('alias', quoted(provider.alias));
  if (provider.module !== undefined) add('configuredIn', quoted(provider.module));
  if (dependencies.length > 0) add('dependencies', now.text(dependencies));
  if (priorDependencies !== undefined) add('priorDependencies', prior.text(priorDependencies));
  if (schemaVersion !== 0) add('schemaVersion', String(schemaVersion));
  if (change.createBeforeDestroy) add('createBeforeDestroy', 'true');
  if (change.keepsOld === true) add('keepsOld', 'true');
  if (change.marksOnly === true) add('marksOnly', 'true');
  if (change.previousProvider !== undefined) add('previousProvider', quoted(change.previousProvider));
  if (change.inState !== undefined) add('inState', quoted(change.inState));
  if (change.preventDestroy === true) add('preventDestroy', 'true');
  if (change.check !== undefined) add('check', quoted(change.check));
  if (plannedPrivate !== undefined) add('plannedPrivate', quoted(plannedPrivate));
  if (!isReplace(change.action) && replacePaths.length > 0) add('replacePaths', JSON.stringify(replacePaths));
  if (change.removedWith !== undefined) add('removedWith', quoted(change.removedWith));
  if (origin !== undefined) add('origin', JSON.stringify(origin));
  return new JsonText(`{${text}}`);
}

function invocationDetails({ config, provider, owed, origin }: ActionInvocation): JsonObject {
  return named([
    ['config', shapeOf(config)],
    ['alias', provider.alias],
    ['configuredIn', provider.module],
    ['owed', owed],
    ['origin', origin === undefined ? undefined : { ...origin }],
  ]);
}

/** Indexes and addresses follow from the target of a step. */
function stepToJson(step: Step): JsonText {
  const needs = `"needs":[${step.needs.join(',')}]}`;
  if (step.kind === 'gather')
    return new JsonText(
      `{"kind":"gather"${step.resource === undefined ? '' : `,"resource":${quoted(step.resource)}`},${needs}`,
    );
  return new JsonText(
    step.kind === 'invoke'
      ? `{"kind":"invoke","invocation":${step.invocation},${needs}`
      : `{"kind":"${step.kind}","change":${step.change},${needs}`,
  );
}
