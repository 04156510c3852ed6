import {
  formatConfigured,
  formatPath,
  isJsonObject,
  isNull,
  ListValue,
  MapValue,
  Sensitive,
  SetValue,
  toDouble,
  ExactNumber,
  Unknown,
  isReplace,
  type Json,
  type JsonObject,
  type OutputChange,
  type Plan,
  type ResourceChange,
  type Value,
} from '../model/index.js';
import { literalsOf } from './literals.js';
import { HIDDEN_KEY } from './messages.js';

/** A stack's plan, and the `configuration` part of its JSON. */
export interface PolicyPlan {
  /** Empty in a plain folder. */
  readonly name: string;
  readonly plan: Plan;
  readonly configuration: Json | undefined;
}

const SENSITIVE: JsonObject = { [HIDDEN_KEY]: 'sensitive' };
const UNKNOWN: JsonObject = { [HIDDEN_KEY]: 'unknown' };

/** What policies are shown of plans. No secret is in it. */
export function policyInput(plans: readonly PolicyPlan[]): JsonObject {
  const [first] = plans;
  return { time: first?.plan.timestamp ?? '', stacks: plans.map(stackInput) };
}

function stackInput({ name: stack, plan, configuration }: PolicyPlan): JsonObject {
  const literals = literalsOf(configuration);
  const planned = plan.changes.filter(({ deposed, after }) => deposed === undefined && !isNull(after));
  return {
    stack,
    address: '',
    mode: plan.mode,
    changes: plan.changes.map((change) => changeInput(stack, change)),
    resources: planned.map((change) => ({
      ...place(stack, change),
      values: shown(change.after),
      literals: literals.get(formatConfigured(change.resource)) ?? [],
    })),
    drift: plan.drift.map((change) => ({
      ...place(stack, change),
      action: change.action === 'delete' ? 'delete' : 'update',
      before: shown(change.before),
      after: shown(change.after),
    })),
    outputs: plan.outputs.map((output) => outputInput(stack, output)),
    providers: providersOf(stack, configuration),
  };
}

function place(stack: string, { address, resource, provider, origin }: ResourceChange): JsonObject {
  const { type, name, mode, module } = resource;
  return {
    stack,
    address,
    type,
    name,
    mode,
    module,
    provider: provider.source,
    ...(origin?.location === undefined ? {} : { location: origin.location }),
    ...(origin === undefined ? {} : { construct: origin.constructPath }),
  };
}

function changeInput(stack: string, change: ResourceChange): JsonObject {
  const { action, reason, before, after, replacePaths, previousAddress, importing, dependencies } = change;
  return {
    ...place(stack, change),
    action: isReplace(action) ? 'replace' : action,
    ...(reason === undefined ? {} : { reason }),
    ...(previousAddress === undefined ? {} : { previousAddress }),
    before: shown(before),
    after: shown(after),
    replacedBy: replacePaths.map(formatPath),
    createBeforeDestroy: action === 'create-delete',
    imported: importing !== undefined,
    dependencies: [...dependencies],
  };
}

const outputInput = (stack: string, { name, action, before, after, sensitive }: OutputChange): JsonObject => ({
  stack,
  address: `output.${name}`,
  name,
  action,
  sensitive,
  before: sensitive ? hiddenUnlessNull(before) : shown(before),
  after: sensitive ? hiddenUnlessNull(after) : shown(after),
});

const hiddenUnlessNull = (value: Value): Json => (isNull(value) ? null : SENSITIVE);

/** The value without what is sensitive or unknown. */
function shown(value: Value): Json {
  if (value instanceof Sensitive) return SENSITIVE;
  if (value instanceof Unknown) return UNKNOWN;
  if (isNull(value)) return null;
  if (typeof value !== 'object') return value;
  if (value instanceof ExactNumber) return toDouble(value);
  if (value instanceof ListValue || value instanceof SetValue) return value.items.map(shown);
  const entries = value instanceof MapValue ? value.entries : value;
  if (isTuple(entries)) return entries.map(shown);
  return Object.fromEntries(Object.entries(entries).map(([name, one]) => [name, shown(one)]));
}

const isTuple = (value: object): value is readonly Value[] => Array.isArray(value);

function providersOf(stack: string, configuration: Json | undefined): readonly JsonObject[] {
  if (!isJsonObject(configuration) || !isJsonObject(configuration.provider_config)) return [];
  const seen = new Map<string, JsonObject>();
  for (const one of Object.values(configuration.provider_config)) {
    if (!isJsonObject(one)) continue;
    const { name, full_name: source, version_constraint: version } = one;
    if (typeof name !== 'string' || typeof source !== 'string') continue;
    const written = typeof version === 'string' ? { version } : {};
    // A configuration with another alias repeats the constraint.
    if (!seen.has(source) || 'version' in written)
      seen.set(source, { stack, address: `provider.${name}`, name, source, ...written });
  }
  return [...seen.values()];
}
