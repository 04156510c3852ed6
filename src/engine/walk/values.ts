import {
  addressIn,
  configuredResource,
  formatKey,
  type InstanceKey,
  isObjectValue,
  type ModuleCall,
  type ModuleConfiguration,
  type ModulePath,
  type ModuleStep,
  objectValue,
  orUnknown,
  ownEntry,
  parseModule,
  standAlone,
  type Subject,
  type TraversalStep,
  type Type,
  Unknown,
  UNKNOWN,
  type Value,
} from '../../model/index.js';
import { inModule, whilePlanning, type EngineContext } from '../context.js';
import type { Lookup, Scope } from '../evaluate/scope.js';
import type { SharedValues } from '../evaluate/shared.js';
import type { Surroundings } from '../evaluate/surroundings.js';
import { missing } from './missing.js';
import { lookUpModule } from './module-lookup.js';
import { providerFunctions, type ProviderFunctions } from './provider-functions.js';

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
  /** `each.key` where it is not the key of an instance: in an import block. */
  readonly eachKey?: Value;
  /** `each.value`; set for instances of `for_each`. */
  readonly each?: Value;
  /** The value of `self` in postconditions and provisioners. */
  readonly self?: Value;
  /** Values the instance shares with the others of its resource while nothing they depend on changes. */
  readonly shared?: SharedValues | undefined;
}

/** Evaluates on first use what a walk has not set. During apply, this is everything but resources. */
export interface LateValues {
  local(values: Values, name: string): Value | undefined;
  variable(values: Values, name: string): Value | undefined;
  output(values: Values, name: string): Value | undefined;
  /** The instances of a called module; undefined if they are unknown. */
  instances(values: Values, call: ModuleCall): readonly InstanceScope[] | undefined;
  /** Called for each new instance of a module. */
  created(values: Values): void;
}

/** What the scopes of all instances of modules share. */
interface Common {
  readonly context: EngineContext;
  readonly typeOf: TypeOfResource;
  readonly surroundings: Surroundings;
  /** By address, with the instances of modules. */
  readonly resources: Map<string, ResourceValues>;
  /** The instances of each module. */
  readonly ofModule: Map<ModulePath, Values[]>;
  late: LateValues | undefined;
}

/** The call that an instance of a module belongs to. */
interface Caller {
  readonly values: Values;
  readonly call: ModuleCall;
  /** The key of the instance, and its `each.value`. */
  readonly scope: InstanceScope;
}

/** The instances of a called module; `unknown` if these are not known, and so neither are their outputs. */
type Called = ReadonlyMap<InstanceKey, Values> | 'unknown';

const NO_VALUES: readonly Values[] = [];

/**
 * The values that expressions in one instance of a module may refer to, filled in during the walk: every name is set
 * before the nodes that need it run. The root module is one instance, and leads to the others.
 */
export class Values {
  readonly variables: Map<string, Value>;
  readonly locals = new Map<string, Value>();
  readonly outputs = new Map<string, Value>();
  readonly resources: Map<string, ResourceValues>;
  /** The address of the instance: `module.a["x"].module.b`; empty for the root. */
  readonly instance: string;
  /** Absent in the root. */
  readonly caller: Caller | undefined;
  readonly #called = new Map<string, Called>();
  readonly #common: Common;
  /** In front of the addresses of resources; names in the root have none, and are not copied. */
  readonly #prefix: string;
  readonly #surroundings: Surroundings;
  readonly #functions: ProviderFunctions | undefined;

  constructor(
    context: EngineContext,
    typeOf: TypeOfResource,
    surroundings = whilePlanning(context),
    inside?: { readonly common: Common; readonly caller: Caller },
  ) {
    this.#common = inside?.common ?? {
      context,
      typeOf,
      surroundings,
      resources: new Map(),
      ofModule: new Map(),
      late: undefined,
    };
    this.caller = inside?.caller;
    this.resources = this.#common.resources;
    this.#functions = providerFunctions(this.module, context.providers);
    if (this.caller === undefined) {
      this.instance = '';
      this.#prefix = '';
      this.#surroundings = this.#common.surroundings;
      this.variables = new Map(context.variables);
      return;
    }
    const { values, call, scope } = this.caller;
    this.instance = addressIn(values.instance, `module.${call.name}${formatKey(scope.key)}`);
    this.#prefix = `${this.instance}.`;
    this.#surroundings = inModule(this.#common.surroundings, context, call.module);
    this.variables = new Map();
  }

  /** Evaluates what is not set. */
  set late(late: LateValues) {
    this.#common.late = late;
  }

  get module(): ModuleConfiguration {
    return this.caller?.call.module ?? this.#common.context.configuration;
  }

  /** Sets the instances of a module that this one calls; undefined if they are unknown. */
  setCalled(call: ModuleCall, scopes: readonly InstanceScope[] | undefined): void {
    if (scopes === undefined) {
      this.#called.set(call.name, 'unknown');
      return;
    }
    const { context, typeOf, surroundings, ofModule, late } = this.#common;
    const called = new Map<InstanceKey, Values>();
    const all = ofModule.get(call.key) ?? [];
    for (const scope of scopes) {
      const caller = { values: this, call, scope };
      const values = new Values(context, typeOf, surroundings, { common: this.#common, caller });
      called.set(scope.key, values);
      late?.created(values);
      all.push(values);
    }
    this.#called.set(call.name, called);
    ofModule.set(call.key, all);
  }

  get evaluatesLate(): boolean {
    return this.#common.late !== undefined;
  }

  /** Forgets the values of all modules but the root's, which are evaluated again when they are needed. */
  forgetModules(): void {
    this.#called.clear();
    this.#common.ofModule.clear();
  }

  /** All instances of a module, once the calls that lead to it have been evaluated. */
  instancesOf(path: ModulePath): readonly Values[] {
    if (path === this.module.path) return [this];
    return this.#common.ofModule.get(path) ?? NO_VALUES;
  }

  /** The instances of a module that this one calls, by key; undefined as long as they are unknown. */
  called(name: string): ReadonlyMap<InstanceKey, Values> | undefined {
    let called = this.#called.get(name);
    const call = called === undefined ? this.module.calls.get(name) : undefined;
    if (call !== undefined && this.#common.late !== undefined) {
      this.setCalled(call, this.#common.late.instances(this, call));
      called = this.#called.get(name);
      // They may be known later.
      if (called === 'unknown') this.#called.delete(name);
    }
    return called === 'unknown' ? undefined : called;
  }

  /** The values of a module instance, given its address; `missing` if there is none, undefined if that is unknown. */
  at(instance: string): Values | 'missing' | undefined {
    return this.#follow(parseModule(instance) ?? []);
  }

  #follow([step, ...rest]: readonly ModuleStep[]): Values | 'missing' | undefined {
    if (step === undefined) return this;
    if (!this.module.calls.has(step.name)) return 'missing';
    const called = this.called(step.name);
    if (called === undefined) return undefined;
    const values = called.get(step.key);
    return values === undefined ? 'missing' : values.#follow(rest);
  }

  /** The address of a resource in this module. */
  addressOf(local: string): string {
    return this.#prefix === '' ? local : this.#prefix + local;
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
    const type = this.#common.typeOf(resourceKey);
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
    const scope =
      this.#functions === undefined ? { lookup, surroundings } : { lookup, surroundings, functions: this.#functions };
    return instance.shared === undefined || instance.self !== undefined ? scope : { ...scope, shared: instance.shared };
  }

  #lookup(subject: Subject, steps: readonly TraversalStep[], instance: InstanceScope): Lookup {
    switch (subject.kind) {
      case 'variable':
        return found(this.#variable(subject.name), `var.${subject.name}`);
      case 'local':
        return found(this.#local(subject.name), `local.${subject.name}`);
      case 'resource':
        return this.#resource(this.addressOf(subject.key), steps);
      case 'count':
        return typeof instance.key === 'number' && steps[0]?.key === 'index'
          ? { value: instance.key, consumed: 1 }
          : missing('count.index', 'It can only be used in a resource with count.');
      case 'each': {
        const name = steps[0]?.key;
        const value =
          name === 'key' ? (instance.eachKey ?? instance.key) : name === 'value' ? instance.each : undefined;
        return instance.each === undefined || value === undefined
          ? missing(
              `each.${String(name ?? '')}`,
              'each.key and each.value can only be used in a resource with for_each.',
            )
          : { value, consumed: 1 };
      }
      case 'self':
        return instance.self === undefined
          ? missing('self', 'It can only be used in postconditions, provisioners and connections.')
          : { value: instance.self, consumed: 0 };
      case 'path': {
        const name = steps[0]?.key;
        const { paths } = this.#common.context;
        if (name !== 'module' && name !== 'root' && name !== 'cwd')
          return missing(`path.${String(name ?? '')}`, 'Use path.module, path.root or path.cwd.');
        const isOwn = name === 'module' && this.caller !== undefined;
        return { value: isOwn ? this.module.directory : paths[name], consumed: 1 };
      }
      case 'terraform':
        return steps[0]?.key === 'workspace'
          ? { value: this.#common.context.workspace, consumed: 1 }
          : missing(`terraform.${String(steps[0]?.key ?? '')}`, 'Use terraform.workspace; there are no other values.');
      case 'action':
        return missing(`action.${subject.type}.${subject.name}`, 'An action has no value.');
      case 'module':
        return lookUpModule(this, subject.name, steps);
    }
  }

  #variable(name: string): Value | undefined {
    const known = this.variables.get(name);
    return known === undefined ? this.#common.late?.variable(this, name) : known;
  }

  /** Unknown if it was excluded by targets. */
  output(name: string): Value {
    const known = this.outputs.get(name);
    return orUnknown(known === undefined ? this.#common.late?.output(this, name) : known);
  }

  /** A local may be null, so null does not mean absent. */
  #local(name: string): Value | undefined {
    const known = this.locals.get(name);
    return known === undefined ? this.#common.late?.local(this, name) : known;
  }

  /** With an instance key, returns that one instance; without one, builds the collection of all. */
  #resource(key: string, steps: readonly TraversalStep[]): Lookup {
    const known = this.resources.get(key);
    if (known === undefined || known.kind === 'unknown') return this.#unknown(key, steps);
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

  /** A resource without count and for_each has the type of its schema, whatever its values. */
  #unknown(key: string, steps: readonly TraversalStep[]): Lookup {
    const resource = configuredResource(this.#common.context.configuration, key);
    const isSingle = resource !== undefined && resource.count === undefined && resource.forEach === undefined;
    const type = isSingle ? this.#common.typeOf(key) : undefined;
    return type === undefined ? { value: UNKNOWN, consumed: steps.length } : { value: new Unknown(type), consumed: 0 };
  }

  #objectOf(resourceKey: string, entries: ReadonlyMap<string, Value>): Value {
    const object = objectValue();
    for (const [key, value] of entries) object[key] = this.alone(resourceKey, value);
    return object;
  }

  /** Most references take one attribute, and most attributes contain no null, so their type need not be looked up. */
  #partOf(resourceKey: string, value: Value, steps: readonly TraversalStep[], consumed: number): Lookup {
    const name = steps[consumed]?.key;
    const part = typeof name === 'string' && isObjectValue(value) ? ownEntry(value, name) : undefined;
    if (typeof name === 'string' && part !== undefined) {
      if (typeof part !== 'object' || part instanceof Unknown) return { value: part, consumed: consumed + 1 };
      const type = this.#common.typeOf(resourceKey);
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
