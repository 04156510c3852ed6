import {
  formatKey,
  unmark,
  type ActionConfiguration,
  type ActionReference,
  type ActionTrigger,
  type Diagnostic,
  type InstanceKey,
  type ResourceConfiguration,
  type Value,
} from '../../model/index.js';
import { evaluate } from '../evaluate/evaluate.js';
import { conditionHolds, placeOf } from '../walk/conditions.js';
import { expand } from '../walk/expand.js';
import type { InstanceScope, Values } from '../walk/values.js';
import { actionInstanceMissing, triggerKeyInvalid } from '../action-diagnostics.js';

/** The instances of actions, each action expanded once. Everything their `count` or `for_each` needs must be known by then. */
export class ActionInstances {
  readonly #values: Values;
  readonly #known = new Map<string, ReturnType<typeof expand>>();

  constructor(values: Values) {
    this.#values = values;
  }

  /** All of an action; undefined beside the reason why nobody can tell. */
  all(action: ActionConfiguration): ReturnType<typeof expand> {
    let known = this.#known.get(action.key);
    if (known === undefined) this.#known.set(action.key, (known = expand(action, this.#values)));
    return known;
  }

  scope(action: ActionConfiguration, key: InstanceKey): InstanceScope | { readonly problems: readonly Diagnostic[] } {
    const { instances, diagnostics } = this.all(action);
    if (instances === undefined) return { problems: diagnostics };
    const found = instances.find((instance) => instance.key === key);
    if (found !== undefined) return found.each === undefined ? { key } : { key, each: found.each };
    return {
      problems: [
        actionInstanceMissing(
          action,
          key,
          instances.map((instance) => formatKey(instance.key)),
        ),
      ],
    };
  }
}

/** Whether a trigger's condition holds; undefined while that is unknown, or beside the error when it is not a condition. */
export function triggerHolds(
  trigger: ActionTrigger,
  values: Values,
  resource: ResourceConfiguration,
  scope: InstanceScope,
): { readonly holds: boolean | undefined; readonly diagnostics: readonly Diagnostic[] } {
  if (trigger.condition === undefined) return { holds: true, diagnostics: [] };
  const { holds, diagnostics } = conditionHolds(trigger.condition, values.scope(scope), resource.key, placeOf(trigger));
  return { holds: holds === 'never' ? undefined : holds, diagnostics };
}

/** The key of the instance that a trigger names, evaluated for an instance of the resource. */
export function instanceKey(
  reference: ActionReference,
  values: Values,
  scope: InstanceScope,
): { readonly key: InstanceKey } | { readonly problems: readonly Diagnostic[] } {
  if (reference.instance === undefined) return { key: undefined };
  const { value, diagnostics } = evaluate(reference.instance, values.scope(scope), reference.source);
  if (diagnostics.some(({ severity }) => severity === 'error')) return { problems: diagnostics };
  const key = keyOf(unmark(value));
  return key === undefined ? { problems: [triggerKeyInvalid(reference)] } : { key };
}

function keyOf(value: Value): InstanceKey {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}
