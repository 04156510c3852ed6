import { byFirst } from './state.js';
import type { Json, JsonObject } from '../json.js';
import { invocationAddress, type ActionEvent, type ActionInvocation } from '../action.js';
import { ACTION_WORDS, isReplace, type OutputChange, type ResourceChange } from '../change.js';
import { hasUnknownKey, type Deferred } from '../deferred.js';
import type { Plan } from '../plan.js';
import type { OutputState } from '../state.js';
import { compareText } from '../set-order.js';
import { typeToJson, type Type } from '../type.js';
import { isWhollyKnown, typeOf, unmark, unmarkDeep } from '../value-operations.js';
import { isNull, Sensitive, Unknown, type Value } from '../value.js';
import { JsonText, LazyList, LazyRecord, type JsonDocument } from './lazy.js';
import { checksToJson } from './checks.js';
import { modulesJson } from './module-tree.js';
import { importingJson } from './importing.js';
import { plainJson, sensitiveMask, unknownMask } from './masks.js';
import { inQuotes, isPlainText, plainText, quoted, quotedWord, sensitiveText, unknownText } from './plain-text.js';
import { stateValuesJson, type SchemaOf } from './state-values.js';

export interface PlanJsonInfo {
  readonly terraformVersion: string;
  readonly schemaOf: SchemaOf;
  /** The `configuration` part, created where expressions can be read. */
  readonly configuration: JsonDocument;
  /** The `relevant_attributes` part, computed only when it is written; undefined when nothing is relevant. */
  readonly relevantAttributes: () => LazyList | undefined;
}

/**
 * A plan in Terraform's representation (`terraform show -json`, format_version 1.2), keys in Terraform's order. Its
 * long lists are created while it is written. Without `info`, only what follows from the plan alone.
 */
export function planToJson(plan: Plan, info?: PlanJsonInfo): LazyRecord {
  return new LazyRecord((take) => {
    take('format_version', '1.2');
    if (info !== undefined) take('terraform_version', info.terraformVersion);
    if (plan.variables.size > 0) take('variables', variablesJson(plan));
    take('planned_values', plannedValues(plan));
    if (plan.drift.length > 0)
      take(
        'resource_drift',
        listOf(plan.drift, (change) => resourceChangeJson(change)),
      );
    if (plan.changes.length > 0)
      take(
        'resource_changes',
        listOf(plan.changes, (change) => resourceChangeJson(change)),
      );
    const deferred = deferredChanges(plan);
    if (deferred.length > 0) take('deferred_changes', listOf(deferred, deferredChangeJson));
    if (plan.outputs.length > 0) take('output_changes', outputChanges(plan));
    if (plan.invocations.length > 0) take('action_invocations', listOf(plan.invocations, invocationJson));
    if (info !== undefined) {
      priorState(plan, info, take);
      take('configuration', info.configuration);
      const relevant = info.relevantAttributes();
      if (relevant !== undefined) take('relevant_attributes', relevant);
    }
    if (plan.checks.length > 0) take('checks', checksToJson(plan.checks));
    take('timestamp', plan.timestamp);
    take('applyable', plan.applyable);
    take('complete', plan.complete);
    take('errored', plan.errored);
  });
}

const listOf = <T>(items: readonly T[], toJson: (item: T) => JsonDocument): LazyList =>
  new LazyList((take) => items.forEach((item) => take(toJson(item))));

function variablesJson(plan: Plan): JsonObject {
  return mapEntries(plan.variables, (value) =>
    value instanceof Unknown ? {} : { value: plainJson(unmarkDeep(value)) },
  );
}

const outputChanges = (plan: Plan): LazyRecord =>
  new LazyRecord((take) => plan.outputs.forEach((change) => take(change.name, outputChangeJson(change))));

function priorState(plan: Plan, info: PlanJsonInfo, take: (name: string, member: JsonDocument) => void): void {
  const prior = { ...plan.priorState, outputs: priorOutputs(plan) };
  if (prior.resources.size === 0 && prior.outputs.size === 0) return;
  take(
    'prior_state',
    new LazyRecord((member) => {
      member('format_version', '1.0');
      member('terraform_version', info.terraformVersion);
      member('values', stateValuesJson(prior, info.schemaOf));
    }),
  );
}

function mapEntries<T>(map: ReadonlyMap<string, T>, convert: (value: T) => Json): JsonObject {
  const result: Record<string, Json> = {};
  for (const [name, value] of [...map].sort(byFirst)) result[name] = convert(value);
  return result;
}

function plannedValues(plan: Plan): LazyRecord {
  return new LazyRecord((take) => {
    const outputs = plan.outputs.filter(({ action }) => action !== 'delete');
    if (outputs.length > 0) {
      take(
        'outputs',
        new LazyRecord((member) => outputs.forEach((output) => member(output.name, plannedOutputJson(output)))),
      );
    }
    const changes = plan.changes.filter(
      ({ after, deposed, action }) => (after !== null || action === 'forget') && deposed === undefined,
    );
    // Terraform sorts these by the text of their addresses, unlike changes, which are sorted by their keys.
    changes.sort((left, right) => compareText(left.address, right.address));
    take(
      'root_module',
      modulesJson(
        changes,
        ({ resource }) => resource.module,
        (inside, item) => inside.forEach((change) => item(plannedObjectJson(change))),
      ),
    );
  });
}

function plannedOutputJson(output: OutputChange): JsonObject {
  const plain = unmarkDeep(output.after);
  return isWhollyKnown(plain)
    ? { sensitive: output.sensitive, type: typeToJson(shownType(plain)), value: plainJson(plain) }
    : { sensitive: output.sensitive };
}

/** Terraform's plan forgets the type of an output that is null. */
const shownType = (value: Value): Type => (isNull(value) ? 'dynamic' : typeOf(value));

/** Terraform omits values without known parts, and lists objects that are only forgotten, without any. */
function plannedObjectJson(change: ResourceChange): JsonText {
  if (change.action === 'forget')
    return new JsonText(`{${identity(change)},"schema_version":0,"sensitive_values":false}`);
  const values = plainText(change.after);
  const json = new JsonText(`{${identity(change)},"schema_version":${change.schemaVersion}`);
  if (values !== '{}') json.add(',"values":').add(values);
  return json.add(
    `,"sensitive_values":${sensitiveText(change.after)}${change.inState === 'tainted' ? ',"tainted":true' : ''}}`,
  );
}

/**
 * Terraform treats outputs as refreshed as soon as their new values are known, so its prior state already contains
 * them.
 */
function priorOutputs(plan: Plan): ReadonlyMap<string, OutputState> {
  const outputs = new Map(plan.priorState.outputs);
  if (plan.mode === 'destroy') return outputs;
  for (const { name, action, after } of plan.outputs) {
    const value = unmarkDeep(after);
    if (action === 'delete' || !isWhollyKnown(value)) continue;
    if (isNull(value)) outputs.delete(name);
    else outputs.set(name, { value, type: typeOf(value), sensitive: after instanceof Sensitive });
  }
  return outputs;
}

/** The members that identify the instance. There may be very many changes, so their JSON is built as text. */
function identity(change: ResourceChange, afterAddress = ''): string {
  const { address, resource, key, provider } = change;
  let index = key === undefined ? '' : `,"index":${JSON.stringify(key)}`;
  if (key === undefined && hasUnknownKey(change)) index = ',"index_unknown":true';
  // The name is a part of the address.
  const part = isPlainText(address) ? inQuotes : quoted;
  return `"address":${part(address)}${afterAddress},"mode":"${resource.mode}","type":${quotedWord(resource.type)},"name":${part(resource.name)}${index},"provider_name":${quotedWord(provider.source)}`;
}

const ACTIONS_TEXT = Object.fromEntries(
  Object.entries(ACTION_WORDS).map(([action, words]) => [action, JSON.stringify(words)]),
);

/** `begin` is the text before it. */
function resourceChangeJson(change: ResourceChange, begin = ''): JsonText {
  const { action, before, after, replacePaths, previousAddress, deposed, importing, reason } = change;
  const prior = plainText(before);
  let places = previousAddress === undefined ? '' : `,"previous_address":${quoted(previousAddress)}`;
  if (change.resource.module !== '') places += `,"module_address":${quoted(change.resource.module)}`;
  const json = new JsonText(`${begin}{${identity(change, places)}`);
  if (deposed !== undefined) json.add(`,"deposed":${quoted(deposed)}`);
  json.add(`,"change":{"actions":${ACTIONS_TEXT[action]},"before":`).add(prior);
  if (!(unmark(after) instanceof Unknown)) json.add(',"after":').add(after === before ? prior : plainText(after));
  const known = after === before || isWhollyKnown(after);
  const sensitiveBefore = before === null ? 'false' : sensitiveText(before);
  const sensitiveAfter = after === before ? sensitiveBefore : after === null ? 'false' : sensitiveText(after);
  json.add(
    `,"after_unknown":${known ? '{}' : unknownText(after)},"before_sensitive":${sensitiveBefore},"after_sensitive":${sensitiveAfter}`,
  );
  if (isReplace(action) && replacePaths.length > 0) json.add(`,"replace_paths":${JSON.stringify(replacePaths)}`);
  if (importing !== undefined) json.add(`,"importing":${JSON.stringify(importingJson(importing))}`);
  if (change.generatedConfig !== undefined) json.add(`,"generated_config":${quoted(change.generatedConfig)}`);
  return json.add(reason === undefined ? '}}' : `},"action_reason":"${reason}"}`);
}

/** Deferred changes of resources: only these have an entry in Terraform's list. */
export const deferredChanges = ({ deferred }: Pick<Plan, 'deferred'>): readonly DeferredChange[] =>
  deferred.filter((one): one is DeferredChange => one.change !== undefined);

type DeferredChange = Deferred & Required<Pick<Deferred, 'change'>>;

const deferredChangeJson = ({ reason, change }: DeferredChange): JsonText =>
  resourceChangeJson(change, `{"reason":"${reason}","resource_change":`).add('}');

function outputChangeJson(change: OutputChange): JsonObject {
  const after = unmarkDeep(change.after);
  const mask = change.sensitive;
  return {
    actions: [change.action],
    before: plainJson(unmarkDeep(change.before)),
    ...(after instanceof Unknown ? {} : { after: plainJson(after) }),
    after_unknown: isWhollyKnown(after) ? false : unknownMask(after),
    before_sensitive: mask,
    after_sensitive: mask,
  };
}

function invocationJson(invocation: ActionInvocation): JsonObject {
  const { action, config, provider, trigger } = invocation;
  const plain = unmarkDeep(config);
  return {
    address: invocationAddress(invocation),
    type: action.type,
    name: action.name,
    config_values: plainJson(plain),
    config_sensitive: sensitiveMask(config),
    config_unknown: isWhollyKnown(plain) ? {} : unknownMask(plain),
    provider_name: provider.source,
    ...(trigger.kind === 'invoke'
      ? { invoke_action_trigger: {} }
      : {
          lifecycle_action_trigger: {
            triggering_resource_address: trigger.resource,
            action_trigger_event: eventWord(trigger.event),
            action_trigger_block_index: trigger.block,
            actions_list_index: trigger.index,
          },
        }),
  };
}

/** `AfterCreate`, as Terraform writes events in JSON. */
export const eventWord = (event: ActionEvent): string =>
  event.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
