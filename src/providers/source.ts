import type { Diagnostic, Pace, ProviderConfigAddress, ProviderSource, Value } from '../model/index.js';
import type { Functions, Provider, ProviderSchemas } from './provider.js';

/** How the engine obtains providers; the pool behind it starts them on first use and closes them last. */
export interface Providers {
  /** Schemas of an available provider; undefined if there is none with that name. */
  schemas(source: ProviderSource): Promise<ProviderSchemas | undefined>;
  /** An unconfigured instance, for validation and upgrades. */
  unconfigured(source: ProviderSource): Promise<Provider | undefined>;
  /** The functions of a provider, once `unconfigured` has returned an instance; before, undefined. */
  functions?(source: ProviderSource): Functions | undefined;
  /**
   * An instance for one provider configuration, configured once (a second call with the same key returns the same
   * instance; `config` and `planning` of the first call apply).
   */
  configured(
    address: ProviderConfigAddress,
    config: Value,
    planning: boolean,
  ): Promise<{ readonly provider: Provider | undefined; readonly diagnostics: readonly Diagnostic[] }>;
  /** What the services of the configured providers accept now, by provider configuration. */
  paces?(): Promise<ReadonlyMap<string, Pace>>;
  /** All available names, for "did you mean". */
  available(): readonly ProviderSource[];
  /** Advice for a user who named an unavailable source. */
  missing?(source: ProviderSource): Diagnostic;
  stop(): Promise<void>;
  close(): Promise<void>;
}
