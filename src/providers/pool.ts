import {
  DiagnosticError,
  formatProviderConfig,
  hasErrors,
  type Diagnostic,
  type Limiter,
  type Pace,
  type ProviderConfigAddress,
  type ProviderSource,
  type Value,
  reasonOf,
} from '../model/index.js';
import type { Catalog, ProviderFactory } from './catalog.js';
import { providerNotStarted } from './diagnostics.js';
import { limitedProvider } from './limited.js';
import type { Functions, Provider, ProviderSchemas } from './provider.js';
import type { Providers } from './source.js';

export interface PoolOptions {
  readonly catalog: Catalog;
  /** The folder that relative paths start from. */
  readonly directory: string;
  /** The limit of all stacks in a run, which this pool has a part in. */
  readonly limit?: Limiter | undefined;
}

const NO_FUNCTIONS: Functions = {
  names: [],
  signature: () => undefined,
  prepare: async () => {},
  call: (name) => ({ problem: `there is no function ${name}` }),
};

interface Configured {
  readonly provider: Provider | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The providers of one run: started on first use, configured once per configuration, closed last. Promises are cached,
 * so that concurrent callers share one start and one configuration.
 */
export class ProviderPool implements Providers {
  readonly #options: PoolOptions;
  readonly #unconfigured = new Map<ProviderSource, Promise<Provider>>();
  readonly #configured = new Map<string, Promise<Configured>>();
  readonly #started = new Set<Provider>();
  readonly #functions = new Map<ProviderSource, Functions>();

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  async schemas(source: ProviderSource): Promise<ProviderSchemas | undefined> {
    return (await this.unconfigured(source))?.schemas;
  }

  async unconfigured(source: ProviderSource): Promise<Provider | undefined> {
    const known = this.#unconfigured.get(source);
    if (known !== undefined) return known;
    const factory = await this.#options.catalog.find(source);
    if (factory === undefined) return undefined;
    const started = this.#unconfigured.get(source) ?? this.#start(source, factory);
    this.#unconfigured.set(source, started);
    this.#functions.set(source, (await started).abilities.functions ?? NO_FUNCTIONS);
    return started;
  }

  functions(source: ProviderSource): Functions | undefined {
    return this.#functions.get(source);
  }

  /** A further instance, which the caller configures and closes. */
  async separate(source: ProviderSource): Promise<Provider | undefined> {
    const factory = await this.#options.catalog.find(source);
    return factory === undefined ? undefined : this.#start(source, factory);
  }

  configured(address: ProviderConfigAddress, config: Value, planning: boolean): Promise<Configured> {
    const { source, alias, module } = address;
    const key = formatProviderConfig(source, alias, module);
    let configured = this.#configured.get(key);
    if (configured === undefined) {
      configured = this.#configure(source, config, planning);
      this.#configured.set(key, configured);
    }
    return configured;
  }

  async paces(): Promise<ReadonlyMap<string, Pace>> {
    const paces = new Map<string, Pace>();
    for (const [key, configured] of this.#configured) {
      const pace = (await configured).provider?.abilities.pace?.();
      if (pace !== undefined) paces.set(key, pace);
    }
    return paces;
  }

  available(): readonly ProviderSource[] {
    return this.#options.catalog.available();
  }

  missing(source: ProviderSource): Diagnostic {
    return this.#options.catalog.missing(source);
  }

  async stop(): Promise<void> {
    await Promise.allSettled([...this.#started].map((provider) => provider.stop()));
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#unconfigured.values(), ...this.#configured.values()]);
    await Promise.allSettled([...this.#started].map((provider) => provider.close()));
    this.#started.clear();
    this.#unconfigured.clear();
    this.#functions.clear();
    this.#configured.clear();
  }

  async #configure(source: ProviderSource, config: Value, planning: boolean): Promise<Configured> {
    let provider: Provider;
    try {
      const factory = await this.#options.catalog.find(source);
      if (factory === undefined) return { provider: undefined, diagnostics: [this.missing(source)] };
      provider = await this.#start(source, factory);
    } catch (error) {
      if (error instanceof DiagnosticError) return { provider: undefined, diagnostics: error.diagnostics };
      throw error;
    }
    const checked = await provider.validateConfig(config);
    if (hasErrors(checked.diagnostics)) return { provider: undefined, diagnostics: checked.diagnostics };
    const { directory, limit } = this.#options;
    const answer = await provider.configure({ config, planning, directory, run: limit });
    const diagnostics = [...checked.diagnostics, ...answer.diagnostics];
    return { provider: hasErrors(diagnostics) ? undefined : provider, diagnostics };
  }

  async #start(source: ProviderSource, factory: ProviderFactory): Promise<Provider> {
    try {
      const provider = await factory.create();
      this.#started.add(provider);
      const { limit } = this.#options;
      return limit === undefined ? provider : limitedProvider(provider, limit);
    } catch (error) {
      if (error instanceof DiagnosticError) throw error;
      throw new DiagnosticError([providerNotStarted(source, reasonOf(error))]);
    }
  }
}
