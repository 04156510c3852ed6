import { printable } from '../redact.js';
import type { GraphDocument } from '../reports/graph.js';

const SHAPES: Readonly<Record<string, string>> = {
  resource: 'box',
  data: 'box, style = dashed',
  provider: 'diamond',
  action: 'hexagon',
  output: 'oval',
  variable: 'note',
  local: 'plaintext',
};

/** Graphs for Graphviz, one cluster per stack. */
export function dotText(graphs: readonly GraphDocument[]): string {
  const out = ['digraph landform {', '  rankdir = "RL";', '  node [shape = box, fontname = "sans-serif"];'];
  for (const [index, graph] of graphs.entries()) {
    const [open, close, indent] =
      graph.name === '' ? [[], [], '  '] : [clusterHead(graph.name, index), ['  }'], '    '];
    const id = (name: string): string => quote(graph.name === '' ? name : `${graph.name}/${name}`);
    out.push(...open);
    for (const { name, kind } of graph.nodes) {
      out.push(`${indent}${id(name)} [label = ${quote(name)}, shape = ${SHAPES[kind] ?? 'box'}];`);
    }
    for (const [from, to] of graph.edges) out.push(`${indent}${id(from)} -> ${id(to)};`);
    out.push(...close);
  }
  return `${[...out, '}'].join('\n')}\n`;
}

function clusterHead(name: string, index: number): string[] {
  return [`  subgraph cluster_${index} {`, `    label = ${quote(name)};`];
}

/** Only a quote ends a string in DOT; a backslash starts an escape of Graphviz's own. */
const quote = (text: string): string =>
  `"${printable(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
