import { itemAt, type ModulePath, type ResourceConfiguration } from '../../model/index.js';
import type { GraphNode } from './node.js';

/**
 * An immutable directed graph over names. Nodes are numbered in the order given; an edge leads from a node to one it
 * needs. Every operation is linear in nodes plus edges and avoids recursion, so long chains cannot overflow the stack.
 */
export class Graph {
  readonly names: readonly string[];
  /** For each node, the nodes it needs. */
  readonly needs: readonly (readonly number[])[];
  /** For each node, what it is. */
  readonly nodes: readonly GraphNode[];
  /** The functions called in each module. */
  readonly calls: ReadonlyMap<ModulePath, ReadonlySet<string>>;
  readonly #indexes: ReadonlyMap<string, number>;
  #dependents: readonly (readonly number[])[] | undefined;

  constructor(
    names: readonly string[],
    needs: readonly (readonly number[])[],
    indexes: ReadonlyMap<string, number> = numbered(names),
    nodes: readonly GraphNode[] = [],
    calls: ReadonlyMap<ModulePath, ReadonlySet<string>> = new Map(),
  ) {
    this.names = names;
    this.needs = needs;
    this.nodes = nodes;
    this.calls = calls;
    this.#indexes = indexes;
  }

  nameOf(node: number): string {
    return itemAt(this.names, node);
  }

  needsOf(node: number): readonly number[] {
    return this.needs[node] ?? NONE;
  }

  nodeAt(node: number): GraphNode {
    return itemAt(this.nodes, node);
  }

  /** The resource of a node, if it is one. */
  resourceOf(node: number): ResourceConfiguration | undefined {
    const found = this.nodes[node];
    return found?.kind === 'resource' ? found.resource : undefined;
  }

  indexOf(name: string): number | undefined {
    return this.#indexes.get(name);
  }

  /** For each node, the nodes that need it. */
  get dependents(): readonly (readonly number[])[] {
    if (this.#dependents === undefined) {
      this.#dependents = turnedRound(this.needs);
    }
    return this.#dependents;
  }

  /** The given nodes and everything reachable from them along `edges` (`needs` or `dependents`). */
  closure(start: Iterable<number>, edges: readonly (readonly number[])[]): Set<number> {
    const seen = new Set<number>(start);
    const open = [...seen];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      for (const next of edges[node] ?? NONE) {
        if (!seen.has(next)) {
          seen.add(next);
          open.push(next);
        }
      }
    }
    return seen;
  }
}

/**
 * For each node, the nodes that list it. Most nodes have one or none: a list that starts out empty would reserve room
 * for seventeen with the first.
 */
function turnedRound(lists: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const turned: number[][] = lists.map(() => NONE);
  lists.forEach((list, node) => {
    for (const target of list) {
      const known = turned[target];
      if (known === undefined || known === NONE) turned[target] = [node];
      else known.push(node);
    }
  });
  return turned;
}

/** Never added to. */
const NONE: number[] = [];

/** Maps names to the numbers of their nodes. */
export function numbered(names: readonly string[]): ReadonlyMap<string, number> {
  const indexes = new Map<string, number>();
  names.forEach((name, index) => indexes.set(name, index));
  return indexes;
}
