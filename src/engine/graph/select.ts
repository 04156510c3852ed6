import { formatInstance, formatResource, parseAddress, type Configuration, type State } from '../../model/index.js';
import type { Graph } from './graph.js';

/** Which part of the world an operation may touch: all of it, or some resources and what they need. */
export interface Selection {
  /** True when this resource (by key), or this instance of it, is wanted. */
  includes(resourceKey: string, instance?: string): boolean;
  readonly partial: boolean;
}

export const EVERYTHING: Selection = { includes: () => true, partial: false };

/**
 * Targets select resources or single instances, and bring along everything those need. `destroy` turns that round: what
 * depends on a target goes with it.
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
  const starts: number[] = [];
  const stateStarts: string[] = [];
  for (const target of targets) {
    const parsed = parseAddress(target);
    if (parsed === undefined) continue;
    const key = formatResource(parsed.resource);
    if (parsed.key === undefined) whole.add(key);
    else instances.set(key, (instances.get(key) ?? new Set()).add(formatInstance(key, parsed.key)));
    stateStarts.push(key);
    const node = graph.indexOf(key);
    if (node !== undefined) starts.push(...(direction === 'needs' ? graph.needs[node]! : graph.dependents[node]!));
  }
  for (const node of graph.closure(starts, direction === 'needs' ? graph.needs : graph.dependents))
    whole.add(graph.names[node]!);
  for (const key of stateClosure(state, stateStarts, direction)) whole.add(key);
  return {
    partial: true,
    includes: (resourceKey, instance) => {
      if (whole.has(resourceKey)) return true;
      const some = instances.get(resourceKey);
      return some !== undefined && (instance === undefined || some.has(instance));
    },
  };
}

/** The same over what the state remembers, for resources that are no longer configured. Does not include the starts. */
function stateClosure(state: State, starts: readonly string[], direction: 'needs' | 'dependents'): Set<string> {
  const edges = new Map<string, Set<string>>();
  const edge = (from: string, to: string): void => {
    const known = edges.get(from);
    if (known === undefined) edges.set(from, new Set([to]));
    else known.add(to);
  };
  for (const [key, resource] of state.resources) {
    for (const instance of resource.instances.values()) {
      for (const dependency of instance.current?.dependencies ?? []) {
        if (direction === 'needs') edge(key, dependency);
        else edge(dependency, key);
      }
    }
  }
  const found = new Set<string>();
  const open = [...starts];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    for (const next of edges.get(key) ?? []) {
      if (!found.has(next)) {
        found.add(next);
        open.push(next);
      }
    }
  }
  return found;
}

/** Targets that name nothing, in configuration or state. */
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
