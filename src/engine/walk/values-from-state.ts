import { formatInstance, isWhollyKnown, type ResourceChange, type State } from '../../model/index.js';
import type { EngineContext } from '../context.js';
import { evaluate } from '../evaluate/evaluate.js';
import type { Surroundings } from '../evaluate/surroundings.js';
import { rememberResource } from './remembered.js';
import { resourceTypes } from './resource-types.js';
import { Values } from './values.js';

export interface FromState {
  /** Planned changes, whose values after apply override those in state. */
  readonly changes?: readonly ResourceChange[];
  /** The value of a resource with `count` or `for_each` while state has no instance of it. */
  readonly withoutInstances: 'empty' | 'unknown';
  /** The surroundings of functions; by default those of planning. */
  readonly surroundings?: Surroundings;
}

/** The values in state, without any provider calls. Locals are evaluated on first use. */
export async function valuesFromState(context: EngineContext, options: FromState): Promise<Values> {
  const values = new Values(context, await resourceTypes(context), options.surroundings);
  await fillFromState(values, context, context.state, options);
  return values;
}

/** Fills in the values in state, and planned values where there is a plan. */
export async function fillFromState(
  values: Values,
  context: EngineContext,
  state: State,
  { changes = [], withoutInstances }: FromState,
): Promise<void> {
  if (withoutInstances === 'empty') declareRepeated(values, context);
  const changed = new Set<string>();
  for (const change of changes) {
    if (change.deposed !== undefined) continue;
    changed.add(change.address);
    if (change.after !== null) values.set(change.resourceKey, change.key, change.after);
  }
  for (const key of state.resources.keys())
    await rememberResource(context, state, key, values, (instance) => !changed.has(formatInstance(key, instance)));
  evaluateLocalsLazily(values, context);
}

/** Gives each resource with `count` or `for_each` its collection, initially without instances. */
export function declareRepeated(values: Values, { configuration }: Pick<EngineContext, 'configuration'>): void {
  for (const { key, count, forEach } of configuration.resources.values()) {
    if (count !== undefined) values.resources.set(key, { kind: 'count', values: [] });
    else if (forEach !== undefined) values.resources.set(key, { kind: 'each', values: new Map() });
  }
}

/** A local is kept once it is wholly known; until then, the values it refers to may still change. */
function evaluateLocalsLazily(values: Values, { configuration }: EngineContext): void {
  values.evaluateLocal = (name) => {
    const local = configuration.locals.get(name);
    if (local === undefined) return undefined;
    const { value } = evaluate(local.value, values.scope(), local.source);
    if (isWhollyKnown(value)) values.locals.set(name, value);
    return value;
  };
}
