import { configuredName } from '../../../../src/model/index.js';
import { expect, it } from 'vitest';
import { resourceDependencies } from '../../../../src/engine/graph/dependencies.js';
import { Graph } from '../../../../src/engine/graph/graph.js';
import { orderOf } from '../../../../src/engine/graph/order.js';

it("a local's dependencies on very many resources are passed on to its users", () => {
  const count = 200_000;
  const resources = Array.from({ length: count }, (_, index) => `t.n${index}`);
  const all = resources.map((_, index) => index);
  const graph = new Graph([...resources, 'local.all', 't.last'], [...resources.map(() => []), all, [count]]);
  const ordered = orderOf(graph);
  if (!('order' in ordered)) throw new Error('there is no circle');
  const found = resourceDependencies(graph, ordered.order, (node) => graph.names[node]!.startsWith('t.'));
  expect(found.get(configuredName('t.last'))).toHaveLength(count);
});
