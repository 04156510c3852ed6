import { schedule } from '../../engine/index.js';
import { itemAt, warningDiagnostic, type Diagnostic } from '../../model/index.js';
import type { StackSource } from '../project.js';

/** A stack as a node of the graph. */
type Node = Pick<StackSource, 'name' | 'dependencies'>;

export interface GraphWalk {
  /** Starts with the stacks that others need, or with those that need others. */
  readonly order: 'needed-first' | 'needed-last';
  /** True if nothing new is to be started. */
  readonly stopping?: () => boolean;
}

/**
 * Calls `work` for each of the stacks as soon as it has succeeded for those that come before it. It returns false if it failed:
 * what follows that stack is left out. Returns the stacks that were not started.
 */
export async function walkStacks<S extends Node>(
  stacks: readonly S[],
  all: readonly Node[],
  { order, stopping = () => false }: GraphWalk,
  work: (stack: S) => Promise<boolean>,
): Promise<readonly S[]> {
  const needs = needsAmong(stacks, all);
  const before = order === 'needed-first' ? needs : turned(needs);
  const { skipped } = await schedule({
    count: stacks.length,
    needs: (index) => itemAt(before, index),
    run: (index) => work(itemAt(stacks, index)),
    stopping,
  });
  return skipped.map((index) => itemAt(stacks, index));
}

/** For each of the stacks, the indexes of those that it needs, directly or through stacks that are not among them. */
export function needsAmong(stacks: readonly Node[], all: readonly Node[]): readonly (readonly number[])[] {
  const indexes = new Map(stacks.map(({ name }, index) => [name, index]));
  const dependencies = new Map(all.map((stack) => [stack.name, stack.dependencies]));
  return stacks.map((stack) => {
    const found = new Set<number>();
    const seen = new Set<string>();
    const visit = (names: readonly string[]): void => {
      for (const name of names) {
        if (seen.has(name)) continue;
        seen.add(name);
        const index = indexes.get(name);
        if (index === undefined) visit(dependencies.get(name) ?? []);
        else found.add(index);
      }
    };
    visit(stack.dependencies);
    return [...found];
  });
}

function turned(needs: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const result: number[][] = needs.map(() => []);
  for (const [index, list] of needs.entries()) for (const need of list) result[need]?.push(index);
  return result;
}

/** Says which stacks were not started because one that comes before them failed. */
export function leftOut(stacks: readonly Pick<Node, 'name'>[], done: 'planned' | 'applied'): readonly Diagnostic[] {
  if (stacks.length === 0) return [];
  const names = stacks.map(({ name }) => name).join(', ');
  return [
    warningDiagnostic('stack-left-out', `Stacks that depend on a failed one were not ${done}: ${names}`, {
      detail: 'Fix the errors of the others, and run the command again.',
    }),
  ];
}
