import { ConstructError } from './error.js';
import { placeOf } from './scope.js';
import type { Stack } from './stack.js';

/** A reference from one stack to an element of another. */
export interface Crossing {
  readonly consumer: Stack;
  readonly producer: Stack;
  /** The path of the referring construct. */
  readonly from: string;
  /** The expression it refers to. */
  readonly to: string;
}

const OUTPUT = 'cross-stack-output-';

/** The expressions that stacks export to others, by the name of the output created for each. */
export class Exports {
  readonly all = new Map<Stack, Map<string, string>>();

  /** Returns the output name for an expression. It is the name CDKTF would use; if it is taken, a number is added. */
  name(stack: Stack, expression: string): string {
    let names = this.all.get(stack);
    if (names === undefined) this.all.set(stack, (names = new Map<string, string>()));
    const wanted = OUTPUT + expression.replaceAll(/[^\w-]+/g, '');
    for (let count = 1; ; count += 1) {
      const name = count === 1 ? wanted : `${wanted}_${count}`;
      const present = names.get(name);
      if (present === undefined) names.set(name, expression);
      if (present === undefined || present === expression) return name;
    }
  }
}

export interface OrderedStack {
  readonly stack: Stack;
  readonly dependencies: readonly string[];
}

/** The stacks in dependency order. A cycle is a problem, and is shown as a path. */
export function stackOrder(
  stacks: readonly Stack[],
  crossings: readonly Crossing[],
  problems: ConstructError[],
): OrderedStack[] {
  const needs = new Map<Stack, Set<Stack>>(stacks.map((stack) => [stack, new Set(stack.dependencies)]));
  for (const { consumer, producer } of crossings) needs.get(consumer)?.add(producer);
  const ordered: OrderedStack[] = [];
  const done = new Set<Stack>();
  const visit = (stack: Stack, trail: readonly Stack[]): void => {
    if (done.has(stack)) return;
    if (trail.includes(stack)) {
      problems.push(circle(stack, [...trail.slice(trail.indexOf(stack) + 1), stack], crossings));
      return;
    }
    const dependencies = [...(needs.get(stack) ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const dependency of dependencies) visit(dependency, [...trail, stack]);
    if (done.has(stack)) return;
    done.add(stack);
    ordered.push({ stack, dependencies: dependencies.map(({ name }) => name) });
  };
  for (const stack of stacks) visit(stack, []);
  return ordered;
}

/** `first` needs the first of `others`, and so on; the last one is `first` again. */
function circle(first: Stack, others: readonly Stack[], crossings: readonly Crossing[]): ConstructError {
  let consumer = first;
  const steps = others.map((producer) => {
    const crossing = crossings.find((each) => each.consumer === consumer && each.producer === producer);
    const why = crossing === undefined ? 'addDependency' : `${crossing.from} uses ${crossing.to}`;
    const step = `${consumer.name} needs ${producer.name} (${why})`;
    consumer = producer;
    return step;
  });
  return new ConstructError(
    'stack-circle',
    `Stacks depend on each other in a cycle: ${steps.join(', ')}`,
    'Move the shared resources into one of the stacks or into a third one.',
    placeOf(first),
  );
}
