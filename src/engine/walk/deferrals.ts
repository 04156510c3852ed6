import {
  parseModule,
  formatKey,
  UNKNOWN_KEY,
  type ConfigResource,
  type Deferred,
  type DeferredReason,
  type ModulePath,
} from '../../model/index.js';
import type { Graph } from '../graph/graph.js';
import type { Values } from './values.js';

/** A module instance, as far as its keys are known. */
export interface Place {
  /** `module.a["x"].module.b[*]`; empty for the root. */
  readonly address: string;
  readonly steps: readonly { readonly name: string; readonly key: string }[];
  /** The call whose instances are unknown, if this is not a known instance. */
  readonly within?: string;
}

/** What something waits for, and why. */
export interface Waiting {
  readonly reason: DeferredReason;
  readonly waitsFor: readonly string[];
}

/** How many addresses are kept of those that something waits for. */
export const MOST_NAMED = 10;

const ROOT: Place = { address: '', steps: [] };

/** What a planning walk leaves for a later apply: for each node of the graph, the module instances in which it waits. */
export class Deferrals {
  readonly list: Deferred[] = [];
  readonly graph: Graph;
  readonly #nodes = new Map<number, WaitingNode>();
  readonly #modules = new Map<ModulePath, Place[]>();
  readonly #places = new WeakMap<Values, Place>();

  constructor(graph: Graph) {
    this.graph = graph;
  }

  get none(): boolean {
    return this.#nodes.size === 0;
  }

  placeOf(values: Values): Place {
    if (values.caller === undefined) return ROOT;
    let place = this.#places.get(values);
    if (place === undefined) {
      const steps = (parseModule(values.instance) ?? []).map(({ name, key }) => ({ name, key: formatKey(key) }));
      this.#places.set(values, (place = { address: values.instance, steps }));
    }
    return place;
  }

  /** What a node needs that waits, in one instance of its module; undefined if nothing does. */
  before(node: number, place: Place): Waiting | undefined {
    if (this.none) return undefined;
    const found = new Set<string>();
    let reason: DeferredReason | undefined;
    for (const need of this.graph.needsOf(node)) {
      const names = this.#nodes.get(need)?.at(place);
      if (names === undefined) continue;
      const isProvider = this.graph.nodeAt(need).kind === 'provider';
      if (isProvider || reason === undefined) reason = isProvider ? 'provider_config_unknown' : 'deferred_prereq';
      for (const name of names) if (found.size < MOST_NAMED) found.add(name);
    }
    return reason && { reason, waitsFor: [...found] };
  }

  /** The same for a node of the graph, by its name, in a known instance. */
  beforeNamed(name: string, values: Values): Waiting | undefined {
    const node = this.none ? undefined : this.graph.indexOf(name);
    return node === undefined ? undefined : this.before(node, this.placeOf(values));
  }

  /** Records that a node waits; `names` is what its dependents then wait for. */
  add(node: number, place: Place, names: readonly string[]): void {
    let waiting = this.#nodes.get(node);
    if (waiting === undefined) this.#nodes.set(node, (waiting = new WaitingNode()));
    waiting.add(place, names);
  }

  addNamed(name: string, place: Place, names: readonly string[]): void {
    const node = this.graph.indexOf(name);
    if (node === undefined) throw new Error(`${name} is not in the graph`);
    this.add(node, place, names);
  }

  /** What the dependents of a node wait for, wherever it waits; undefined if it does not. */
  of(name: string): readonly string[] | undefined {
    const node = this.none ? undefined : this.graph.indexOf(name);
    return node === undefined ? undefined : this.#nodes.get(node)?.at(ROOT);
  }

  /** Whether a resource waits in some instance of its module. */
  has(resource: ConfigResource): boolean {
    return this.of(resource) !== undefined;
  }

  /** The module instances that wait as a whole. */
  modulesAt(path: ModulePath): readonly Place[] {
    return this.#modules.get(path) ?? NO_PLACES;
  }

  addModule(path: ModulePath, place: Place): void {
    const known = this.#modules.get(path);
    if (known === undefined) this.#modules.set(path, [place]);
    else known.push(place);
  }
}

const NO_PLACES: readonly Place[] = [];

/** An instance of a called module, or all of them as long as they are unknown. */
export function calledPlace(caller: Place, name: string, isRepeated: boolean): Place {
  const key = isRepeated ? UNKNOWN_KEY : '';
  const own = `module.${name}${key}`;
  const address = caller.address === '' ? own : `${caller.address}.${own}`;
  return { address, steps: [...caller.steps, { name, key }], within: caller.within ?? address };
}

/** The module instances in which a node waits, found by what they have in common with another instance. */
class WaitingNode {
  readonly #entries: { readonly place: Place; readonly names: readonly string[] }[] = [];
  /** By the number of calls that two modules share: the keys of these calls, and what dependents wait for. */
  readonly #shared = new Map<number, Map<string, Set<string>>>();

  add(place: Place, names: readonly string[]): void {
    this.#entries.push({ place, names });
    this.#shared.clear();
  }

  at(place: Place): readonly string[] | undefined {
    const [first] = this.#entries;
    if (first === undefined) return undefined;
    const depth = commonDepth(first.place, place);
    let shared = this.#shared.get(depth);
    if (shared === undefined) this.#shared.set(depth, (shared = this.#index(depth)));
    const names = shared.get(keysOf(place, depth));
    return names && [...names];
  }

  #index(depth: number): Map<string, Set<string>> {
    const index = new Map<string, Set<string>>();
    for (const { place, names } of this.#entries) {
      const keys = keysOf(place, depth);
      const known = index.get(keys) ?? new Set<string>();
      index.set(keys, known);
      for (const name of names) if (known.size < MOST_NAMED) known.add(name);
    }
    return index;
  }
}

function commonDepth(left: Place, right: Place): number {
  let depth = 0;
  while (depth < left.steps.length && left.steps[depth]?.name === right.steps[depth]?.name) depth += 1;
  return depth;
}

const keysOf = ({ steps }: Place, depth: number): string =>
  steps
    .slice(0, depth)
    .map(({ key }) => key)
    .join();
