import {
  storedProvider,
  storedProviders,
  type Diagnostic,
  type Type,
  allActions,
  allResources,
} from '../model/index.js';
import { listAddresses } from '../state/index.js';
import { composeProviders } from './compose/index.js';
import type { OperationEnvironment } from './environment.js';
import { guarded } from './guard.js';
import { readStates, type StackState } from './read-states.js';
import { namesIn } from './workspaces.js';

/** Names that a user may type: those of the project and its selected stacks. */
export interface ProjectNames {
  readonly stacks: readonly string[];
  readonly workspaces: readonly string[];
  /** Resources in the configuration, and instances in state. */
  readonly addresses: readonly string[];
  readonly actions: readonly string[];
  readonly outputs: readonly string[];
  readonly variables: ReadonlyMap<string, Type>;
  /** Sources of available providers and of providers in state. */
  readonly providers: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Collects names for completion. Takes no lock and writes no state. Returns no names if the project cannot be read. */
export async function projectNames(env: OperationEnvironment, chosen: readonly string[] = []): Promise<ProjectNames> {
  return guarded<ProjectNames>({ ...NONE, providers: composeProviders(env, NOTHING).available() }, async (seen) => {
    const { project, states: all, diagnostics } = await readStates(env, {}, seen);
    const states = all.filter(({ stack }) => chosen.length === 0 || chosen.includes(stack.name));
    const configurations = states.map(({ stack }) => stack.configuration);
    return {
      stacks: all.map(({ stack }) => stack.name).filter((name) => name !== ''),
      workspaces: await namesIn(env, project),
      addresses: sorted([
        ...configurations.flatMap((configuration) => [...allResources(configuration)].map(({ key }) => key)),
        ...states.flatMap(({ state }) => listAddresses(state)),
      ]),
      actions: sorted(configurations.flatMap((configuration) => allActions(configuration).map(({ key }) => key))),
      outputs: sorted(states.flatMap(({ state }) => [...state.outputs.keys()])),
      variables: new Map(
        configurations.flatMap(({ variables }) =>
          [...variables.values()].map(({ name, type }) => [name, type] as const),
        ),
      ),
      providers: sorted([...composeProviders(env, project).available(), ...states.flatMap(providersOf)]),
      diagnostics,
    };
  });
}

const NOTHING = { directory: '', providers: {} };

const NONE = {
  stacks: [],
  workspaces: [],
  addresses: [],
  actions: [],
  outputs: [],
  variables: new Map<string, Type>(),
};

const sorted = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();

const providersOf = ({ state }: StackState): string[] =>
  [...storedProviders(state)].map((text) => storedProvider(text).source);
