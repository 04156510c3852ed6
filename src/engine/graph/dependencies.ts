import { itemAt, type ConfigResource } from '../../model/index.js';
import type { Graph } from './graph.js';
import { SharedLists } from './shared-lists.js';

/**
 * For each resource, the resources it depends on, directly or through locals and provider configurations. State keeps
 * them as `dependencies`, and they order the steps of apply. What the ID of an import refers to does not count.
 */
export function resourceDependencies(
  graph: Graph,
  order: readonly number[],
  isResource: (node: number) => boolean = (node) => graph.resourceOf(node) !== undefined,
): ReadonlyMap<ConfigResource, readonly ConfigResource[]> {
  const through: (readonly ConfigResource[])[] = [];
  const result = new Map<ConfigResource, readonly ConfigResource[]>();
  const lists = new SharedLists<ConfigResource>();
  // The names of nodes that are resources are such addresses.
  const names = graph.names as readonly ConfigResource[];
  for (const node of order) {
    const found: ConfigResource[] = [];
    for (const need of graph.needsOf(node)) {
      if (graph.nodes[need]?.kind === 'import') continue;
      const own = isResource(need);
      if (own) found.push(itemAt(names, need));
      // Data and ephemeral resources are never destroyed, so they need no order: their dependents need what they need.
      const mode = graph.resourceOf(need)?.address.mode;
      if (!own || mode === 'data' || mode === 'ephemeral')
        for (const further of itemAt(through, need)) found.push(further);
    }
    // A copy has no spare capacity, which would add up over very many lists.
    const sorted = lists.share(found.length < 2 ? [...found] : [...new Set(found)].sort());
    through[node] = sorted;
    if (isResource(node)) result.set(itemAt(names, node), sorted);
  }
  return result;
}
