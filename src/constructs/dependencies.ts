import type { Construct } from 'constructs';
import type { Crossing } from './cross-stack.js';
import type { Element } from './element.js';
import { ConstructError } from './error.js';
import { Module } from './module.js';
import { EXPRESSION, isReferable } from './referable.js';
import { Block } from './resource.js';
import { placeOf } from './scope.js';
import { Stack } from './stack.js';
import { constructsIn } from './text.js';

/** The addresses for `depends_on`. A construct means all resources and modules in it; one of another stack only orders the stacks. */
export class Dependencies {
  readonly #byPath: ReadonlyMap<string, Construct>;
  readonly #crossings: Crossing[];
  readonly #blocks = new Map<Construct, readonly Dependent[]>();

  constructor(byPath: ReadonlyMap<string, Construct>, crossings: Crossing[]) {
    this.#byPath = byPath;
    this.#crossings = crossings;
  }

  /** The addresses of `on`, and of the dependencies of the element and the constructs that contain it. */
  of(element: Element, on: readonly unknown[]): string[] {
    const addresses = new Set<string>();
    for (const each of on) {
      if (typeof each === 'string' && constructsIn(each).length === 0)
        addresses.add(each.replace(/^\$\{(.*)\}$/s, '$1'));
      else for (const target of this.#targets(element, each)) this.#add(addresses, element, target);
    }
    if (isDependent(element)) {
      for (
        let scope: Construct | undefined = element;
        scope !== undefined && !Stack.isStack(scope);
        scope = scope.node.scope
      ) {
        for (const target of scope.node.dependencies) {
          // A construct that depends on a construct containing it waits for its siblings, not for itself.
          this.#add(addresses, element, target, scope);
        }
      }
    }
    return [...addresses];
  }

  #targets(element: Element, on: unknown): Construct[] {
    if (isConstruct(on)) return [on];
    const text = typeof on === 'string' ? on : isReferable(on) ? on[EXPRESSION] : undefined;
    const paths = text === undefined ? [] : constructsIn(text);
    const targets = paths.flatMap((path) => this.#byPath.get(path) ?? []);
    if (text === undefined || targets.length < paths.length) {
      throw new ConstructError(
        'wrong-type',
        `${element.node.path} depends on an object that is not a construct of this app`,
        'Pass constructs, references, or addresses as strings.',
        placeOf(element),
      );
    }
    return targets;
  }

  #add(addresses: Set<string>, element: Element, target: Construct, without?: Construct): void {
    const stack = Stack.of(target);
    if (stack !== element.stack) {
      this.#crossings.push({
        consumer: element.stack,
        producer: stack,
        from: element.node.path,
        to: target.node.path,
      });
      return;
    }
    for (const block of this.#blocksIn(target)) {
      if (block !== element && (without === undefined || !isWithin(block, without))) addresses.add(block.fqn);
    }
  }

  #blocksIn(construct: Construct): readonly Dependent[] {
    let blocks = this.#blocks.get(construct);
    if (blocks === undefined) {
      blocks = construct.node.findAll().filter(isDependent);
      this.#blocks.set(construct, blocks);
    }
    return blocks;
  }
}

/** What `depends_on` can be in, and can name. */
type Dependent = Block | Module;

const isDependent = (value: unknown): value is Dependent => Block.isBlock(value) || Module.isModule(value);

const isConstruct = (value: unknown): value is Construct =>
  typeof value === 'object' && value !== null && 'node' in value;

function isWithin(construct: Construct, scope: Construct): boolean {
  for (let current: Construct | undefined = construct; current !== undefined; current = current.node.scope) {
    if (current === scope) return true;
  }
  return false;
}
