import type { Json } from '../json.js';
import { ACTION_EVENTS, parseActionAddress, type ActionInvocation, type ActionTriggerCause } from '../action.js';
import { parseAddress } from '../address.js';
import type { OutputChange } from '../change.js';
import {
  CHECK_KINDS,
  CHECK_STATUSES,
  PLAN_MODES,
  RESOLVED_KINDS,
  type CheckResult,
  type ModuleOutput,
  type Plan,
  type RefreshedEntry,
  type Resolved,
} from '../plan.js';
import { EMPTY_STATE } from '../state.js';
import type { StateEdit } from '../state-edit.js';
import type { Value } from '../value.js';
import { changeReader, originOf, providerOf, sideOf } from './change-reader.js';
import { deferredOf } from './deferred-reader.js';
import { Fields } from './fields.js';
import { forecastFromJson } from './forecast.js';
import { maskedValue } from './masks.js';
import { objectRefFromJson, objectStateFromJson } from './object-state.js';
import { eventWord } from './plan.js';
import { READABLE_PLAN_PARTS, type Seal } from './plan-part.js';
import { editFromJson } from './state-edit.js';
import type { JsonScanner } from './scanner.js';
import { ShapeError, valueOfShape } from './shape.js';
import { stepsFromJson } from './step-reader.js';

export interface ReadPlan {
  /** Without prior state: apply has it, and the seal verifies that it is the same. */
  readonly plan: Plan;
  /** Absent in a plan that Landform did not write; such a plan has no steps. */
  readonly seal?: Seal;
  /** Where the text of each of the document's members begins and ends, in bytes. */
  readonly places: ReadonlyMap<string, readonly [start: number, end: number]>;
}

/** Parts of the document kept until it is read completely. */
const KEPT: ReadonlySet<string> = new Set([
  'format_version',
  'variables',
  'resource_drift',
  'resource_changes',
  'deferred_changes',
  'output_changes',
  'action_invocations',
  'checks',
  'timestamp',
  'applyable',
  'complete',
  'errored',
]);

/**
 * Reads a plan's document: Landform's, or one of `terraform show -json`. Throws a {@link ShapeError} (or
 * JsonSyntaxError) for anything that does not match its type.
 */
export function readPlan(scanner: JsonScanner): ReadPlan {
  const places = new Map<string, readonly [number, number]>();
  const kept: Record<string, Json> = {};
  let part: Fields | undefined;
  scanner.members((name) => {
    const start = scanner.valueOffset();
    if (places.has(name)) throw new ShapeError(`${name} occurs twice`);
    if (name === 'landform') part = new Fields(scanner.value(), 'landform');
    else if (KEPT.has(name)) kept[name] = scanner.value();
    else scanner.skip();
    places.set(name, [start, scanner.offset]);
  });
  scanner.end();
  const document = new Fields(kept, 'the plan');
  if (!/^1\.\d+$/.test(document.text('format_version'))) throw new ShapeError('its format_version is not 1.x');
  if (part === undefined) return { plan: planOf(document, undefined), places };
  if (!READABLE_PLAN_PARTS.includes(part.json('version') ?? null))
    throw new ShapeError('landform.version is not supported by this version of Landform');
  return { plan: planOf(document, part), seal: sealOf(part), places };
}

function sealOf(part: Fields): Seal {
  const providers = part.fields('providers');
  return {
    program: part.text('program'),
    stack: part.text('stack'),
    ...(part.has('workspace') ? { workspace: part.text('workspace') } : {}),
    lineage: part.text('lineage'),
    serial: part.count('serial'),
    digest: part.text('digest'),
    configuration: part.text('configuration'),
    providers: Object.fromEntries(providers.names().map((name) => [name, providers.text(name)])),
  };
}

function planOf(document: Fields, part: Fields | undefined): Plan {
  const changes = completed(document, 'resource_changes', part, 'changes', changeReader());
  const invocations = completed(document, 'action_invocations', part, 'invocations', invocationOf);
  const errored = document.flagIf('errored');
  const mode = part?.word('mode', PLAN_MODES) ?? 'normal';
  const edits = part?.has('edits') === true ? part.list('edits').map(editOf) : undefined;
  if ((mode === 'state') !== (edits !== undefined))
    throw new ShapeError('landform.mode and landform.edits do not fit together');
  const timestamp = document.textIf('timestamp') ?? '';
  return {
    mode,
    timestamp,
    variables: variablesOf(document, part),
    ephemeral: part?.has('ephemeral') === true ? part.texts('ephemeral') : [],
    changes,
    deferred: deferredOf(document, part),
    drift: completed(document, 'resource_drift', part, 'drift', changeReader()),
    outputs: outputsOf(document, part),
    ...(part?.has('moduleOutputs') === true ? { moduleOutputs: part.list('moduleOutputs').map(moduleOutputOf) } : {}),
    invocations,
    // Edits need no steps: they are made together.
    steps:
      part === undefined || edits !== undefined ? [] : stepsFromJson(part.list('steps'), changes, invocations, errored),
    priorState: EMPTY_STATE,
    refreshed: part === undefined ? [] : part.list('refreshed').map(refreshedOf),
    resolved: part === undefined ? [] : part.list('resolved').flatMap(resolvedOf),
    checks: document.has('checks') ? document.list('checks').map(checkOf) : [],
    applyable: document.has('applyable')
      ? document.flag('applyable')
      : changes.some(({ action }) => action !== 'no-op'),
    complete: document.has('complete') ? document.flag('complete') : true,
    errored,
    targets: part?.texts('targets') ?? [],
    ...(part?.has('rollback') === true && part.flag('rollback') ? { rollback: true } : {}),
    ...(edits === undefined ? {} : { edits }),
    ...(part?.has('forecast') === true ? { forecast: forecastFromJson(part.fields('forecast')) } : {}),
  };
}

/** The entries of a list of Terraform's, each with what Landform's list has at the same index. */
function completed<T>(
  document: Fields,
  name: string,
  part: Fields | undefined,
  detailsName: string,
  read: (entry: Fields, details: Fields | undefined) => T,
): readonly T[] {
  const entries = document.has(name) ? document.list(name) : [];
  const details = part?.list(detailsName);
  if (details !== undefined && details.length !== entries.length)
    throw new ShapeError(`${name} and landform.${detailsName} have different lengths`);
  return entries.map((entry, index) =>
    read(
      new Fields(entry, `${name}[${index}]`),
      details === undefined ? undefined : new Fields(details[index], `landform.${detailsName}[${index}]`),
    ),
  );
}

function outputsOf(document: Fields, part: Fields | undefined): readonly OutputChange[] {
  const shapes = part?.fields('outputs');
  return membersOf(document, 'output_changes').map(([name, change]) => {
    const words = change.texts('actions').join();
    const action = OUTPUT_ACTIONS.find((word) => word === words);
    if (action === undefined) throw new ShapeError(`output.${name}: its action is unknown`);
    const shape = shapes?.fieldsIf(name) ?? (part === undefined ? undefined : new Fields({}, name));
    const sensitive = change.json('before_sensitive') === true || change.json('after_sensitive') === true;
    return { name, action, before: sideOf(change, 'before', shape), after: sideOf(change, 'after', shape), sensitive };
  });
}

const OUTPUT_ACTIONS = ['no-op', 'create', 'update', 'delete'] as const satisfies readonly OutputChange['action'][];

/** The objects that are the members of one that may be missing. */
function membersOf(document: Fields, name: string): readonly (readonly [string, Fields])[] {
  const members = document.fieldsIf(name);
  return members === undefined ? [] : members.names().map((key) => [key, members.fields(key)]);
}

function variablesOf(document: Fields, part: Fields | undefined): ReadonlyMap<string, Value> {
  const shapes = part?.fields('variables');
  return new Map(
    membersOf(document, 'variables').map(([name, variable]) => {
      const value = variable.json('value');
      return [name, part === undefined && value === undefined ? null : valueOfShape(value, shapes?.json(name))];
    }),
  );
}

const editOf = (json: Json, index: number): StateEdit => editFromJson(new Fields(json, `landform.edits[${index}]`));

function moduleOutputOf(json: Json, index: number): ModuleOutput {
  const fields = new Fields(json, `landform.moduleOutputs[${index}]`);
  return { module: fields.text('module'), name: fields.text('name') };
}

function invocationOf(entry: Fields, details: Fields | undefined): ActionInvocation {
  const address = entry.text('address');
  const parsed = parseActionAddress(address);
  if (parsed === undefined) throw new ShapeError(`${address} is not the address of an action`);
  const origin = details?.fieldsIf('origin');
  return {
    action: parsed.address,
    key: parsed.key,
    provider: providerOf(entry, details),
    config:
      details === undefined
        ? maskedValue(entry.json('config_values'), entry.json('config_unknown'), entry.json('config_sensitive'))
        : valueOfShape(entry.json('config_values'), details.json('config')),
    trigger: triggerOf(entry),
    ...(details?.flagIf('owed') === true ? { owed: true } : {}),
    ...(origin === undefined ? {} : { origin: originOf(origin) }),
  };
}

const EVENTS = new Map(ACTION_EVENTS.map((event) => [eventWord(event), event]));

function triggerOf(entry: Fields): ActionTriggerCause {
  const trigger = entry.fieldsIf('lifecycle_action_trigger');
  if (trigger === undefined) return { kind: 'invoke' };
  const event = EVENTS.get(trigger.text('action_trigger_event'));
  const resource = trigger.text('triggering_resource_address');
  if (event === undefined || parseAddress(resource) === undefined)
    throw new ShapeError(`${entry.text('address')}: what triggers it is unknown`);
  return {
    kind: 'lifecycle',
    resource,
    event,
    block: trigger.countIf('action_trigger_block_index'),
    index: trigger.countIf('actions_list_index'),
  };
}

function refreshedOf(json: Json, index: number): RefreshedEntry {
  const fields = new Fields(json, `landform.refreshed[${index}]`);
  const object = fields.json('object') ?? null;
  return {
    ref: objectRefFromJson(fields),
    object: object === null ? null : objectStateFromJson(object, `landform.refreshed[${index}].object`),
  };
}

/** Version 2 has bare keys, which count for what they are found under. */
function resolvedOf(json: Json, index: number): Resolved | readonly Resolved[] {
  if (typeof json === 'string') return RESOLVED_KINDS.map((kind) => ({ kind, key: json }));
  const fields = new Fields(json, `landform.resolved[${index}]`);
  return { kind: fields.word('kind', RESOLVED_KINDS), key: fields.text('key') };
}

function checkOf(json: Json, index: number): CheckResult {
  const check = new Fields(json, `checks[${index}]`);
  const address = check.fields('address');
  const instances = check.has('instances') ? check.list('instances') : [];
  return {
    kind: address.word('kind', CHECK_KINDS),
    address: address.text('to_display'),
    status: check.word('status', CHECK_STATUSES),
    instances: instances.map((entry, position) => {
      const instance = new Fields(entry, `checks[${index}].instances[${position}]`);
      const problems = instance.has('problems') ? instance.list('problems') : [];
      return {
        address: instance.fields('address').text('to_display'),
        status: instance.word('status', CHECK_STATUSES),
        problems: problems.map((problem) => new Fields(problem, 'a check problem').text('message')),
      };
    }),
  };
}
