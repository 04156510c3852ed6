import { formatKey, type ActionConfiguration, type Diagnostic, type InstanceKey } from '../../model/index.js';
import { actionInstanceMissing } from '../action-diagnostics.js';
import { expand } from './expand.js';
import type { InstanceScope, Values } from './values.js';

/**
 * The instances of actions, each action expanded once. Everything that their `count` or `for_each` needs must be known
 * by then.
 */
export class ActionInstances {
  readonly #values: Values;
  readonly #known = new Map<string, ReturnType<typeof expand>>();

  constructor(values: Values) {
    this.#values = values;
  }

  /** All instances of an action; undefined together with the reason if they are unknown. */
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
