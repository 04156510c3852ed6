import { describe, expect, it } from 'vitest';
import { dotText, formatTerminal, graphPage, mermaidText, type GraphDocument } from '../../../src/render/index.js';

const graph = (name = ''): GraphDocument => ({
  name,
  nodes: [
    { name: 'var.a', kind: 'variable' },
    { name: 'terraform_data.b["x"]', kind: 'resource' },
  ],
  edges: [['terraform_data.b["x"]', 'var.a']],
});

describe('a graph', () => {
  it('quotes names for Graphviz', () => {
    expect(dotText([graph()])).toBe(`digraph landform {
  rankdir = "RL";
  node [shape = box, fontname = "sans-serif"];
  "var.a" [label = "var.a", shape = note];
  "terraform_data.b[\\"x\\"]" [label = "terraform_data.b[\\"x\\"]", shape = box];
  "terraform_data.b[\\"x\\"]" -> "var.a";
}
`);
  });

  it('of several stacks keeps equal names apart for Graphviz', () => {
    const text = dotText([graph('one'), graph('two')]);
    expect(text).toContain('"one/var.a" [label = "var.a"');
    expect(text).toContain('"two/var.a" [label = "var.a"');
  });

  it('quotes names for Mermaid', () => {
    expect(mermaidText([graph('prod')])).toBe(`flowchart RL
  subgraph s0["prod"]
  n1[/"var.a"/]
  n2["terraform_data.b[#34;x#34;]"]
  n2 --> n1
  end
`);
  });

  it('lists the dependencies of each node as plain text', () => {
    expect(formatTerminal(graphPage(graph()), { color: false })).toBe(
      'var.a  variable\nterraform_data.b["x"]  resource\n  needs var.a\n\n2 nodes, 1 edge\n',
    );
  });
});
