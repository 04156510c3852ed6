import { buildGraph } from '../engine/index.js';
import { references } from '../language/index.js';
import {
  formatInstance,
  JsonText,
  LazyList,
  quoted,
  quotedWord,
  sortedTexts,
  type Configuration,
  type Expression,
  type Plan,
  type Reference,
  type ResourceConfiguration,
  type TraversalStep,
  ownEntry,
} from '../model/index.js';

/**
 * The resource attributes that contribute to the planned changes, directly or through locals and other arguments. As in Terraform,
 * the arguments of changed resources and the values of changed outputs count, while conditions and `depends_on` don't. A computed
 * attribute is not followed further, since its value comes from the provider. Undefined if there are none.
 */
export function relevantAttributes({ changes, outputs }: Plan, configuration: Configuration): LazyList | undefined {
  const search = new Search(configuration);
  let last: string | undefined;
  for (const { action, resourceKey } of changes) {
    // The instances of a resource are adjacent.
    if (action === 'no-op' || resourceKey === last) continue;
    search.followArguments(resourceKey);
    last = resourceKey;
  }
  for (const { action, name } of outputs) {
    const output = configuration.outputs.get(name);
    if (action !== 'no-op' && output !== undefined) search.followExpression(output.value);
  }
  return search.results();
}

/** A reference, and the resource that its `each` and `count` belong to. */
interface Open {
  readonly reference: Reference;
  readonly within: ResourceConfiguration | undefined;
}

/** Paths of attributes as JSON; usually a single one. */
type Paths = string | Set<string>;

type Graph = ReturnType<typeof buildGraph>;

class Search {
  readonly #configuration: Configuration;
  readonly #graph: Graph;
  /** The paths found for each node. By index, since with very many resources, repeated lookups by name would dominate the cost. */
  readonly #ofNodes: (Paths | undefined)[];
  /** The paths found for each instance. */
  readonly #ofInstances = new Map<string, Paths>();
  /** The names already followed: an expression is read once, or twice if it belongs to a change, however often it is referenced. */
  readonly #followed = new Set<string>();
  readonly #open: Open[] = [];

  constructor(configuration: Configuration) {
    this.#configuration = configuration;
    this.#graph = buildGraph(configuration, references);
    this.#ofNodes = this.#graph.names.map(() => undefined);
  }

  followArguments(resourceKey: string): void {
    this.#openArguments(this.#configuration.resources.get(resourceKey));
    this.#followOpen();
  }

  followExpression(expression: Expression): void {
    this.#openExpression(expression);
    this.#followOpen();
  }

  /** The results, sorted. Terraform's order within a resource is random. */
  results(): LazyList | undefined {
    const names = this.#graph.names.filter((_, node) => this.#ofNodes[node] !== undefined);
    if (names.length + this.#ofInstances.size === 0) return undefined;
    return new LazyList((take) => {
      for (const resource of sortedTexts([...names, ...this.#ofInstances.keys()]))
        for (const attribute of pathsIn(this.#pathsOf(resource)))
          take(new JsonText(`{"resource":${quoted(resource)},"attribute":${attribute}}`));
    });
  }

  #pathsOf(name: string): Paths {
    const node = this.#graph.indexOf(name);
    return (node === undefined ? this.#ofInstances.get(name) : this.#ofNodes[node])!;
  }

  #openArguments(resource: ResourceConfiguration | undefined): void {
    if (resource === undefined) return;
    const { content } = resource.body;
    for (const expression of Object.values(content)) this.#openExpression(expression, resource);
  }

  #openExpression(expression: Expression, within?: ResourceConfiguration): void {
    if (expression.kind === 'literal') return;
    for (const reference of references(expression)) this.#open.push({ reference, within });
  }

  /** Iterative, since chains of references may be long. */
  #followOpen(): void {
    for (let next = this.#open.pop(); next !== undefined; next = this.#open.pop()) this.#follow(next);
  }

  #follow({ reference, within }: Open): void {
    const { subject, steps } = reference;
    if (subject.kind === 'resource') return this.#resource(subject.key, steps);
    if (subject.kind === 'local') return this.#local(subject.name);
    if (subject.kind !== 'each' && subject.kind !== 'count') return;
    if (within === undefined) return;
    const repeated = within.forEach ?? within.count;
    if (repeated !== undefined && !this.#isFollowed(`${within.key} ${subject.kind}`)) this.#openExpression(repeated);
  }

  #local(name: string): void {
    const local = this.#configuration.locals.get(name);
    if (local !== undefined && !this.#isFollowed(`local.${name}`)) this.#openExpression(local.value);
  }

  #resource(resourceKey: string, steps: readonly TraversalStep[]): void {
    const node = this.#graph.indexOf(resourceKey);
    const resource = node === undefined ? undefined : this.#graph.resourceOf(node);
    // Missing resources are reported elsewhere.
    if (node === undefined || resource === undefined) return;
    const first = steps[0];
    const isKeyed = first?.kind === 'index';
    const attribute = isKeyed ? steps.slice(1) : steps;
    const instance = isKeyed ? formatInstance(resourceKey, first.key) : undefined;
    const known = instance === undefined ? this.#ofNodes[node] : this.#ofInstances.get(instance);
    const found = withPath(known, pathText(attribute));
    // It was followed when it was found.
    if (found === undefined) return;
    if (instance === undefined) this.#ofNodes[node] = found;
    else this.#ofInstances.set(instance, found);
    const name = attribute[0]?.key;
    if (name === undefined) {
      if (!this.#isFollowed(resourceKey)) this.#openArguments(resource);
    } else if ((!isKeyed && attribute.length === 1) || !this.#isFollowed(`${resourceKey} ${name}`)) {
      // A whole argument without an instance is known to be new at this point.
      this.#openArgument(resource, String(name));
    }
  }

  #openArgument(resource: ResourceConfiguration, name: string): void {
    const { content } = resource.body;
    const expression = ownEntry(content, name);
    if (expression !== undefined) this.#openExpression(expression, resource);
  }

  /** Records the name as followed; returns true if it already was. */
  #isFollowed(what: string): boolean {
    const { size } = this.#followed;
    return this.#followed.add(what).size === size;
  }
}

/** The known paths with another one; undefined if it is among them already. */
function withPath(known: Paths | undefined, path: string): Paths | undefined {
  if (known === undefined) return path;
  if (typeof known === 'string') return known === path ? undefined : new Set([known, path]);
  return known.has(path) ? undefined : known.add(path);
}

const pathText = (steps: readonly TraversalStep[]): string => `[${steps.map(stepText).join(',')}]`;

const stepText = ({ key }: TraversalStep): string => (typeof key === 'string' ? quotedWord(key) : JSON.stringify(key));

const pathsIn = (found: Paths): readonly string[] => (typeof found === 'string' ? [found] : sortedTexts(found));
