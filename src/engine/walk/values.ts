import {
  isObjectValue,
  objectValue,
  standAlone,
  Unknown,
  UNKNOWN,
  type InstanceKey,
  type Subject,
  type TraversalStep,
  type Type,
  type Value,
} from '../../model/index.js';
import { whilePlanning, type EngineContext } from '../context.js';
import type { Lookup, Scope } from '../evaluate/scope.js';
import type { SharedValues } from '../evaluate/shared.js';
import type { Surroundings } from '../evaluate/surroundings.js';

/**
 * What is known of a resource's instances at this point. `all` is their collection, kept from its first use until the
 * next change, so that thousands of references share one object.
 */
export type ResourceValues =
  | { readonly kind: 'single'; value: Value }
  | { readonly kind: 'count'; readonly values: Value[]; all?: Value | undefined }
  | { readonly kind: 'each'; readonly values: Map<string, Value>; all?: Value | undefined }
  /** Excluded by targets and absent from state, so its values are unknown. */
  | { readonly kind: 'unknown' };

/** The type of a resource's values; undefined if its provider is not available. */
export type TypeOfResource = (resourceKey: string) => Type | undefined;

/** The instance an expression is evaluated for. */
export interface InstanceScope {
  readonly key?: InstanceKey;
  /** `each.value`; set for instances of `for_each`. */
  readonly each?: Value;
  /** The value of `self` in postconditions. */
  readonly self?: Value;
  /** Values the instance shares with the others of its resource while nothing they depend on changes. */
  readonly shared?: SharedValues | undefined;
}

/**
 * All values that expressions may refer to, filled in during the walk: every name is set before the nodes that need it
 * run.
 */
export class Values {
  readonly variables: ReadonlyMap<string, Value>;
  readonly locals = new Map<string, Value>();
  readonly resources = new Map<string, ResourceValues>();
  /** Called for a local that has not been evaluated yet; during apply, locals are evaluated on first use. */
  evaluateLocal: ((name: string) => Value | undefined) | undefined;
  readonly #context: EngineContext;
  readonly #typeOf: TypeOfResource;
  readonly #surroundings: Surroundings;

  constructor(context: EngineContext, typeOf: TypeOfResource, surroundings = whilePlanning(context)) {
    this.#context = context;
    this.#typeOf = typeOf;
    this.#surroundings = surroundings;
    this.variables = context.variables;
  }

  set(resourceKey: string, key: InstanceKey, value: Value): void {
    const known = this.resources.get(resourceKey);
    if (known?.kind === 'count' || known?.kind === 'each') known.all = undefined;
    if (typeof key === 'number') {
      const values = known?.kind === 'count' ? known.values : [];
      values[key] = value;
      if (known?.kind !== 'count') this.resources.set(resourceKey, { kind: 'count', values });
    } else if (typeof key === 'string') {
      if (known?.kind === 'each') known.values.set(key, value);
      else this.resources.set(resourceKey, { kind: 'each', values: new Map([[key, value]]) });
    } else if (known?.kind === 'single') {
      known.value = value;
    } else {
      this.resources.set(resourceKey, { kind: 'single', value });
    }
  }

  /** An instance as a standalone value; undefined if it does not exist. */
  get(resourceKey: string, key: InstanceKey): Value | undefined {
    const value = this.#stored(resourceKey, key);
    return value === undefined ? undefined : this.alone(resourceKey, value);
  }

  /** The value of a resource, with null attributes typed by its schema. */
  alone(resourceKey: string, value: Value): Value {
    const type = this.#typeOf(resourceKey);
    return type === undefined ? value : standAlone(value, type);
  }

  #stored(resourceKey: string, key: InstanceKey): Value | undefined {
    const known = this.resources.get(resourceKey);
    if (known?.kind === 'single') return key === undefined ? known.value : undefined;
    if (known?.kind === 'count') return typeof key === 'number' ? known.values[key] : undefined;
    return known?.kind === 'each' && typeof key === 'string' ? known.values.get(key) : undefined;
  }

  scope(instance: InstanceScope = {}): Scope {
    const lookup: Scope['lookup'] = (subject, steps) => this.#lookup(subject, steps, instance);
    // With `self`, expressions see the values of single instances, which differ.
    const surroundings = this.#surroundings;
    return instance.shared === undefined || instance.self !== undefined
      ? { lookup, surroundings }
      : { lookup, surroundings, shared: instance.shared };
  }

  #lookup(subject: Subject, steps: readonly TraversalStep[], instance: InstanceScope): Lookup {
    switch (subject.kind) {
      case 'variable':
        return found(this.variables.get(subject.name), `var.${subject.name}`);
      case 'local':
        return found(this.#local(subject.name), `local.${subject.name}`);
      case 'resource':
        return this.#resource(subject.key, steps);
      case 'count':
        return typeof instance.key === 'number' && steps[0]?.key === 'index'
          ? { value: instance.key, consumed: 1 }
          : missing('count.index', 'It can only be used in a resource with count.');
      case 'each': {
        const name = steps[0]?.key;
        if (instance.each === undefined || (name !== 'key' && name !== 'value')) {
          return missing(
            `each.${String(name ?? '')}`,
            'each.key and each.value can only be used in a resource with for_each.',
          );
        }
        return { value: name === 'key' ? (instance.key as string) : instance.each, consumed: 1 };
      }
      case 'self':
        return instance.self === undefined
          ? missing('self', 'It can only be used in postconditions.')
          : { value: instance.self, consumed: 0 };
      case 'path': {
        const name = steps[0]?.key;
        const paths = this.#context.paths;
        if (name !== 'module' && name !== 'root' && name !== 'cwd')
          return missing(`path.${String(name ?? '')}`, 'Use path.module, path.root or path.cwd.');
        return { value: paths[name], consumed: 1 };
      }
      case 'terraform':
        return steps[0]?.key === 'workspace'
          ? { value: this.#context.workspace, consumed: 1 }
          : missing(`terraform.${String(steps[0]?.key ?? '')}`, 'Use terraform.workspace; there are no other values.');
      case 'action':
        return missing(`action.${subject.type}.${subject.name}`, 'An action has no value.');
      case 'module':
        return missing(`module.${subject.name}`, 'Modules are not supported yet.');
    }
  }

  /** A local may be null, so null does not mean absent. */
  #local(name: string): Value | undefined {
    const known = this.locals.get(name);
    return known === undefined ? this.evaluateLocal?.(name) : known;
  }

  /** With an instance key, returns that one instance; without one, builds the collection of all. */
  #resource(key: string, steps: readonly TraversalStep[]): Lookup {
    const known = this.resources.get(key);
    if (known === undefined || known.kind === 'unknown') return { value: UNKNOWN, consumed: steps.length };
    if (known.kind === 'single') return this.#partOf(key, known.value, steps, 0);
    const step = steps[0]?.key;
    if (known.kind === 'count') {
      // An instance excluded by targets leaves a gap if others follow it.
      if (step === undefined) {
        known.all ??= Array.from(known.values, (value) => (value === undefined ? UNKNOWN : this.alone(key, value)));
        return { value: known.all, consumed: 0 };
      }
      const index = typeof step === 'number' ? step : Number(step);
      const value =
        Number.isInteger(index) && index >= 0 && index < known.values.length
          ? (known.values[index] ?? UNKNOWN)
          : undefined;
      if (value !== undefined) return this.#partOf(key, value, steps, 1);
      return typeof step === 'string' && !/^[0-9]+$/.test(step)
        ? missing(`${key}.${step}`, `${key} has count, so it is a list: write ${key}[0].${step} or ${key}[*].${step}.`)
        : missing(
            `${key}[${String(step)}]`,
            `${key} has ${known.values.length} instance${known.values.length === 1 ? '' : 's'}; the first has index 0.`,
          );
    }
    if (step === undefined) {
      known.all ??= this.#objectOf(key, known.values);
      return { value: known.all, consumed: 0 };
    }
    const value = known.values.get(String(step));
    if (value !== undefined) return this.#partOf(key, value, steps, 1);
    return missing(
      `${key}[${JSON.stringify(step)}]`,
      known.values.size === 0 ? `${key} has no instances.` : `${key} has the keys ${firstKeys(known.values)}.`,
    );
  }

  #objectOf(resourceKey: string, entries: ReadonlyMap<string, Value>): Value {
    const object = objectValue();
    for (const [key, value] of entries) object[key] = this.alone(resourceKey, value);
    return object;
  }

  /** Most references take one attribute, and most attributes contain no null, so their type need not be looked up. */
  #partOf(resourceKey: string, value: Value, steps: readonly TraversalStep[], consumed: number): Lookup {
    const name = steps[consumed]?.key;
    if (typeof name === 'string' && isObjectValue(value) && Object.hasOwn(value, name)) {
      const part = value[name]!;
      if (typeof part !== 'object' || part instanceof Unknown) return { value: part, consumed: consumed + 1 };
      const type = this.#typeOf(resourceKey);
      const typed = typeof type === 'object' && type.kind === 'object' ? type.attributes[name] : undefined;
      return { value: typed === undefined ? part : standAlone(part, typed), consumed: consumed + 1 };
    }
    return { value: this.alone(resourceKey, value), consumed };
  }
}

const SHOWN_KEYS = 10;

function firstKeys(entries: ReadonlyMap<string, Value>): string {
  const shown: string[] = [];
  for (const key of entries.keys()) {
    if (shown.length === SHOWN_KEYS) return `${shown.join(', ')}, …`;
    shown.push(JSON.stringify(key));
  }
  return shown.join(', ');
}

function found(value: Value | undefined, name: string): Lookup {
  return value === undefined ? missing(name, 'It is not declared.') : { value, consumed: 0 };
}

function missing(name: string, detail: string): Lookup {
  return { problem: { code: 'unknown-reference', summary: `There is no ${name}`, detail } };
}
