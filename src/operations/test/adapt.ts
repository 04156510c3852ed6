import { evaluate, providerSourceOf, type Scope } from '../../engine/index.js';
import type { MockedProvider, MockedValues, Override, TestFile, TestRun } from '../../language/index.js';
import {
  formatProviderConfig,
  hasErrors,
  parseAddress,
  parseModule,
  warningDiagnostic,
  type Configuration,
  type Diagnostic,
  type Expression,
  type ModuleConfiguration,
  type ProviderConfiguration,
  type SourcePlace,
} from '../../model/index.js';
import type { Mocked } from '../../providers/index.js';
import { evaluateObject } from './scope.js';

/** What a mocked provider says about its types. */
export interface Mock {
  readonly resource: (type: string) => Mocked;
  readonly dataSource: (type: string) => Mocked;
}

export interface Adapted {
  readonly configuration: Configuration;
  /** By the address of the provider configuration. */
  readonly mocks: ReadonlyMap<string, Mock>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The configuration as a run of a test file has it: with the file's providers in place of its own, and with provider
 * configurations for what is mocked or overridden, which a {@link Mock} answers for.
 */
export function adapt(configuration: Configuration, test: TestFile, run: TestRun, scope: Scope): Adapted {
  const adapting = new Adapting(configuration, scope);
  adapting.useProviders(test, run);
  // A run's own override comes after those of its file, and replaces them.
  const overrides = new Map([...test.overrides, ...run.overrides].map((override) => [override.target, override]));
  [...overrides.values()].forEach((override, index) => adapting.override(override, index));
  return adapting.finish();
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

  finish(): Adapted {
    return { configuration: this.#configuration, mocks: this.#mocks, diagnostics: this.#diagnostics };
  }

  useProviders({ providers, mocks }: TestFile, run: TestRun): void {
    const passed = new Map([...run.providers].map(([name, { name: to, alias }]) => [name, keyOf(to, alias)]));
    // Without `providers`, those of the same name are meant.
    const names = passed.size > 0 ? passed : new Map([...providers.keys(), ...mocks.keys()].map((key) => [key, key]));
    for (const [name, key] of names) {
      const [local = '', alias] = name.split('.');
      const given = providers.get(key);
      const mock = mocks.get(key);
      if (given !== undefined) this.#setProvider(local, alias, given.body.content, given.body.source);
      else if (mock !== undefined) {
        this.#setProvider(local, alias, {}, mock.source);
        this.#mocks.set(this.#addressOf(local, alias), this.#mockOf(mock));
      }
    }
  }

  override(override: Override, index: number): void {
    const { kind, target, source } = override;
    const values = this.#mocked(override);
    const found = kind === 'module' ? this.#overrideModule(override) : this.#overrideResource(override, index, values);
    if (found) return;
    this.#diagnostics.push(
      warningDiagnostic('unused-override', `The override of ${target} has no effect`, {
        source: { ...source, path: [...source.path, 'target'] },
        detail: `The module under test has no ${target}. Correct the address, or remove the block.`,
      }),
    );
  }

  #overrideResource({ target }: Override, index: number, values: Mocked): boolean {
    const parsed = parseAddress(target);
    if (parsed === undefined) return false;
    const { module, mode, type, name } = parsed.resource;
    const local = mode === 'data' ? `data.${type}.${name}` : `${type}.${name}`;
    let provider: string | undefined;
    const steps = (parseModule(module) ?? []).map((step) => step.name);
    const alias = `override-${index}`;
    const changed = changeModule(this.#configuration, steps, (found) => {
      const resource = found.resources.get(local);
      if (resource === undefined) return found;
      provider = resource.provider.name;
      const resources = new Map(found.resources);
      resources.set(local, { ...resource, provider: { name: provider, alias } });
      return { ...found, resources };
    });
    if (provider === undefined) return false;
    this.#configuration = changed;
    this.#setProvider(provider, alias, {}, { file: '', path: [] });
    this.#mocks.set(this.#addressOf(provider, alias), { resource: () => values, dataSource: () => values });
    return true;
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

  #mockOf({ resources, dataSources }: MockedProvider): Mock {
    const prepare = (types: ReadonlyMap<string, MockedValues>): ((type: string) => Mocked) => {
      const known = new Map([...types].map(([type, values]) => [type, this.#mocked(values)]));
      return (type) => known.get(type) ?? {};
    };
    return { resource: prepare(resources), dataSource: prepare(dataSources) };
  }

  #mocked({ values, during, source }: MockedValues): Mocked {
    if (values === undefined) return {};
    const object = evaluateObject(values, this.#scope, place(source, 'values'), this.#diagnostics);
    return during === 'plan' ? { values: object, planned: object } : { values: object };
  }

  /** The provider's arguments are evaluated with the values of the test file. */
  #setProvider(
    name: string,
    alias: string | undefined,
    content: Readonly<Record<string, Expression>>,
    source: SourcePlace,
  ): void {
    const evaluated = Object.entries(content).map(([argument, expression]) => {
      const { value, diagnostics } = evaluate(expression, this.#scope, place(source, argument));
      this.#diagnostics.push(...diagnostics);
      const literal: Expression = hasErrors(diagnostics) ? expression : { kind: 'literal', value };
      return [argument, literal] as const;
    });
    const provider: ProviderConfiguration = {
      name,
      ...(alias !== undefined && { alias }),
      body: { content: Object.fromEntries(evaluated), source },
    };
    const providers = new Map(this.#configuration.providers);
    providers.set(keyOf(name, alias), provider);
    this.#configuration = { ...this.#configuration, providers };
  }

  #addressOf(name: string, alias: string | undefined): string {
    return formatProviderConfig(providerSourceOf(this.#original, name), alias);
  }
}

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
