import type { Diagnostic, ProviderSource, Value } from '../model/index.js';
import type { Provider, ProviderSchemas } from './provider.js';

/** How the engine asks for providers; the pool behind it starts them on first use and closes them last. */
export interface Providers {
  /** Schemas of an available provider; undefined when there is none of that name. */
  schemas(source: ProviderSource): Promise<ProviderSchemas | undefined>;
  /** An instance that is not configured: for validation and upgrades. */
  unconfigured(source: ProviderSource): Promise<Provider | undefined>;
  /**
   * An instance for one provider configuration, configured once (a second call with the same key gives the same instance;
   * `config` and `planning` of the first count).
   */
  configured(
    source: ProviderSource,
    alias: string | undefined,
    config: Value,
    planning: boolean,
  ): Promise<{ readonly provider: Provider | undefined; readonly diagnostics: readonly Diagnostic[] }>;
  /** Names of all that is available, for "did you mean". */
  available(): readonly ProviderSource[];
  /** What to tell a user who named a source that is not available. */
  missing?(source: ProviderSource): Diagnostic;
  stop(): Promise<void>;
  close(): Promise<void>;
}
