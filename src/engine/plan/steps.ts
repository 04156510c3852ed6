import { append, type ResourceChange, type Step, type StepKind } from '../../model/index.js';

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
    const resources = this.#resources();
    this.#orderMaking(resources);
    this.#orderDropping(resources);
    return this.#steps.map((step) => ({ ...step, needs: [...new Set(step.needs)] }));
  }

  #add(list: Map<string, number[]>, change: ResourceChange, index: number, kind: StepKind, deposed?: string): number {
    const step: Draft = {
      index: this.#steps.length,
      kind,
      address: change.address,
      change: index,
      needs: [],
      ...(deposed === undefined ? {} : { deposed }),
    };
    this.#steps.push(step);
    const known = list.get(change.resourceKey);
    if (known === undefined) list.set(change.resourceKey, [step.index]);
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
    for (const change of this.#changes) {
      let known = resources.get(change.resourceKey);
      if (known === undefined) resources.set(change.resourceKey, (known = { now: [], then: new Set() }));
      if (change.before !== null)
        for (const dependency of change.priorDependencies ?? change.dependencies) known.then.add(dependency);
    }
    return resources;
  }

  /** `needs` of making steps: what makes their dependencies. Resources without steps pass on what they themselves wait for. */
  #orderMaking(resources: ReadonlyMap<string, { now: readonly string[] }>): void {
    const made = new Map<string, readonly number[]>();
    for (const key of inOrder(resources.keys(), (name) => resources.get(name)?.now ?? [])) {
      const before = this.#gather((resources.get(key)?.now ?? []).flatMap((dependency) => made.get(dependency) ?? []));
      const own = this.#making.get(key) ?? [];
      for (const step of own) this.#steps[step]!.needs.push(...before);
      made.set(key, own.length === 0 ? before : this.#gather(own));
    }
  }

  #orderDropping(resources: ReadonlyMap<string, { now: readonly string[]; then: ReadonlySet<string> }>): void {
    const dependents = new Map<string, Set<string>>();
    for (const [key, { now, then }] of resources) {
      for (const dependency of [...now, ...then]) {
        const known = dependents.get(dependency);
        if (known === undefined) dependents.set(dependency, new Set([key]));
        else known.add(key);
      }
    }
    // Old dependencies that stand against today's (a reference turned round) would close a circle: today's win.
    const dependentsOf = (key: string): readonly string[] => [...(dependents.get(key) ?? [])];
    const dropped = new Map<string, readonly number[]>();
    for (const key of inOrder(resources.keys(), dependentsOf)) {
      const waits = this.#gather(dependentsOf(key).flatMap((dependent) => dropped.get(dependent) ?? []));
      const own = this.#dropping.get(key) ?? [];
      for (const step of own) this.#steps[step]!.needs.push(...waits);
      dropped.set(key, own.length === 0 ? waits : this.#gather(own));
    }
    this.#waitForUsers(resources, dependentsOf);
  }

  /** Whoever used a thing is brought over before the thing goes, unless that user itself waits for the drop. */
  #waitForUsers(resources: ReadonlyMap<string, unknown>, dependentsOf: (key: string) => readonly string[]): void {
    const early = this.#dropsBeforeMaking();
    for (const key of resources.keys()) {
      const own = (this.#dropping.get(key) ?? []).filter((step) => !early.has(step));
      if (own.length === 0) continue;
      const users = this.#gather(dependentsOf(key).flatMap((dependent) => this.#making.get(dependent) ?? []));
      for (const step of own) this.#steps[step]!.needs.push(...users);
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

  /** Several steps as one to wait for. */
  #gather(steps: readonly number[]): readonly number[] {
    const unique = [...new Set(steps)];
    if (unique.length <= 2) return unique;
    const index = this.#steps.length;
    this.#steps.push({ index, kind: 'gather', needs: unique });
    return [index];
  }
}

/** Names so that what `needs` gives stands first; linear, without recursion. A circle is cut where it is met. */
function inOrder(names: Iterable<string>, needs: (name: string) => readonly string[]): readonly string[] {
  const order: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  for (const start of names) {
    if (state.has(start)) continue;
    const stack: { name: string; rest: readonly string[]; next: number }[] = [
      { name: start, rest: needs(start), next: 0 },
    ];
    state.set(start, 'open');
    while (stack.length > 0) {
      const top = stack[stack.length - 1]!;
      const need = top.rest[top.next];
      if (need === undefined) {
        state.set(top.name, 'done');
        order.push(top.name);
        stack.pop();
      } else {
        top.next += 1;
        if (!state.has(need)) {
          state.set(need, 'open');
          stack.push({ name: need, rest: needs(need), next: 0 });
        }
      }
    }
  }
  return order;
}
