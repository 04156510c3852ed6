import { printable } from '../redact.js';
import type { GraphDocument } from '../reports/graph.js';

const FRAMES: Readonly<Record<string, readonly [string, string]>> = {
  resource: ['[', ']'],
  data: ['[[', ']]'],
  provider: ['{{', '}}'],
  action: ['>', ']'],
  output: ['([', '])'],
  variable: ['[/', '/]'],
  local: ['(', ')'],
};

/** Graphs for Mermaid, as Markdown viewers draw them; one subgraph per stack. */
export function mermaidText(graphs: readonly GraphDocument[]): string {
  const out = ['flowchart RL'];
  let count = 0;
  for (const [index, graph] of graphs.entries()) {
    const ids = new Map(graph.nodes.map(({ name }) => [name, `n${(count += 1)}`]));
    if (graph.name !== '') out.push(`  subgraph s${index}[${quote(graph.name)}]`);
    for (const { name, kind } of graph.nodes) {
      const [open, close] = FRAMES[kind] ?? ['[', ']'];
      out.push(`  ${ids.get(name)}${open}${quote(name)}${close}`);
    }
    for (const [from, to] of graph.edges) out.push(`  ${ids.get(from)} --> ${ids.get(to)}`);
    if (graph.name !== '') out.push('  end');
  }
  return `${out.join('\n')}\n`;
}

/** Mermaid uses entities, not backslashes. A label may be HTML or, after a backtick, Markdown: these are neither. */
const quote = (text: string): string =>
  `"${printable(text).replaceAll(/["#&<>`\n]/g, (character) => `#${character.charCodeAt(0)};`)}"`;
