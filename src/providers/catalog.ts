import type { Diagnostic, ProviderSource } from '../model/index.js';
import { unknownProvider } from './diagnostics.js';
import type { Provider } from './provider.js';

/** Makes providers of one source. */
export interface ProviderFactory {
  /** A new instance, not configured. Called more than once: instances share nothing that a configuration changes. */
  create(): Provider | Promise<Provider>;
}

/** Which providers there are. */
export interface Catalog {
  find(source: ProviderSource): ProviderFactory | undefined;
  available(): readonly ProviderSource[];
  /** What to tell a user who named a source that is not here. */
  missing(source: ProviderSource): Diagnostic;
}

/** Sources in full (`host/namespace/type`); a later entry of the same source takes the place of an earlier one. */
export function createCatalog(entries: Iterable<readonly [ProviderSource, ProviderFactory]>): Catalog {
  const factories = new Map(entries);
  const available = [...factories.keys()].sort();
  return {
    find: (source) => factories.get(source),
    available: () => available,
    missing: (source) => unknownProvider(source, available),
  };
}
