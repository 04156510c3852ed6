import { allResources, type Configuration } from '../../model/index.js';
import type { Graph } from './graph.js';
import { orderOf } from './order.js';
import { sameList } from './shared-lists.js';

const NONE: readonly number[] = [];
const known = new WeakMap<Graph, (node: number) => readonly number[]>();

/** The nodes of the ephemeral resources that a node needs, directly or through others, in the order of opening. */
export function ephemeralNeeds(graph: Graph): (node: number) => readonly number[] {
  let needs = known.get(graph);
  if (needs === undefined) known.set(graph, (needs = find(graph)));
  return needs;
}

/** Whether a configuration has any ephemeral resource: most have none, and then nothing need be looked for. */
export function hasEphemerals(configuration: Configuration): boolean {
  for (const { address } of allResources(configuration)) if (address.mode === 'ephemeral') return true;
  return false;
}

function find(graph: Graph): (node: number) => readonly number[] {
  const ordered = orderOf(graph);
  if ('cycle' in ordered) return () => NONE;
  const through: (readonly number[])[] = [];
  for (const node of ordered.order) {
    let list = NONE;
    for (const need of graph.needsOf(node)) {
      const own = through[need] ?? NONE;
      const further = graph.resourceOf(need)?.address.mode === 'ephemeral' ? [...own, need] : own;
      // Most nodes get all from one of their needs, and then share its list.
      if (list.length === 0) list = further;
      else if (further.length > 0 && !sameList(list, further)) list = [...new Set([...list, ...further])];
    }
    through[node] = list;
  }
  return (node) => through[node] ?? NONE;
}
