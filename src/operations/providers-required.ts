import { providerSourceOf } from '../engine/index.js';
import {
  storedProvider,
  storedProviders,
  usedProviderNames,
  type Configuration,
  type Diagnostic,
  type State,
  modulesOf,
} from '../model/index.js';
import type { OperationEnvironment, StackOptions } from './environment.js';
import { guarded } from './guard.js';
import { readStates } from './read-states.js';

export interface RequiredProviders {
  readonly name: string;
  /** Providers of the configuration by source, with the versions it allows. */
  readonly configuration: readonly { readonly source: string; readonly version?: string }[];
  /** Sources of the providers of objects in state. */
  readonly state: readonly string[];
}

export interface ProvidersRequiredResult {
  readonly stacks: readonly RequiredProviders[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The providers that the configuration and the state of each stack need. Starts none of them. */
export async function providersRequired(
  env: OperationEnvironment,
  options: StackOptions = {},
): Promise<ProvidersRequiredResult> {
  return guarded<ProvidersRequiredResult>({ stacks: [] }, async (seen) => {
    const { states, diagnostics } = await readStates(env, options, seen);
    const stacks = states.map(({ stack, state }) => ({
      name: stack.name,
      configuration: requiredBy(stack.configuration),
      state: usedBy(state),
    }));
    return { stacks, diagnostics };
  });
}

/** Providers of a configuration by source, with the versions it allows. */
export function requiredBy(configuration: Configuration): RequiredProviders['configuration'] {
  const { requiredProviders } = configuration.terraform;
  const names = new Set([...requiredProviders.keys(), ...usedProviderNames(configuration)]);
  const versions = new Map<string, string | undefined>();
  for (const name of names) {
    const source = providerSourceOf(configuration, name);
    const version = requiredProviders.get(name)?.version;
    versions.set(source, version ?? versions.get(source));
  }
  for (const { terraform } of modulesOf(configuration)) {
    if (terraform === configuration.terraform) continue;
    for (const { source, version } of terraform.requiredProviders.values()) {
      const wanted = [versions.get(source), version].filter((one) => one !== undefined);
      versions.set(source, wanted.length === 0 ? undefined : [...new Set(wanted)].join(', '));
    }
  }
  return [...versions]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([source, version]) => ({ source, ...(version === undefined ? {} : { version }) }));
}

/** Sources of the providers of objects in a state. */
export function usedBy(state: State): readonly string[] {
  return [...new Set([...storedProviders(state)].map((text) => storedProvider(text).source))].sort();
}
