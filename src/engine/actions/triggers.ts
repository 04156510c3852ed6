import {
  hasErrors,
  unmark,
  type ActionReference,
  type ActionTrigger,
  type Diagnostic,
  type InstanceKey,
  type ResourceConfiguration,
  type Value,
} from '../../model/index.js';
import { evaluate } from '../evaluate/evaluate.js';
import { conditionHolds, placeOf } from '../walk/conditions.js';
import type { InstanceScope, Values } from '../walk/values.js';
import { triggerKeyInvalid } from '../action-diagnostics.js';

/**
 * Whether a trigger's condition holds; undefined if that is unknown, or together with the error if it is not a
 * condition.
 */
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

/** The instance key in a trigger's action reference, evaluated for an instance of the resource. */
export function instanceKey(
  reference: ActionReference,
  values: Values,
  scope: InstanceScope,
): { readonly key: InstanceKey } | { readonly problems: readonly Diagnostic[] } {
  if (reference.instance === undefined) return { key: undefined };
  const { value, diagnostics } = evaluate(reference.instance, values.scope(scope), reference.source);
  if (hasErrors(diagnostics)) return { problems: diagnostics };
  const key = keyOf(unmark(value));
  return key === undefined ? { problems: [triggerKeyInvalid(reference)] } : { key };
}

function keyOf(value: Value): InstanceKey {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}
