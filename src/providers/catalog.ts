import type { Diagnostic, Eventual, ProviderSource } from '../model/index.js';
import { localName, unknownProvider } from './diagnostics.js';
import type { Provider } from './provider.js';

/** Creates providers of one source. */
export interface ProviderFactory {
  /** A new, unconfigured instance. Called more than once: instances share nothing that a configuration changes. */
  create(): Provider | Promise<Provider>;
}

/** The available providers. */
export interface Catalog {
  find(source: ProviderSource): Eventual<ProviderFactory | undefined>;
  available(): readonly ProviderSource[];
  /** Advice for a user who named an unknown source. */
  missing(source: ProviderSource): Diagnostic;
}

/** Providers that are not Landform's own. */
export interface OtherProviders {
  find(source: ProviderSource): Promise<ProviderFactory | undefined>;
  /** Why a provider was not found; undefined if it was not looked for. */
  problem(source: ProviderSource): Diagnostic | undefined;
}

/** Full sources (`host/namespace/type`); a later entry for the same source replaces an earlier one. */
export function createCatalog(
  entries: Iterable<readonly [ProviderSource, ProviderFactory]>,
  others?: OtherProviders,
): Catalog {
  const factories = new Map(entries);
  const available = [...factories.keys()].sort();
  return {
    find: (source) => factories.get(source) ?? others?.find(source),
    available: () => available,
    missing(source) {
      // Who writes the short name of one of Landform's own providers means that one.
      const isNear = source.includes('/-/') || available.some((own) => localName(own) === localName(source));
      return (isNear ? undefined : others?.problem(source)) ?? unknownProvider(source, available);
    },
  };
}
