import {
  formatInstance,
  isWhollyKnown,
  orUnknown,
  type ModuleConfiguration,
  type ResourceChange,
  type State,
  type Value,
} from '../../model/index.js';
import type { EngineContext } from '../context.js';
import { evaluate } from '../evaluate/evaluate.js';
import type { Surroundings } from '../evaluate/surroundings.js';
import { expand } from './expand.js';
import { moduleOutput, moduleVariable } from './modules.js';
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
  evaluateLate(values, withoutInstances);
}

/** Gives each resource with `count`, `for_each` or `enabled` its value while it has no instance. */
export function declareRepeated(values: Values, context: Pick<EngineContext, 'configuration'>): void {
  declareIn(values, context.configuration);
}

function declareIn(values: Values, { resources }: ModuleConfiguration): void {
  for (const [local, { count, forEach, enabled }] of resources) {
    if (count === undefined && forEach === undefined && enabled === undefined) continue;
    const key = values.addressOf(local);
    if (values.resources.has(key)) continue;
    if (count !== undefined) values.resources.set(key, { kind: 'count', values: [] });
    else if (forEach !== undefined) values.resources.set(key, { kind: 'each', values: new Map() });
    else values.resources.set(key, { kind: 'single', value: null });
  }
}

/**
 * Evaluates variables of modules, locals, outputs and instances of modules on first use. A value is kept once it is
 * wholly known; until then, those it refers to may still change.
 */
export function evaluateLate(values: Values, withoutInstances: FromState['withoutInstances']): void {
  const kept = (into: Map<string, Value>, name: string, value: Value): Value => {
    if (isWhollyKnown(value)) into.set(name, value);
    return value;
  };
  values.late = {
    local: (inside, name) => {
      const local = inside.module.locals.get(name);
      return local && kept(inside.locals, name, evaluate(local.value, inside.scope(), local.source).value);
    },
    variable: (inside, name) => {
      const variable = inside.module.variables.get(name);
      if (variable === undefined || inside.caller === undefined) return undefined;
      return kept(inside.variables, name, orUnknown(moduleVariable(variable, inside.caller).value));
    },
    output: (inside, name) => {
      const output = inside.module.outputs.get(name);
      return output && kept(inside.outputs, name, orUnknown(moduleOutput(output, inside).value));
    },
    instances: (inside, call) => {
      return expand(call, inside).instances;
    },
    created: (inside) => {
      if (withoutInstances === 'empty') declareIn(inside, inside.module);
    },
  };
}
