import type { InstanceKey, Repeatable, Value } from '../../model/index.js';
import { expand } from '../plan/expand.js';
import type { InstanceScope, Values } from '../plan/values.js';

/** `each.value` of instances at apply time, evaluated once for each resource or action. */
export class Expansions {
  readonly #values: Values;
  readonly #each = new Map<string, ReadonlyMap<InstanceKey, Value>>();

  constructor(values: Values) {
    this.#values = values;
  }

  scope(resource: Repeatable, key: InstanceKey): InstanceScope {
    if (resource.forEach === undefined) return { key };
    let known = this.#each.get(resource.key);
    if (known === undefined) {
      const { instances = [] } = expand(resource, this.#values);
      known = new Map(instances.map((instance) => [instance.key, instance.each!]));
      this.#each.set(resource.key, known);
    }
    const each = known.get(key);
    return each === undefined ? { key } : { key, each };
  }
}
