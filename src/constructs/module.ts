import type { Construct } from 'constructs';
import { Bare } from './bare.js';
import { eachOf, onlyOne, type Repetition } from './each.js';
import { Subject, type Declaration, type Surroundings } from './element.js';
import { expressionOf } from './expression.js';
import type { DependsOn, Lifecycle } from './lifecycle.js';
import { CDKTF_MEMBERS, refuseMembers } from './missing-members.js';
import { refuseUnknownOptions } from './options.js';
import type { ProviderConfig } from './provider.js';
import { EXPRESSION } from './referable.js';
import { step, stepsOf, typedReference, type Ref, type Reference } from './reference.js';
import { fieldOf, type Fields, type Shape } from './shape.js';
import { marker } from './text.js';

/** A provider configuration under the name that the module has for it: `aws.moduleAlias`. */
export interface ModuleProvider {
  readonly provider: ProviderConfig;
  readonly moduleAlias: string;
}

/** Options of every module, whatever its variables. */
export interface ModuleArguments extends Repetition {
  /** By the names that the module has for them; or a list, if these are the names of the providers. */
  readonly providers?:
    Readonly<Record<string, ProviderConfig>> | readonly (ProviderConfig | ModuleProvider)[] | undefined;
  readonly dependsOn?: readonly DependsOn[] | undefined;
  readonly lifecycle?: Pick<Lifecycle, 'enabled'> | undefined;
}

export interface ModuleOptions extends ModuleArguments {
  /** Where the module comes from: `./network`, `acme/network/aws`, `git::https://…`; see docs/modules.md. */
  readonly source: string;
  /** Constraints, for a module from a registry. */
  readonly version?: string | undefined;
  /** Values of the module's variables, by name. */
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  /** The module's variables and outputs; set by generated classes. */
  readonly fields?: Fields | undefined;
  readonly outputs?: Fields | undefined;
}

const OPTIONS = [
  'source',
  'version',
  'variables',
  'fields',
  'outputs',
  'providers',
  'dependsOn',
  'count',
  'forEach',
  'lifecycle',
];
const BRAND = Symbol.for('landform.module');
const KEY: unique symbol = Symbol('instance');
const GIVEN: unique symbol = Symbol('options');

/** A call of a module, which `landform init` installs. Its outputs are references. */
export class Module extends Subject {
  readonly source: string;
  readonly version: string | undefined;
  /** The values set by the program, by the names it used. An aspect may change them until synthesis. */
  readonly variables: Record<string, unknown>;
  readonly count: Repetition['count'];
  readonly forEach: Repetition['forEach'];
  /** By the names that the module has for them, or a list. */
  readonly providers: ModuleArguments['providers'];
  readonly [GIVEN]: ModuleOptions;
  /** The instance that this view of the module represents: `[0]`, `["a"]`; empty for the module itself. */
  readonly [KEY]: string = '';

  constructor(scope: Construct, id: string, options: ModuleOptions) {
    super(scope, id);
    refuseUnknownOptions(this, options, OPTIONS);
    refuseUnknownOptions(this, options.lifecycle ?? {}, ['enabled'], 'lifecycle.');
    this.source = options.source;
    this.version = options.version;
    this.variables = { ...options.variables };
    this.providers = options.providers;
    this.count = options.count;
    this.forEach = options.forEach;
    this[GIVEN] = options;
    Object.defineProperty(this, BRAND, { value: true });
    onlyOne(this, options);
  }

  static isModule(value: unknown): value is Module {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  override get [EXPRESSION](): string {
    return marker(this.node.path, this[KEY]);
  }

  override get fqn(): string {
    return `module.${this.logicalId}`;
  }

  /** Returns a reference to an output, by its name in programs or in the language. */
  // oxlint-disable-next-line typescript/no-explicit-any
  output<T = any>(name: string): Ref<T> {
    const { rest, shape } = outputOf(this[GIVEN].outputs, name);
    return typedReference<T>(marker(this.node.path, this[KEY] + rest), shape);
  }

  /** CDKTF's name for `output`. */
  // oxlint-disable-next-line typescript/no-explicit-any
  get<T = any>(output: string): Ref<T> {
    return this.output<T>(output);
  }

  /** Returns one instance of a module with `count` or `forEach`, with the same outputs. */
  instance(key: number | string | Reference<number> | Reference<string>): this {
    return Object.create(this, { [KEY]: { value: `[${expressionOf(key)}]` } }) as this;
  }

  /** Returns an output of every instance as a list, for a module with `count` or `forEach`. */
  pluck<T>(name: string): Ref<readonly T[]> {
    const { rest, shape } = outputOf(this[GIVEN].outputs, name);
    const text = marker(this.node.path, '');
    const instances = this.forEach === undefined ? text : `values(${text})`;
    return typedReference<readonly T[]>(`${instances}[*]${rest}`, { kind: 'list', element: shape });
  }

  override declare(surroundings: Surroundings): Declaration {
    const { fields, dependsOn = [], lifecycle } = this[GIVEN];
    const dependencies = surroundings.dependencies(this, dependsOn);
    return {
      section: ['module', this.logicalId],
      body: this.variables,
      fields,
      meta: {
        source: this.source,
        version: this.version,
        providers: this.providers && passed(this.providers),
        count: this.count,
        for_each: eachOf(this.forEach),
        depends_on: dependencies.length === 0 ? undefined : dependencies,
        lifecycle: lifecycle?.enabled === undefined ? undefined : { enabled: lifecycle.enabled },
      },
    };
  }
}

/** The steps from a module to an output, and the output's shape. */
function outputOf(outputs: Fields | undefined, name: string): { readonly rest: string; readonly shape: Shape } {
  const field = outputs === undefined ? undefined : fieldOf(outputs, name);
  return field === undefined ? { rest: step(name), shape: 'dynamic' } : { rest: stepsOf(field), shape: field.shape };
}

function passed(providers: NonNullable<ModuleArguments['providers']>): Readonly<Record<string, Bare>> {
  if (!isList(providers)) {
    return Object.fromEntries(Object.entries(providers).map(([name, provider]) => [name, new Bare(provider)]));
  }
  return Object.fromEntries(
    providers.map((each) => {
      const [provider, alias] = 'moduleAlias' in each ? [each.provider, each.moduleAlias] : [each, undefined];
      const { name } = provider.requirement;
      return [alias === undefined ? name : `${name}.${alias}`, new Bare(provider)];
    }),
  );
}

const isList = (
  providers: NonNullable<ModuleArguments['providers']>,
): providers is readonly (ProviderConfig | ModuleProvider)[] => Array.isArray(providers);

refuseMembers(Module, CDKTF_MEMBERS.modules);
