import type { Construct, IConstruct } from 'constructs';

/** Visits constructs before synthesis, to inspect or change them. */
export interface Aspect {
  visit(node: IConstruct): void;
}

const ASPECTS = Symbol.for('landform.aspects');

type Holder = IConstruct & { [ASPECTS]?: Aspects };

const aspectsOf = (node: Holder): readonly Aspect[] => node[ASPECTS]?.all ?? [];

/** The aspects of a construct. Each visits the construct and everything in it. */
export class Aspects {
  static of(scope: IConstruct): Aspects {
    const holder: Holder = scope;
    return (holder[ASPECTS] ??= new Aspects());
  }

  readonly #aspects: Aspect[] = [];

  add(...aspects: readonly Aspect[]): void {
    this.#aspects.push(...aspects);
  }

  get all(): readonly Aspect[] {
    return [...this.#aspects];
  }
}

/**
 * Lets every aspect visit every construct in its scope once, outer aspects first. Constructs that an aspect adds are
 * visited too.
 */
export function visitAll(root: Construct): void {
  const visited = new Map<IConstruct, Set<Aspect>>();
  while (visitOnce(root, [], visited));
}

function visitOnce(node: IConstruct, inherited: readonly Aspect[], visited: Map<IConstruct, Set<Aspect>>): boolean {
  const own = aspectsOf(node);
  const aspects = own.length === 0 ? inherited : [...inherited, ...own];
  let changed = false;
  if (aspects.length > 0) {
    let seen = visited.get(node);
    if (seen === undefined) visited.set(node, (seen = new Set()));
    for (const aspect of aspects) {
      if (seen.has(aspect)) continue;
      seen.add(aspect);
      aspect.visit(node);
      changed = true;
    }
  }
  for (const child of node.node.children) changed = visitOnce(child, aspects, visited) || changed;
  return changed;
}
