import {
  eachInstance,
  formatConfigured,
  formatInstance,
  formatResource,
  parseAddress,
  type Configuration,
  type State,
  type ConfigResource,
} from '../../model/index.js';
import { outputNode, resourceDependencies } from './build.js';
import type { Graph } from './graph.js';

/** The resources an operation may touch: all of them, or some resources and what they need. */
export interface Selection {
  /** Whether this resource (by key), or this instance of it, is selected. */
  includes(resourceKey: string, instance?: string): boolean;
  readonly partial: boolean;
}

export const EVERYTHING: Selection = { includes: () => true, partial: false };

/**
 * Targets select resources or single instances, together with everything they need. Destroying selects their dependents
 * instead, according to the dependencies in state rather than those in the configuration.
 */
export function selectTargets(
  targets: readonly string[],
  graph: Graph,
  state: State,
  direction: 'needs' | 'dependents',
): Selection {
  if (targets.length === 0) return EVERYTHING;
  const whole = new Set<string>();
  const instances = new Map<string, Set<string>>();
  const starts: string[] = [];
  for (const target of targets) {
    const parsed = parseAddress(target);
    if (parsed === undefined) continue;
    const key = formatResource(parsed.resource);
    if (parsed.key === undefined) whole.add(key);
    else instances.set(key, (instances.get(key) ?? new Set()).add(formatInstance(key, parsed.key)));
    starts.push(key);
  }
  for (const key of direction === 'needs' ? configuredNeeds(graph, starts) : stateDependents(state, starts))
    whole.add(key);
  return {
    partial: true,
    includes: (resourceKey, instance) => {
      if (whole.has(resourceKey)) return true;
      const some = instances.get(resourceKey);
      return some !== undefined && (instance === undefined || some.has(instance));
    },
  };
}

/** Selects the given nodes and what they need. */
export function selectNeeds(graph: Graph, names: readonly string[]): Selection {
  const nodes = names.flatMap((name) => graph.indexOf(name) ?? []);
  const needed = new Set([...graph.closure(nodes, graph.needs)].map((node) => graph.names[node]!));
  return { partial: true, includes: (resourceKey) => needed.has(resourceKey) };
}

function configuredNeeds(graph: Graph, starts: readonly string[]): readonly string[] {
  const nodes = starts.flatMap((key) => graph.needs[graph.indexOf(key) ?? -1] ?? []);
  return [...graph.closure(nodes, graph.needs)].map((node) => graph.names[node]!);
}

/** Everything that depends on `starts` according to state, without `starts`. */
function stateDependents(state: State, starts: readonly string[]): Set<string> {
  const edges = new Map<string, Set<string>>();
  /** The names that dependencies use for the resources of modules. */
  const configured = new Map<string, string>();
  eachInstance(state, ({ current }, { address }, key) => {
    if (address.module !== '') configured.set(key, formatConfigured(address));
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
    return needed.length > 0 && needed.every((key) => selection.includes(key));
  };
}

/** The resources an output depends on, directly or through locals. */
export function outputNeeds(
  configuration: Configuration,
  graph: Graph,
  order: readonly number[],
): (name: string) => readonly string[] {
  const needs = resourceDependencies(graph, order, (node) => {
    const { kind, module } = graph.nodes[node]!;
    return kind === 'resource' || (kind === 'output' && module === configuration);
  });
  // An output has no such address, but is found by its name.
  return (name) => needs.get(outputNode(name) as ConfigResource) ?? [];
}

/** The addresses that no target covers, neither directly nor as an instance of a targeted resource. */
export function outsideTargets(targets: readonly string[], addresses: readonly string[]): readonly string[] {
  const named = new Set(targets);
  return addresses.filter((address) => {
    const parsed = parseAddress(address);
    return !named.has(address) && (parsed === undefined || !named.has(formatResource(parsed.resource)));
  });
}

/** Targets that match nothing in configuration or state. */
export function unknownTargets(
  targets: readonly string[],
  configuration: Configuration,
  state: State,
): readonly string[] {
  return targets.filter((target) => {
    const parsed = parseAddress(target);
    if (parsed === undefined) return true;
    const key = formatResource(parsed.resource);
    return !configuration.resources.has(key) && !state.resources.has(key);
  });
}
