import { evaluate, providerSourceOf, type Scope } from '../../engine/index.js';
import type { MockedProvider, MockedValues, Override, TestFile, TestRun } from '../../language/index.js';
import {
  configuredResource,
  formatProviderConfig,
  hasErrors,
  parseModule,
  usedProviderNames,
  warningDiagnostic,
  type Configuration,
  type Diagnostic,
  type Expression,
  type ModuleConfiguration,
  type ProviderConfiguration,
  type SourcePlace,
} from '../../model/index.js';
import type { Mocked, MockOptions } from '../../providers/index.js';
import { configuredTarget, Overrides } from './overrides.js';
import { evaluateObject } from './scope.js';

/** What a mocked provider says about its types, and about single objects of them. */
export type Mock = Pick<MockOptions, 'resource' | 'dataSource'>;

export interface Adapted {
  readonly configuration: Configuration;
  /** By the address of the provider configuration. */
  readonly mocks: ReadonlyMap<string, Mock>;
  /** Of objects, whatever their provider is. */
  readonly overrides: Overrides;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The configuration as a run of a test file has it: with the file's providers in place of its own, and without what is in
 * overridden modules.
 */
export function adapt(configuration: Configuration, test: TestFile, run: TestRun, scope: Scope): Adapted {
  const adapting = new Adapting(configuration, scope);
  adapting.useProviders(test, run);
  // A run's own override comes after those of its file, and replaces them.
  const overrides = new Map([...test.overrides, ...run.overrides].map((override) => [override.target, override]));
  return adapting.finish([...overrides.values()]);
}

class Adapting {
  readonly #original: Configuration;
  readonly #scope: Scope;
  readonly #mocks = new Map<string, Mock>();
  readonly #diagnostics: Diagnostic[] = [];
  #configuration: Configuration;

  constructor(configuration: Configuration, scope: Scope) {
    this.#original = configuration;
    this.#configuration = configuration;
    this.#scope = scope;
  }

  finish(overrides: readonly Override[]): Adapted {
    for (const override of overrides) {
      const found =
        override.kind === 'module'
          ? this.#overrideModule(override)
          : configuredResource(this.#original, configuredTarget(override.target)) !== undefined;
      if (!found) this.#diagnostics.push(unusedOverride(override));
    }
    return {
      configuration: this.#configuration,
      mocks: this.#mocks,
      overrides: this.#overridesOf(overrides),
      diagnostics: this.#diagnostics,
    };
  }

  #overridesOf(overrides: readonly Override[]): Overrides {
    return new Overrides(
      overrides.filter(({ kind }) => kind !== 'module'),
      (override) => this.#mocked(override),
    );
  }

  useProviders({ providers, mocks }: TestFile, run: TestRun): void {
    const passed = new Map([...run.providers].map(([name, { name: to, alias }]) => [name, keyOf(to, alias)]));
    // Without `providers`, those of the same name are meant.
    const names = passed.size > 0 ? passed : new Map([...providers.keys(), ...mocks.keys()].map((key) => [key, key]));
    for (const [name, key] of names) {
      const [local = '', alias] = name.split('.');
      const given = providers.get(key);
      const mock = mocks.get(key);
      if (given !== undefined) this.#useProvider(local, alias, given.body);
      else if (mock !== undefined) {
        this.#setProvider(local, alias, {}, mock.source);
        this.#mocks.set(this.#addressOf(local, alias), this.#mockOf(mock));
      }
    }
  }

  /** The module keeps its variables, and has nothing but outputs. */
  #overrideModule({ target, values, source }: Override): boolean {
    const steps = (parseModule(target) ?? []).map((step) => step.name);
    const given = values && evaluateObject(values, this.#scope, place(source, 'outputs'), this.#diagnostics);
    let isFound = false;
    this.#configuration = changeModule(this.#configuration, steps, (module) => {
      isFound = true;
      const nothing = new Map();
      const outputs = new Map(
        [...module.outputs].map(([name, output]) => [
          name,
          { ...output, preconditions: [], value: { kind: 'literal', value: given?.[name] ?? null } as const },
        ]),
      );
      return { ...module, resources: nothing, calls: nothing, locals: nothing, checks: nothing, outputs };
    });
    return isFound;
  }

  #mockOf({ resources, dataSources, overrides }: MockedProvider): Mock {
    const single = this.#overridesOf(overrides);
    const prepare = (types: ReadonlyMap<string, MockedValues>): Mock['resource'] => {
      const known = new Map([...types].map(([type, values]) => [type, this.#mocked(values)]));
      return (type, address) => (address === undefined ? undefined : single.of(address)) ?? known.get(type) ?? {};
    };
    return { resource: prepare(resources), dataSource: prepare(dataSources) };
  }

  #mocked({ values, during, source }: MockedValues): Mocked {
    const object = values && evaluateObject(values, this.#scope, place(source, 'values'), this.#diagnostics);
    return { values: object, isPlanned: during === 'plan' };
  }

  /** The provider's arguments are evaluated with the values of the test file. */
  #useProvider(name: string, alias: string | undefined, { content, source }: ProviderConfiguration['body']): void {
    const problems: Diagnostic[] = [];
    const evaluated = Object.entries(content).map(([argument, expression]) => {
      const { value, diagnostics } = evaluate(expression, this.#scope, place(source, argument));
      problems.push(...diagnostics);
      const literal: Expression = hasErrors(diagnostics) ? expression : { kind: 'literal', value };
      return [argument, literal] as const;
    });
    // It may refer to runs that come later, as long as nothing in this one needs it.
    if (hasErrors(problems) && !usedProviderNames(this.#original).has(name)) return;
    this.#diagnostics.push(...problems);
    this.#setProvider(name, alias, Object.fromEntries(evaluated), source);
  }

  #setProvider(
    name: string,
    alias: string | undefined,
    content: Readonly<Record<string, Expression>>,
    source: SourcePlace,
  ): void {
    const provider: ProviderConfiguration = {
      name,
      ...(alias !== undefined && { alias }),
      body: { content, source },
    };
    const providers = new Map(this.#configuration.providers);
    providers.set(keyOf(name, alias), provider);
    this.#configuration = { ...this.#configuration, providers };
  }

  #addressOf(name: string, alias: string | undefined): string {
    return formatProviderConfig(providerSourceOf(this.#original, name), alias);
  }
}

const unusedOverride = ({ target, source }: Override): Diagnostic =>
  warningDiagnostic('unused-override', `The override of ${target} has no effect`, {
    source: place(source, 'target'),
    detail: `The module under test has no ${configuredTarget(target)}. Correct the address, or remove the block.`,
  });

const keyOf = (name: string, alias: string | undefined): string => (alias === undefined ? name : `${name}.${alias}`);

const place = ({ file, path }: SourcePlace, name: string): SourcePlace => ({ file, path: [...path, name] });

/** A configuration in which one module is replaced. */
function changeModule<M extends ModuleConfiguration>(
  module: M,
  [step, ...rest]: readonly string[],
  change: (module: ModuleConfiguration) => ModuleConfiguration,
): M {
  if (step === undefined) return { ...module, ...change(module) };
  const call = module.calls.get(step);
  if (call === undefined) return module;
  const calls = new Map(module.calls);
  calls.set(step, { ...call, module: changeModule(call.module, rest, change) });
  return { ...module, calls };
}
