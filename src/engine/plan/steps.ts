import { sameList, SharedLists } from '../graph/shared-lists.js';
import { append, configuredName, itemAt, type ResourceChange, type Step, type StepKind } from '../../model/index.js';

/**
 * Turns changes into ordered steps. The rules:
 *
 * - an object is created or updated after everything it depends on;
 * - an object is deleted after everything that depended on it is deleted;
 * - a replacement deletes first and then creates (delete-create), or creates first and deletes after everything that
 *   depends on it has been updated (create-delete);
 * - an object that is only deleted goes after its former dependents are updated.
 *
 * Where many steps wait for many others, one gather step is placed between them, so that the number of edges stays
 * linear.
 */
export function planSteps(
  changes: readonly ResourceChange[],
  configured: ReadonlyMap<string, readonly string[]>,
  /** Resources that others wait for although they do not change. */
  anchors: Iterable<string> = [],
): readonly Step[] {
  return new StepBuilder(changes, configured).build(anchors);
}

const NO_NAMES: readonly string[] = [];
/** Shared by all empty lists; never modified. */
const NO_STEPS: number[] = [];

type Draft = { index: number; needs: readonly number[] } & (
  { kind: StepKind; address: string; change: number; deposed?: string } | { kind: 'gather'; resource?: string }
);

/** A resource and the steps of its instances. */
class Place {
  /** The names of its dependencies in the configuration. */
  readonly now: readonly string[];
  /** Its dependencies in the configuration, once they are resolved. */
  needs: readonly Place[] = NO_PLACES;
  /** Its dependents in configuration or state; computed if anything is deleted. */
  users: readonly Place[] = NO_PLACES;
  /** The steps that create, update or read, and those that delete or forget. */
  making: number[] = NO_STEPS;
  dropping: number[] = NO_STEPS;
  /** The steps to wait for until it is created, or deleted; undefined as long as they are unknown. */
  made: readonly number[] | undefined;
  dropped: readonly number[] | undefined;

  constructor(now: readonly string[] = NO_NAMES) {
    this.now = now;
  }
}

const NO_PLACES: readonly Place[] = [];

class StepBuilder {
  readonly #changes: readonly ResourceChange[];
  readonly #steps: Draft[] = [];
  /** Those in the configuration come first, dependencies before dependents. */
  readonly #places = new Map<string, Place>();
  readonly #configured: readonly Place[];

  constructor(changes: readonly ResourceChange[], configured: ReadonlyMap<string, readonly string[]>) {
    this.#changes = changes;
    configured.forEach((now, name) => this.#places.set(name, new Place(now)));
    this.#configured = [...this.#places.values()];
  }

  build(anchors: Iterable<string>): readonly Step[] {
    this.#changes.forEach((change, index) => this.#addSteps(change, index));
    for (const resource of anchors) this.#anchor(resource);
    if (this.#steps.length === 0) return [];
    this.#findNeeds();
    this.#orderMaking();
    if (this.#isAnyDropped()) this.#orderDropping();
    for (const step of this.#steps) if (step.needs.length > 1) step.needs = [...new Set(step.needs)];
    return this.#steps;
  }

  #isAnyDropped(): boolean {
    for (const { dropping } of this.#places.values()) if (dropping.length > 0) return true;
    return false;
  }

  #place(name: string): Place {
    let place = this.#places.get(name);
    if (place === undefined) this.#places.set(name, (place = new Place()));
    return place;
  }

  #add(list: 'making' | 'dropping', change: ResourceChange, index: number, kind: StepKind, deposed?: string): number {
    const step: Draft = { index: this.#steps.length, kind, address: change.address, change: index, needs: NO_STEPS };
    if (deposed !== undefined) step.deposed = deposed;
    this.#steps.push(step);
    const place = this.#place(resourceOf(change));
    if (place[list] === NO_STEPS) place[list] = [step.index];
    else place[list].push(step.index);
    return step.index;
  }

  /** Steps that wait for the same steps share the list. */
  #wait(index: number, forSteps: readonly number[]): void {
    const step = itemAt(this.#steps, index);
    if (forSteps.length > 0) step.needs = step.needs.length === 0 ? forSteps : [...step.needs, ...forSteps];
  }

  #anchor(resource: string): void {
    const index = this.#steps.length;
    this.#steps.push({ index, kind: 'gather', resource, needs: NO_STEPS });
    const place = this.#place(resource);
    place.making = [...place.making, index];
  }

  #addSteps(change: ResourceChange, index: number): void {
    // Apply reads the data sources of checks after all steps.
    if (change.check !== undefined) return;
    switch (change.action) {
      case 'no-op':
        return;
      case 'create':
      case 'update':
      case 'read':
        this.#add('making', change, index, change.marksOnly === true ? 'refresh-state' : change.action);
        return;
      case 'forget':
        this.#add('dropping', change, index, 'forget', change.deposed);
        return;
      case 'delete': {
        const kind = change.deposed === undefined ? 'delete' : 'delete-deposed';
        this.#add('dropping', change, index, kind, change.deposed);
        return;
      }
      case 'delete-create': {
        const drop = this.#add('dropping', change, index, 'delete');
        const make = this.#add('making', change, index, 'create');
        this.#wait(make, [drop]);
        return;
      }
      case 'create-delete': {
        const make = this.#add('making', change, index, 'create-deposing');
        if (change.keepsOld === true) return;
        const drop = this.#add('dropping', change, index, 'delete-deposed');
        this.#wait(drop, [make]);
      }
    }
  }

  /** Resources with the same dependencies share the list. */
  #findNeeds(): void {
    const known = new Map<readonly string[], readonly Place[]>();
    for (const place of this.#configured) {
      const { now } = place;
      if (now.length === 0) continue;
      let needs = now.length === 1 ? undefined : known.get(now);
      if (needs === undefined) {
        needs = now.map((name) => this.#place(name));
        if (needs.length > 1) known.set(now, needs);
      }
      place.needs = needs;
    }
  }

  /**
   * Sets the `needs` of making steps to the steps that make their dependencies. Resources without steps pass on what
   * they wait for themselves.
   */
  #orderMaking(): void {
    const waiting: Waiting = new Map();
    const madeBy = ({ made }: Place): readonly number[] | undefined => made;
    eachInOrder(this.#configured, needsOf, madeBy, (place) => {
      const before = this.#gatherOf(place.needs, madeBy, waiting);
      const own = place.making;
      for (const step of own) this.#wait(step, before);
      place.made = own.length === 0 ? before : this.#gather(own);
    });
  }

  #orderDropping(): void {
    this.#findUsers();
    const places = [...this.#places.values()];
    // An old dependency that contradicts a current one (a reversed reference) would form a cycle: the current one wins.
    const waiting: Waiting = new Map();
    const droppedBy = ({ dropped }: Place): readonly number[] | undefined => dropped;
    eachInOrder(places, usersOf, droppedBy, (place) => {
      const waits = this.#gatherOf(place.users, droppedBy, waiting);
      const own = place.dropping;
      for (const step of own) this.#wait(step, waits);
      place.dropped = own.length === 0 ? waits : this.#gather(own);
    });
    this.#waitForUsers(places);
  }

  /** Finds the current dependents (configuration) and former dependents (state) of each resource. */
  #findUsers(): void {
    const then = this.#formerNeeds();
    const sets = new Map<Place, Set<Place>>();
    for (const place of this.#places.values()) sets.set(place, new Set());
    const add = (user: Place, need: Place): void => {
      const users = sets.get(need);
      if (users === undefined) sets.set(need, new Set([user]));
      else users.add(user);
    };
    for (const place of this.#places.values()) {
      for (const need of place.needs) add(place, need);
      for (const name of then.get(place) ?? NO_NAMES) add(place, this.#place(name));
    }
    const lists = new SharedLists<Place>();
    for (const [place, users] of sets) place.users = lists.share([...users]);
  }

  /** For each resource, the dependencies of its instances in state, if they differ from the configuration. */
  #formerNeeds(): ReadonlyMap<Place, ReadonlySet<string>> {
    const former = new Map<Place, Set<string>>();
    /** Most instances share one list. */
    const seen = new Map<Place, readonly string[]>();
    for (const change of this.#changes) {
      const { before, priorDependencies, dependencies } = change;
      const place = this.#place(resourceOf(change));
      const then = priorDependencies ?? dependencies;
      if (before === null || seen.get(place) === then) continue;
      seen.set(place, then);
      if (sameList(then, place.now)) continue;
      const names = former.get(place) ?? new Set();
      for (const name of then) names.add(name);
      former.set(place, names);
    }
    return former;
  }

  /** Dependents are updated before an object is deleted, unless they themselves wait for the delete. */
  #waitForUsers(places: readonly Place[]): void {
    const early = this.#dropsBeforeMaking();
    const waiting: Waiting = new Map();
    const madeBy = ({ making }: Place): readonly number[] | undefined => (making.length === 0 ? undefined : making);
    for (const { dropping, users } of places) {
      const own = dropping.filter((step) => !early.has(step));
      if (own.length === 0) continue;
      const waits = this.#gatherOf(users, madeBy, waiting);
      for (const step of own) this.#wait(step, waits);
    }
  }

  /**
   * Deletes that a making step waits for, directly or through other deletes: delete-first replacements and what they
   * wait for.
   */
  #dropsBeforeMaking(): Set<number> {
    const isDrop = new Set([...this.#places.values()].flatMap((place) => place.dropping));
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
      const { needs } = itemAt(this.#steps, step);
      append(
        open,
        needs.filter((need) => isDrop.has(need) || itemAt(this.#steps, need).kind === 'gather'),
      );
    }
    return found;
  }

  /**
   * Combines the steps of several resources into one to wait for. `known` holds the result for the same list: resources
   * with the same dependencies share it and wait for the same step.
   */
  #gatherOf(
    places: readonly Place[],
    stepsOf: (place: Place) => readonly number[] | undefined,
    known: Waiting,
  ): readonly number[] {
    const [first, second] = places;
    if (first === undefined) return NO_STEPS;
    if (second === undefined) {
      const own = stepsOf(first) ?? NO_STEPS;
      // A single step needs neither a gather step nor an entry in `known`.
      if (own.length < 2) return own;
    }
    let gathered = known.get(places);
    if (gathered === undefined) {
      gathered = this.#gather(places.flatMap((place) => stepsOf(place) ?? NO_STEPS));
      // In a cycle that was cut, later steps may have to wait for more.
      if (places.every((place) => stepsOf(place) !== undefined)) known.set(places, gathered);
    }
    return gathered;
  }

  /** Combines several steps into one to wait for. */
  #gather(steps: readonly number[]): readonly number[] {
    if (steps.length < 2) return steps;
    const unique = [...new Set(steps)];
    if (unique.length <= 2) return unique;
    const index = this.#steps.length;
    this.#steps.push({ index, kind: 'gather', needs: unique });
    return [index];
  }
}

/**
 * Dependencies refer to a resource in a module with instances without the keys of the module, and so does the order of
 * steps.
 */
const resourceOf = ({ resource, resourceKey }: ResourceChange): string => configuredName(resourceKey, resource.module);

/** The steps to wait for in place of all resources in a list. */
type Waiting = Map<readonly Place[], readonly number[]>;

const needsOf = ({ needs }: Place): readonly Place[] => needs;
const usersOf = ({ users }: Place): readonly Place[] => users;

/**
 * Visits resources in the order of their needs; linear, without recursion. A cycle is cut where it is found. The visit
 * must give the resource a result.
 */
function eachInOrder(
  places: readonly Place[],
  needsOf: (place: Place) => readonly Place[],
  resultOf: (place: Place) => unknown,
  visit: (place: Place) => void,
): void {
  const isDone = (place: Place): boolean => resultOf(place) !== undefined;
  const begun = new Set<Place>();
  for (const start of places) {
    if (isDone(start)) continue;
    // Most resources already come after what they need.
    if (needsOf(start).every(isDone)) {
      visit(start);
      continue;
    }
    begun.add(start);
    const stack = [{ place: start, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const need = needsOf(top.place)[top.next];
      if (need === undefined) {
        visit(top.place);
        stack.pop();
      } else {
        top.next += 1;
        if (!isDone(need) && !begun.has(need)) {
          begun.add(need);
          stack.push({ place: need, next: 0 });
        }
      }
    }
  }
}
