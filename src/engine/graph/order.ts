import type { Graph } from './graph.js';

export type Order =
  /** Every node comes after what it needs; ties keep the order of the given names. */
  | { readonly order: readonly number[] }
  /** A cycle of nodes that need each other; the first is repeated at the end. */
  | { readonly cycle: readonly string[] };

const known = new WeakMap<Graph, Order>();

export function orderOf(graph: Graph): Order {
  let order = known.get(graph);
  if (order === undefined) known.set(graph, (order = findOrder(graph)));
  return order;
}

function findOrder(graph: Graph): Order {
  const { needs, dependents } = graph;
  const missing = Int32Array.from(needs, (own) => own.length);
  const order: number[] = [];
  for (let node = 0; node < missing.length; node++) if (missing[node] === 0) order.push(node);
  // The list grows while it is read.
  for (const node of order) {
    for (const dependent of dependents[node] ?? []) {
      const left = (missing[dependent] ?? 0) - 1;
      missing[dependent] = left;
      if (left === 0) order.push(dependent);
    }
  }
  return order.length === missing.length ? { order } : { cycle: findCycle(graph, missing) };
}

/** Follows unfinished needs until a node comes up twice: the nodes in between form a cycle. */
function findCycle(graph: Graph, missing: Int32Array): readonly string[] {
  const isUnfinished = (node: number): boolean => (missing[node] ?? 0) > 0;
  let node = missing.findIndex((count) => count > 0);
  const position = new Map<number, number>();
  const walked: number[] = [];
  while (!position.has(node)) {
    position.set(node, walked.length);
    walked.push(node);
    // An unfinished node needs another one, or it would be finished.
    node = graph.needsOf(node).find(isUnfinished) ?? node;
  }
  return [...walked.slice(position.get(node)), node].map((index) => graph.nameOf(index));
}
