import type { InstanceKey, Repeatable, Value } from '../../model/index.js';
import type { SharedValues } from '../evaluate/shared.js';
import { expand } from '../walk/expand.js';
import type { InstanceScope, Values } from '../walk/values.js';

/** `each.value` of instances during apply, evaluated once for each resource or action. */
export class Expansions {
  readonly #values: Values;
  readonly #each = new Map<string, ReadonlyMap<InstanceKey, Value>>();
  readonly #shared = new Map<string, SharedValues>();

  constructor(values: Values) {
    this.#values = values;
  }

  scope(resource: Repeatable, key: InstanceKey): InstanceScope {
    if (resource.forEach === undefined) return { key };
    let known = this.#each.get(resource.key);
    if (known === undefined) {
      const { instances = [] } = expand(resource, this.#values);
      known = new Map(instances.flatMap(({ key, each }) => (each === undefined ? [] : [[key, each]])));
      this.#each.set(resource.key, known);
    }
    const each = known.get(key);
    return each === undefined ? { key } : { key, each };
  }

  /**
   * The scope for creating or updating an instance. Everything it refers to is done before the first instance of its
   * resource starts, so the instances share the values. Triggers and postconditions may refer to the instances
   * themselves and cannot use it.
   */
  making(resource: Repeatable, key: InstanceKey): InstanceScope {
    const scope = this.scope(resource, key);
    if (key === undefined) return scope;
    let shared = this.#shared.get(resource.key);
    if (shared === undefined) this.#shared.set(resource.key, (shared = new Map()));
    return { ...scope, shared };
  }
}
