import { ConstructError } from './error.js';
import { placeOf } from './scope.js';
import type { Stack } from './stack.js';

/** A stack that uses something of another: which element, and what of it. */
export interface Crossing {
  readonly consumer: Stack;
  readonly producer: Stack;
  /** The construct that refers. */
  readonly from: string;
  /** What it refers to. */
  readonly to: string;
}

export interface OrderedStack {
  readonly stack: Stack;
  readonly dependencies: readonly string[];
}

/** The stacks, each after those it needs; a circle is a problem, shown as a path. */
export function stackOrder(
  stacks: readonly Stack[],
  crossings: readonly Crossing[],
  problems: ConstructError[],
): OrderedStack[] {
  const needs = new Map<Stack, Set<Stack>>(stacks.map((stack) => [stack, new Set(stack.dependencies)]));
  for (const { consumer, producer } of crossings) needs.get(consumer)!.add(producer);
  const ordered: OrderedStack[] = [];
  const done = new Set<Stack>();
  const visit = (stack: Stack, trail: readonly Stack[]): void => {
    if (done.has(stack)) return;
    if (trail.includes(stack)) {
      problems.push(circle([...trail.slice(trail.indexOf(stack)), stack], crossings));
      return;
    }
    const dependencies = [...needs.get(stack)!].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const dependency of dependencies) visit(dependency, [...trail, stack]);
    if (done.has(stack)) return;
    done.add(stack);
    ordered.push({ stack, dependencies: dependencies.map(({ name }) => name) });
  };
  for (const stack of stacks) visit(stack, []);
  return ordered;
}

function circle(path: readonly Stack[], crossings: readonly Crossing[]): ConstructError {
  const steps = path.slice(1).map((producer, index) => {
    const consumer = path[index]!;
    const crossing = crossings.find((each) => each.consumer === consumer && each.producer === producer);
    const why = crossing === undefined ? 'addDependency' : `${crossing.from} uses ${crossing.to}`;
    return `${consumer.name} needs ${producer.name} (${why})`;
  });
  return new ConstructError(
    'stack-circle',
    `Stacks need each other in a circle: ${steps.join(', ')}`,
    'Move what both need into a third stack, or into one of them.',
    placeOf(path[0]!),
  );
}
