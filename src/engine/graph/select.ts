import {
  eachInstance,
  formatConfigured,
  formatInstance,
  formatResource,
  parseAddress,
  type Configuration,
  type State,
  type ConfigResource,
  configuredName,
  configuredResource,
  isInModule,
  moduleAt,
  modulePathOf,
  parseModule,
  splitModule,
  type ModuleStep,
  type InstanceKey,
  ROOT_MODULE,
} from '../../model/index.js';
import { endNode, outputNode } from './build.js';
import { resourceDependencies } from './dependencies.js';
import type { Graph } from './graph.js';

/** The resources an operation may touch: all of them, or some resources and what they need. */
export interface Selection {
  /** Whether this resource or other node (by address), or this instance of it, is selected. */
  includes(address: string, instance?: string): boolean;
  /** Whether some instances of this resource in the configuration are selected, in whichever instances of its module. */
  meets(resource: string): boolean;
  readonly partial: boolean;
  /** Whether it is everything but some resources. */
  readonly excluding?: true;
}

export const EVERYTHING: Selection = { includes: () => true, meets: () => true, partial: false };

/**
 * Everything but the given resources, single instances or modules, and but what depends on them. Destroying keeps what
 * they depend on instead, according to the dependencies in state.
 */
export function selectOthers(
  excluded: readonly string[],
  graph: Graph,
  state: State,
  direction: 'needs' | 'dependents',
): Selection {
  if (excluded.length === 0) return EVERYTHING;
  const named = new Named(excluded);
  const kept = direction === 'dependents' ? stateNeeds(state, named) : dependentsOf(graph, named);
  return {
    partial: true,
    excluding: true,
    includes: (key, instance) => !kept.has(configuredName(key)) && !named.covers(key, instance),
    meets: (resource) => !kept.has(resource) && !named.covers(resource),
  };
}

/** What depends on resources of which at least one instance is named. */
function dependentsOf(graph: Graph, named: Named): ReadonlySet<string> {
  const starts = graph.nodes.flatMap((node, index) =>
    node.kind === 'resource' && named.meets(node.resource.key) ? index : [],
  );
  const dependents = starts.flatMap((node) => graph.dependents[node] ?? []);
  return new Set([...graph.closure(dependents, graph.dependents)].map((node) => graph.nameOf(node)));
}

/** The names of everything that named objects depend on according to state. */
function stateNeeds(state: State, named: Named): ReadonlySet<string> {
  const needs = new Map<string, Set<string>>();
  const found = new Set<string>();
  eachInstance(state, ({ key, current }, { address }, resourceKey) => {
    const own = formatConfigured(address);
    const dependencies = current?.dependencies ?? [];
    const known = needs.get(own);
    if (known === undefined) needs.set(own, new Set(dependencies));
    else for (const dependency of dependencies) known.add(dependency);
    if (named.covers(resourceKey, formatInstance(resourceKey, key)))
      for (const dependency of dependencies) found.add(dependency);
  });
  for (const name of found) for (const need of needs.get(name) ?? []) found.add(need);
  return found;
}

/**
 * Targets select resources, single instances or everything in a module, together with everything they need. Destroying
 * selects their dependents instead, according to the dependencies in state rather than those in the configuration. As in
 * Terraform, what a target names without its keys is limited to the instances that the targets name.
 */
export function selectTargets(
  targets: readonly string[],
  graph: Graph,
  state: State,
  direction: 'needs' | 'dependents',
): Selection {
  if (targets.length === 0) return EVERYTHING;
  const named = new Named(targets);
  if (direction === 'dependents') {
    const dependents = stateDependents(
      state,
      [...state.resources.keys()].filter((key) => named.contains(key)),
    );
    return {
      partial: true,
      includes: (key, instance) => dependents.has(key) || named.contains(key, instance),
      meets: (resource) => named.meets(resource),
    };
  }
  const starts = graph.nodes.flatMap((node, index) =>
    node.kind === 'resource' && named.meets(node.resource.key) ? index : [],
  );
  const direct = new Set<string>(starts.map((node) => graph.nameOf(node)));
  const needs = starts.flatMap((node) => graph.needsOf(node));
  const whole = new Set<string>([...withChecks(graph, needs)].map((node) => graph.nameOf(node)));
  for (const name of direct) whole.delete(name);
  return {
    partial: true,
    includes: (key, instance) => whole.has(configuredName(key)) || named.contains(key, instance),
    meets: (resource) => direct.has(resource) || whole.has(resource),
  };
}

/** What targets name. */
class Named {
  /** By resource: its instances, or all of them. */
  readonly #resources = new Map<string, Set<string> | 'all'>();
  readonly #configured = new Set<string>();
  readonly #modules: (readonly ModuleStep[])[] = [];

  constructor(targets: readonly string[]) {
    for (const target of targets) {
      const module = parseModule(target);
      const parsed = parseAddress(target);
      if (module !== undefined) this.#modules.push(module);
      else if (parsed !== undefined) this.#add(formatResource(parsed.resource), parsed.key);
    }
  }

  #add(resource: string, key: InstanceKey): void {
    this.#configured.add(configuredName(resource));
    const known = this.#resources.get(resource);
    if (key === undefined) this.#resources.set(resource, 'all');
    else if (known === undefined) this.#resources.set(resource, new Set([formatInstance(resource, key)]));
    else if (known !== 'all') known.add(formatInstance(resource, key));
  }

  /** Whether some instances of a resource are named, or the given one. */
  contains(resource: string, instance?: string): boolean {
    if (instance === undefined && this.#resources.has(resource)) return true;
    return this.covers(resource, instance);
  }

  /**
   * Whether a whole resource is named, or the given instance. A module without its last key includes all of its
   * instances.
   */
  covers(resource: string, instance?: string): boolean {
    const instances = this.#resources.get(resource);
    if (instances === 'all' || (instance !== undefined && instances?.has(instance) === true)) return true;
    if (this.#modules.length === 0) return false;
    const steps = moduleSteps(resource);
    return this.#modules.some((module) =>
      module.every(({ name, key }, index) => {
        const step = steps[index];
        return step?.name === name && (step.key === key || (key === undefined && index === module.length - 1));
      }),
    );
  }

  /** Whether targets name instances of a resource of the configuration, whose module has no keys. */
  meets(resource: string): boolean {
    if (this.#configured.has(resource)) return true;
    if (this.#modules.length === 0) return false;
    const steps = moduleSteps(resource);
    return this.#modules.some((module) => module.every(({ name }, index) => steps[index]?.name === name));
  }
}

const moduleSteps = (address: string): readonly ModuleStep[] =>
  isInModule(address) ? (parseModule(splitModule(address).module) ?? []) : NO_STEPS;

const NO_STEPS: readonly ModuleStep[] = [];

/** Selects the given nodes and what they need. */
export function selectNeeds(graph: Graph, names: readonly string[]): Selection {
  const nodes = names.flatMap((name) => graph.indexOf(name) ?? []);
  const needed = new Set<string>([...graph.closure(nodes, graph.needs)].map((node) => graph.nameOf(node)));
  return {
    partial: true,
    includes: (key) => needed.has(configuredName(key)),
    meets: (resource) => needed.has(resource),
  };
}

/** Everything that depends on `starts` according to state, without `starts`. */
function stateDependents(state: State, starts: readonly string[]): Set<string> {
  const edges = new Map<string, Set<string>>();
  /** The names that dependencies use for the resources of modules. */
  const configured = new Map<string, string>();
  eachInstance(state, ({ current }, { address }, key) => {
    if (isInModule(address.module)) configured.set(key, formatConfigured(address));
    for (const dependency of current?.dependencies ?? []) {
      const known = edges.get(dependency);
      if (known === undefined) edges.set(dependency, new Set([key]));
      else known.add(key);
    }
  });
  const found = new Set<string>();
  const open = [...starts];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    for (const next of edges.get(configured.get(key) ?? key) ?? []) {
      if (!found.has(next)) {
        found.add(next);
        open.push(next);
      }
    }
  }
  return found;
}

/**
 * The outputs to plan. With targets, those made only of selected resources, since outputs cannot be targets themselves.
 */
export function selectOutputs(
  configuration: Configuration,
  graph: Graph,
  order: readonly number[],
  selection: Selection,
): (name: string) => boolean {
  if (!selection.partial) return () => true;
  const needs = outputNeeds(configuration, graph, order);
  return (name) => {
    const needed = needs(name);
    return (needed.length > 0 || selection.excluding === true) && needed.every((key) => selection.meets(key));
  };
}

/**
 * The nodes to visit, resources aside: with targets, what selected resources need, and what the planned outputs of the
 * root module need.
 */
export function selectNodes(
  graph: Graph,
  selection: Selection,
  isPlanned: (output: string) => boolean,
): (node: number) => boolean {
  if (!selection.partial) return () => true;
  const starts = graph.nodes.flatMap((node, index) => {
    if (node.kind === 'resource')
      return selection.includes(node.resource.key) || selection.meets(node.resource.key) ? index : [];
    return node.kind === 'output' && node.module.path === ROOT_MODULE && isPlanned(node.output.name) ? index : [];
  });
  const nodes = withChecks(graph, starts);
  return (node) => nodes.has(node);
}

/** The given nodes and what they need; as in Terraform, who needs a module as a whole also needs its checks. */
function withChecks(graph: Graph, starts: readonly number[]): Set<number> {
  const nodes = graph.closure(starts, graph.needs);
  const checks = graph.nodes.flatMap(({ kind, module }, index) => {
    if (kind !== 'check') return [];
    const end = graph.indexOf(endNode(module.path));
    return end !== undefined && nodes.has(end) ? index : [];
  });
  return checks.length === 0 ? nodes : graph.closure([...nodes, ...checks], graph.needs);
}

/** The resources an output depends on, directly or through locals. */
export function outputNeeds(
  configuration: Configuration,
  graph: Graph,
  order: readonly number[],
): (name: string) => readonly string[] {
  const needs = resourceDependencies(graph, order, (node) => {
    const { kind, module } = graph.nodeAt(node);
    return kind === 'resource' || (kind === 'output' && module === configuration);
  });
  // An output has no such address, but is found by its name.
  return (name) => needs.get(outputNode(name) as ConfigResource) ?? [];
}

/** The addresses that no target covers, neither directly nor as an instance of a targeted resource, or that are excluded. */
export function outsideSelection(
  { targets, excludes }: { readonly targets: readonly string[]; readonly excludes: readonly string[] },
  addresses: readonly string[],
): readonly string[] {
  const isTarget = targets.length > 0;
  const named = new Named(isTarget ? targets : excludes);
  return addresses.filter((address) => {
    const parsed = parseAddress(address);
    const resource = parsed === undefined ? address : formatResource(parsed.resource);
    return isTarget ? !named.contains(resource, address) : named.covers(resource, address);
  });
}

/** Targets that match nothing in configuration or state. */
export function unknownTargets(
  targets: readonly string[],
  configuration: Configuration,
  state: State,
): readonly string[] {
  return targets.filter((text) => {
    const parsed = parseAddress(text);
    if (parsed !== undefined) {
      const key = formatResource(parsed.resource);
      return configuredResource(configuration, key) === undefined && !state.resources.has(key);
    }
    if (parseModule(text) === undefined) return true;
    if (moduleAt(configuration, modulePathOf(text)) !== undefined) return false;
    const named = new Named([text]);
    return ![...state.resources.keys()].some((key) => named.contains(key));
  });
}
