import { formatInstance, isWhollyKnown, type ResourceChange, type State } from '../../model/index.js';
import type { EngineContext } from '../context.js';
import { evaluate } from '../evaluate/evaluate.js';
import type { Surroundings } from '../evaluate/surroundings.js';
import { rememberResource } from './remembered.js';
import { resourceTypes } from './resource-types.js';
import { Values } from './values.js';

export interface FromState {
  /** Planned changes: their values after apply count, not those in state. */
  readonly changes?: readonly ResourceChange[];
  /** What a resource with `count` or `for_each` is while state has no instance of it. */
  readonly withoutInstances: 'empty' | 'unknown';
  /** What functions learn; as while planning if it is not given. */
  readonly surroundings?: Surroundings;
}

/** The values that state gives, without the provider being asked. Locals are evaluated when they are first needed. */
export async function valuesFromState(context: EngineContext, options: FromState): Promise<Values> {
  const values = new Values(context, await resourceTypes(context), options.surroundings);
  await fillFromState(values, context, context.state, options);
  return values;
}

/** Fills in what state gives, and what is planned where there is a plan. */
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

/** Gives each resource with `count` or `for_each` its collection, without instances as yet. */
export function declareRepeated(values: Values, { configuration }: Pick<EngineContext, 'configuration'>): void {
  for (const { key, count, forEach } of configuration.resources.values()) {
    if (count !== undefined) values.resources.set(key, { kind: 'count', values: [] });
    else if (forEach !== undefined) values.resources.set(key, { kind: 'each', values: new Map() });
  }
}

/** A local is kept once all of it is known; until then what it refers to may still change. */
function evaluateLocalsLazily(values: Values, { configuration }: EngineContext): void {
  values.evaluateLocal = (name) => {
    const local = configuration.locals.get(name);
    if (local === undefined) return undefined;
    const { value } = evaluate(local.value, values.scope(), local.source);
    if (isWhollyKnown(value)) values.locals.set(name, value);
    return value;
  };
}
