import type { Configuration } from './configuration.js';
import { allActions, allResources, modulesOf } from './modules.js';
import type { State } from './state.js';

const configured = new WeakMap<Configuration, ReadonlySet<string>>();
const stored = new WeakMap<State['resources'], ReadonlySet<string>>();

/**
 * The local names of the providers that a configuration uses or configures. Computed once, since there are many callers
 * and may be very many resources.
 */
export function usedProviderNames(configuration: Configuration): ReadonlySet<string> {
  let names = configured.get(configuration);
  if (names === undefined) configured.set(configuration, (names = namesIn(configuration)));
  return names;
}

function namesIn(configuration: Configuration): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { providers } of modulesOf(configuration)) for (const { name } of providers.values()) names.add(name);
  for (const { provider } of allResources(configuration)) names.add(provider.name);
  for (const { provider } of allActions(configuration)) names.add(provider.name);
  return names;
}

/** The provider configurations that the resources of a state name, as texts: `provider["host/namespace/type"].alias`. */
export function storedProviders({ resources }: State): ReadonlySet<string> {
  const known = stored.get(resources);
  if (known !== undefined) return known;
  const texts = new Set<string>();
  for (const { provider } of resources.values()) texts.add(provider);
  stored.set(resources, texts);
  return texts;
}
