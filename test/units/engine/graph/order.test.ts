import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Graph } from '../../../../src/engine/graph/graph.js';
import { orderOf } from '../../../../src/engine/graph/order.js';

describe('orderOf', () => {
  it('puts dependencies first', () => {
    const graph = new Graph(['a', 'b', 'c'], [[1], [2], []]);
    expect(orderOf(graph)).toEqual({ order: [2, 1, 0] });
  });

  it.each([
    { needs: [[0]], cycle: ['a', 'a'] },
    { needs: [[1], [0]], cycle: ['a', 'b', 'a'] },
    { needs: [[1], [2], [3], [1]], cycle: ['b', 'c', 'd', 'b'] },
  ])('reports a cycle as a path that ends where it began: $cycle', ({ needs, cycle }) => {
    const names = ['a', 'b', 'c', 'd'].slice(0, needs.length);
    expect(orderOf(new Graph(names, needs))).toEqual({ cycle });
  });

  it('respects every edge of any acyclic graph', () => {
    const acyclic = fc.integer({ min: 1, max: 40 }).chain((count) =>
      fc.array(fc.tuple(fc.nat(count - 1), fc.nat(count - 1)), { maxLength: 120 }).map((pairs) => {
        const needs: number[][] = Array.from({ length: count }, () => []);
        for (const [left, right] of pairs) if (left > right) needs[left]!.push(right);
        return new Graph(
          needs.map((_, index) => `n${index}`),
          needs,
        );
      }),
    );
    fc.assert(
      fc.property(acyclic, (graph) => {
        const result = orderOf(graph);
        if (!('order' in result)) throw new Error('no order');
        const position = new Map(result.order.map((node, index) => [node, index]));
        graph.needs.forEach((needs, node) => {
          for (const need of needs) expect(position.get(need)!).toBeLessThan(position.get(node)!);
        });
      }),
    );
  });
});
