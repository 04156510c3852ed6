import { formatKey, type ActionConfiguration, type Diagnostic, type InstanceKey } from '../../model/index.js';
import { actionInstanceMissing } from '../action-diagnostics.js';
import { expand } from './expand.js';
import type { InstanceScope, Values } from './values.js';

/**
 * The instances of actions, each action expanded once. Everything that their `count` or `for_each` needs must be known
 * by then.
 */
export class ActionInstances {
  readonly #known = new WeakMap<Values, Map<string, ReturnType<typeof expand>>>();

  /** All instances of an action in its module; undefined together with the reason if they are unknown. */
  all(action: ActionConfiguration, values: Values): ReturnType<typeof expand> {
    let inModule = this.#known.get(values);
    if (inModule === undefined) this.#known.set(values, (inModule = new Map()));
    let known = inModule.get(action.key);
    if (known === undefined) inModule.set(action.key, (known = expand(action, values)));
    return known;
  }

  scope(
    action: ActionConfiguration,
    values: Values,
    key: InstanceKey,
  ): InstanceScope | { readonly problems: readonly Diagnostic[] } {
    const { instances, diagnostics } = this.all(action, values);
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
