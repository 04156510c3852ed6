import type { Diagnostic, ProviderSource } from '../model/index.js';
import { unknownProvider } from './diagnostics.js';
import type { Provider } from './provider.js';

/** Creates providers of one source. */
export interface ProviderFactory {
  /** A new, unconfigured instance. Called more than once: instances share nothing that a configuration changes. */
  create(): Provider | Promise<Provider>;
}

/** The available providers. */
export interface Catalog {
  find(source: ProviderSource): ProviderFactory | undefined;
  available(): readonly ProviderSource[];
  /** Advice for a user who named an unknown source. */
  missing(source: ProviderSource): Diagnostic;
}

/** Full sources (`host/namespace/type`); a later entry for the same source replaces an earlier one. */
export function createCatalog(entries: Iterable<readonly [ProviderSource, ProviderFactory]>): Catalog {
  const factories = new Map(entries);
  const available = [...factories.keys()].sort();
  return {
    find: (source) => factories.get(source),
    available: () => available,
    missing: (source) => unknownProvider(source, available),
  };
}
