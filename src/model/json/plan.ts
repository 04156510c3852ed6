import { invocationAddress, type ActionEvent, type ActionInvocation } from '../action.js';
import { parseAddress } from '../address.js';
import { ACTION_WORDS, isReplace, type OutputChange, type ResourceChange } from '../change.js';
import type { CheckResult, Plan } from '../plan.js';
import type { Json, JsonObject, OutputState } from '../state.js';
import { compareText } from '../set-order.js';
import { typeToJson } from '../type.js';
import { isWhollyKnown, typeOf, unmarkDeep } from '../value-operations.js';
import { Sensitive, Unknown, type Value } from '../value.js';
import { plainJson, sensitiveMask, unknownMask } from './masks.js';
import { stateValuesJson, type SchemaOf } from './state-values.js';

export interface PlanJsonInfo {
  readonly terraformVersion: string;
  readonly schemaOf: SchemaOf;
  /** The `configuration` part, made by whoever can read expressions. */
  readonly configuration: JsonObject;
}

/** A plan in Terraform's representation (`terraform show -json`, format_version 1.2), keys in Terraform's order. */
export function planToJson(plan: Plan, info: PlanJsonInfo): JsonObject {
  const variables = mapEntries(plan.variables, (value) =>
    value instanceof Unknown ? {} : { value: plainJson(unmarkDeep(value)) },
  );
  const outputs = Object.fromEntries(plan.outputs.map((change) => [change.name, outputChangeJson(change)]));
  const prior = { ...plan.priorState, outputs: priorOutputs(plan) };
  const hasPrior = prior.resources.size > 0 || prior.outputs.size > 0;
  return {
    format_version: '1.2',
    terraform_version: info.terraformVersion,
    ...(plan.variables.size === 0 ? {} : { variables }),
    planned_values: plannedValues(plan),
    ...(plan.drift.length === 0 ? {} : { resource_drift: plan.drift.map(resourceChangeJson) }),
    ...(plan.changes.length === 0 ? {} : { resource_changes: plan.changes.map(resourceChangeJson) }),
    ...(plan.outputs.length === 0 ? {} : { output_changes: outputs }),
    ...(plan.invocations.length === 0 ? {} : { action_invocations: plan.invocations.map(invocationJson) }),
    ...(hasPrior
      ? {
          prior_state: {
            format_version: '1.0',
            terraform_version: info.terraformVersion,
            values: stateValuesJson(prior, info.schemaOf),
          },
        }
      : {}),
    configuration: info.configuration,
    ...(plan.checks.length === 0 ? {} : { checks: plan.checks.map(checkJson) }),
    timestamp: plan.timestamp,
    applyable: plan.applyable,
    complete: plan.complete,
    errored: plan.errored,
  };
}

function mapEntries<T>(map: ReadonlyMap<string, T>, convert: (value: T) => Json): JsonObject {
  const result: Record<string, Json> = {};
  for (const name of [...map.keys()].sort()) result[name] = convert(map.get(name)!);
  return result;
}

function plannedValues(plan: Plan): JsonObject {
  const outputs: Record<string, Json> = {};
  for (const output of plan.outputs) {
    if (output.action === 'delete') continue;
    const plain = unmarkDeep(output.after);
    outputs[output.name] = isWhollyKnown(plain)
      ? { sensitive: output.sensitive, type: typeToJson(typeOf(plain)), value: plainJson(plain) }
      : { sensitive: output.sensitive };
  }
  // Terraform sorts these by the text of their addresses, unlike changes, which stand by their keys.
  const resources = plan.changes
    .toSorted((left, right) => compareText(left.address, right.address))
    .filter((change) => change.after !== null && change.deposed === undefined && change.action !== 'forget')
    .map((change) => ({
      ...identity(change),
      schema_version: change.schemaVersion,
      values: plainJson(unmarkDeep(change.after)),
      sensitive_values: sensitiveMask(change.after),
    }));
  return {
    ...(Object.keys(outputs).length === 0 ? {} : { outputs }),
    root_module: resources.length === 0 ? {} : { resources },
  };
}

/** Terraform takes outputs for refreshed as soon as their new values are known, so that its prior state has them already. */
function priorOutputs(plan: Plan): ReadonlyMap<string, OutputState> {
  const outputs = new Map(plan.priorState.outputs);
  if (plan.mode === 'destroy') return outputs;
  for (const { name, action, after } of plan.outputs) {
    const value = unmarkDeep(after);
    if (action === 'delete' || !isWhollyKnown(value)) continue;
    if (value === null) outputs.delete(name);
    else outputs.set(name, { value, type: typeOf(value), sensitive: after instanceof Sensitive });
  }
  return outputs;
}

function identity(change: ResourceChange): JsonObject {
  return {
    address: change.address,
    mode: change.resource.mode,
    type: change.resource.type,
    name: change.resource.name,
    ...(change.key === undefined ? {} : { index: change.key }),
    provider_name: change.provider.source,
  };
}

export function resourceChangeJson(change: ResourceChange): JsonObject {
  return {
    address: change.address,
    ...(change.previousAddress === undefined ? {} : { previous_address: change.previousAddress }),
    ...identity(change),
    ...(change.deposed === undefined ? {} : { deposed: change.deposed }),
    change: {
      actions: [...ACTION_WORDS[change.action]],
      ...sides(change.before, change.after),
      before_sensitive: change.before === null ? false : sensitiveMask(change.before),
      after_sensitive: change.after === null ? false : sensitiveMask(change.after),
      ...(isReplace(change.action) && change.replacePaths.length > 0
        ? { replace_paths: change.replacePaths.map((path) => [...path]) }
        : {}),
      ...(change.importing === undefined ? {} : { importing: { id: change.importing.id } }),
    },
    ...(change.reason === undefined ? {} : { action_reason: change.reason }),
  };
}

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

/** Before, after and what of it is unknown; a wholly unknown side has no key. */
function sides(before: Value, after: Value): JsonObject {
  const plain = unmarkDeep(after);
  return {
    before: plainJson(unmarkDeep(before)),
    ...(plain instanceof Unknown ? {} : { after: plainJson(plain) }),
    after_unknown: isWhollyKnown(plain) ? {} : unknownMask(plain),
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

function checkJson(check: CheckResult): JsonObject {
  const instances = check.instances.map((instance) => ({
    address: { to_display: instance.address, ...instanceKey(check, instance.address) },
    status: instance.status,
    ...(instance.problems.length === 0 ? {} : { problems: instance.problems.map((message) => ({ message })) }),
  }));
  return {
    address: checkAddress(check),
    status: check.status,
    ...(check.instances.length === 0 ? {} : { instances }),
  };
}

function instanceKey(check: CheckResult, address: string): JsonObject {
  const key = check.kind === 'resource' ? parseAddress(address)?.key : undefined;
  return key === undefined ? {} : { instance_key: key };
}

function checkAddress(check: CheckResult): JsonObject {
  const parts = check.address.split('.');
  if (check.kind !== 'resource')
    return { kind: check.kind, name: parts[1] ?? check.address, to_display: check.address };
  const data = parts[0] === 'data';
  const [type, name] = data ? [parts[1]!, parts[2]!] : [parts[0]!, parts[1]!];
  return { kind: 'resource', mode: data ? 'data' : 'managed', name, to_display: check.address, type };
}
