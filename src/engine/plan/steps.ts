import { sameList, SharedLists } from '../graph/shared-lists.js';
import { append, formatConfigured, type ResourceChange, type Step, type StepKind } from '../../model/index.js';

/**
 * Changes to ordered steps. The rules:
 *
 * - a thing is made after everything it depends on is made;
 * - a thing is dropped after everything that depended on it is dropped;
 * - a replacement drops first and makes then (delete-create), or makes first and drops after everything that depends on it
 *   has been brought over (create-delete);
 * - a thing that is only dropped goes after the things that used to depend on it are brought over.
 *
 * Where many wait for many, one gathering step stands between them, so the number of edges stays linear.
 */
export function planSteps(
  changes: readonly ResourceChange[],
  configured: ReadonlyMap<string, readonly string[]>,
  /** Resources that others wait for though nothing is done to them. */
  anchors: Iterable<string> = [],
): readonly Step[] {
  return new StepBuilder(changes, configured).build(anchors);
}

const NONE: readonly string[] = [];
const NO_STEPS: readonly number[] = [];

type Draft = { index: number; needs: number[] } & (
  { kind: StepKind; address: string; change: number; deposed?: string } | { kind: 'gather'; resource?: string }
);

class StepBuilder {
  readonly #changes: readonly ResourceChange[];
  readonly #configured: ReadonlyMap<string, readonly string[]>;
  readonly #steps: Draft[] = [];
  /** Per resource: the steps that make (create, update, read, …) and those that drop. */
  readonly #making = new Map<string, number[]>();
  readonly #dropping = new Map<string, number[]>();
  /** Drops that come last: deposed halves of gapless replacements. */
  readonly #trailing = new Set<number>();

  constructor(changes: readonly ResourceChange[], configured: ReadonlyMap<string, readonly string[]>) {
    this.#changes = changes;
    this.#configured = configured;
  }

  build(anchors: Iterable<string>): readonly Step[] {
    this.#changes.forEach((change, index) => this.#addSteps(change, index));
    for (const resource of anchors) this.#anchor(resource);
    if (this.#steps.length === 0) return [];
    this.#orderMaking();
    if (this.#dropping.size > 0) this.#orderDropping();
    for (const step of this.#steps) if (step.needs.length > 1) step.needs = [...new Set(step.needs)];
    return this.#steps;
  }

  #add(list: Map<string, number[]>, change: ResourceChange, index: number, kind: StepKind, deposed?: string): number {
    const step: Draft = { index: this.#steps.length, kind, address: change.address, change: index, needs: [] };
    if (deposed !== undefined) step.deposed = deposed;
    this.#steps.push(step);
    const resource = resourceOf(change);
    const known = list.get(resource);
    if (known === undefined) list.set(resource, [step.index]);
    else known.push(step.index);
    return step.index;
  }

  #anchor(resource: string): void {
    const index = this.#steps.length;
    this.#steps.push({ index, kind: 'gather', resource, needs: [] });
    this.#making.set(resource, [...(this.#making.get(resource) ?? []), index]);
  }

  #addSteps(change: ResourceChange, index: number): void {
    switch (change.action) {
      case 'no-op':
        return;
      case 'create':
      case 'update':
      case 'read':
        this.#add(this.#making, change, index, change.marksOnly === true ? 'refresh-state' : change.action);
        return;
      case 'forget':
        this.#add(this.#dropping, change, index, 'forget', change.deposed);
        return;
      case 'delete': {
        const drop = this.#add(
          this.#dropping,
          change,
          index,
          change.deposed === undefined ? 'delete' : 'delete-deposed',
          change.deposed,
        );
        if (change.deposed !== undefined) this.#trailing.add(drop);
        return;
      }
      case 'delete-create': {
        const drop = this.#add(this.#dropping, change, index, 'delete');
        const make = this.#add(this.#making, change, index, 'create');
        this.#steps[make]!.needs.push(drop);
        return;
      }
      case 'create-delete': {
        const make = this.#add(this.#making, change, index, 'create-deposing');
        const drop = this.#add(this.#dropping, change, index, 'delete-deposed');
        this.#steps[drop]!.needs.push(make);
        this.#trailing.add(drop);
      }
    }
  }

  /** Every resource there is, what it depends on now (configuration) and depended on (state). */
  #resources(): Map<string, { now: readonly string[]; then: Set<string> }> {
    const resources = new Map<string, { now: readonly string[]; then: Set<string> }>();
    for (const [key, now] of this.#configured) resources.set(key, { now, then: new Set() });
    /** Instances mostly share one list. */
    const seen = new Map<string, readonly string[]>();
    for (const change of this.#changes) {
      const { before, priorDependencies, dependencies } = change;
      const resourceKey = resourceOf(change);
      let known = resources.get(resourceKey);
      if (known === undefined) resources.set(resourceKey, (known = { now: [], then: new Set() }));
      const then = priorDependencies ?? dependencies;
      if (before === null || seen.get(resourceKey) === then) continue;
      seen.set(resourceKey, then);
      if (sameList(then, known.now)) continue;
      for (const dependency of then) known.then.add(dependency);
    }
    return resources;
  }

  /** `needs` of making steps: what makes their dependencies. Resources without steps pass on what they themselves wait for. */
  #orderMaking(): void {
    const made = new Map<string, readonly number[]>();
    const waiting = new Map<readonly string[], readonly number[]>();
    eachInOrder(this.#configured, made, (key, needs) => {
      const before = this.#gatherOf(needs, made, waiting);
      const own = this.#making.get(key) ?? NO_STEPS;
      for (const step of own) append(this.#steps[step]!.needs, before);
      made.set(key, own.length === 0 ? before : this.#gather(own));
    });
  }

  #orderDropping(): void {
    const dependents = this.#dependents();
    // Old dependencies that stand against today's (a reference turned round) would close a circle: today's win.
    const dropped = new Map<string, readonly number[]>();
    const waiting = new Map<readonly string[], readonly number[]>();
    eachInOrder(dependents, dropped, (key, users) => {
      const waits = this.#gatherOf(users, dropped, waiting);
      const own = this.#dropping.get(key) ?? NO_STEPS;
      for (const step of own) append(this.#steps[step]!.needs, waits);
      dropped.set(key, own.length === 0 ? waits : this.#gather(own));
    });
    this.#waitForUsers(dependents);
  }

  /** For every resource there is, those that depend on it, now or by state. */
  #dependents(): ReadonlyMap<string, readonly string[]> {
    const sets = new Map<string, Set<string>>();
    const setOf = (key: string): Set<string> => {
      let set = sets.get(key);
      if (set === undefined) sets.set(key, (set = new Set()));
      return set;
    };
    const resources = this.#resources();
    for (const key of resources.keys()) setOf(key);
    for (const [key, { now, then }] of resources) {
      for (const dependency of now) setOf(dependency).add(key);
      for (const dependency of then) setOf(dependency).add(key);
    }
    const lists = new SharedLists();
    const dependents = new Map<string, readonly string[]>();
    for (const [key, set] of sets) dependents.set(key, lists.share([...set]));
    return dependents;
  }

  /** Whoever used a thing is brought over before the thing goes, unless that user itself waits for the drop. */
  #waitForUsers(dependents: ReadonlyMap<string, readonly string[]>): void {
    const early = this.#dropsBeforeMaking();
    const waiting = new Map<readonly string[], readonly number[]>();
    for (const [key, users] of dependents) {
      const own = (this.#dropping.get(key) ?? NO_STEPS).filter((step) => !early.has(step));
      if (own.length === 0) continue;
      const waits = this.#gatherOf(users, this.#making, waiting);
      for (const step of own) append(this.#steps[step]!.needs, waits);
    }
  }

  /** Drops some making step waits for, directly or through other drops: delete-first replacements and what hangs on them. */
  #dropsBeforeMaking(): Set<number> {
    const isDrop = new Set([...this.#dropping.values()].flat());
    const open: number[] = [];
    for (const step of this.#steps) {
      if (!isDrop.has(step.index))
        append(
          open,
          step.needs.filter((need) => isDrop.has(need)),
        );
    }
    const found = new Set<number>();
    for (let step = open.pop(); step !== undefined; step = open.pop()) {
      if (found.has(step)) continue;
      found.add(step);
      const { needs } = this.#steps[step]!;
      append(
        open,
        needs.filter((need) => isDrop.has(need) || this.#steps[need]!.kind === 'gather'),
      );
    }
    return found;
  }

  /**
   * The steps of several resources as one to wait for. `known` has what came of the same list before: resources that depend on the
   * same things share the list, and wait for the same step.
   */
  #gatherOf(
    resources: readonly string[],
    steps: ReadonlyMap<string, readonly number[]>,
    known: Map<readonly string[], readonly number[]>,
  ): readonly number[] {
    if (resources.length === 1) {
      const own = steps.get(resources[0]!) ?? NO_STEPS;
      // One alone needs no step to gather it, and nothing to remember that by.
      if (own.length < 2) return own;
    }
    let gathered = known.get(resources);
    if (gathered === undefined) {
      gathered = this.#gather(resources.flatMap((resource) => steps.get(resource) ?? NO_STEPS));
      // In a circle that is cut, what comes later may have to wait for more.
      if (resources.every((resource) => steps.has(resource))) known.set(resources, gathered);
    }
    return gathered;
  }

  /** Several steps as one to wait for. */
  #gather(steps: readonly number[]): readonly number[] {
    if (steps.length < 2) return steps;
    const unique = [...new Set(steps)];
    if (unique.length <= 2) return unique;
    const index = this.#steps.length;
    this.#steps.push({ index, kind: 'gather', needs: unique });
    return [index];
  }
}

/** Dependencies name the resource of a module that has instances without their keys, and so do the orders of steps. */
const resourceOf = ({ resource, resourceKey }: ResourceChange): string =>
  resource.module === '' ? resourceKey : formatConfigured(resource);

/**
 * Visits names with what they need, what is needed first; linear, without recursion. A circle is cut where it is met. The visit
 * enters the name into `done`.
 */
function eachInOrder(
  names: ReadonlyMap<string, readonly string[]>,
  done: ReadonlyMap<string, unknown>,
  visit: (name: string, needs: readonly string[]) => void,
): void {
  const isDone = (name: string): boolean => done.has(name);
  const begun = new Set<string>();
  names.forEach((needs, start) => {
    if (isDone(start)) return;
    // Most names come after what they need already.
    if (needs.every(isDone)) return visit(start, needs);
    begun.add(start);
    const stack = [{ name: start, needs, next: 0 }];
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const need = top.needs[top.next];
      if (need === undefined) {
        visit(top.name, top.needs);
        stack.pop();
      } else {
        top.next += 1;
        if (!isDone(need) && !begun.has(need)) {
          begun.add(need);
          stack.push({ name: need, needs: names.get(need) ?? NONE, next: 0 });
        }
      }
    }
  });
}
