import { countOf, heading, lines, toned, type Block, type Line, type Page } from '../report.js';

/** The dependencies; `from` depends on `to`. */
export interface GraphDocument {
  readonly name: string;
  readonly nodes: readonly { readonly name: string; readonly kind: string }[];
  readonly edges: readonly (readonly [from: string, to: string])[];
}

/** The graph as a readable list: each node, with its dependencies below. */
export function graphPage(graph: GraphDocument): Page {
  const needs = new Map<string, string[]>();
  for (const [from, to] of graph.edges) {
    const list = needs.get(from);
    if (list === undefined) needs.set(from, [to]);
    else list.push(to);
  }
  const rows = graph.nodes.flatMap(({ name, kind }): Line[] => [
    [toned('strong', name), toned('faint', `  ${kind}`)],
    ...(needs.get(name) ?? []).map((need): Line => [`  needs ${need}`]),
  ]);
  const title: Block[] = graph.name === '' ? [] : [heading(`Stack ${graph.name}`)];
  const sum = `${countOf(graph.nodes.length, 'node')}, ${countOf(graph.edges.length, 'edge')}`;
  return [...title, ...(rows.length === 0 ? [] : [lines(...rows)]), lines([toned('faint', sum)])];
}
