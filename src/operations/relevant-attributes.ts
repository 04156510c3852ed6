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
  addressIn,
  configuredResource,
  formatKey,
  parseModule,
  type InstanceKey,
  type ModuleCall,
  type ModuleConfiguration,
} from '../model/index.js';

/**
 * The resource attributes that contribute to the planned changes, directly or through locals and other arguments. As in Terraform,
 * the arguments of changed resources and the values of changed outputs count, while conditions and `depends_on` don't. A computed
 * attribute is not followed further, since its value comes from the provider. Undefined if there are none.
 */
export function relevantAttributes(
  { changes, outputs, moduleOutputs = [] }: Plan,
  configuration: Configuration,
): LazyList | undefined {
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
    if (action !== 'no-op' && output !== undefined) search.followOutput('', name);
  }
  for (const { module, name } of moduleOutputs) search.followOutput(module, name);
  return search.results();
}

/** Something with `each` or `count`. */
type Repeated = Pick<ResourceConfiguration, 'key' | 'forEach' | 'count'>;

/** An instance of a module. It may lack a key, and then stands for all of them. */
interface Inside {
  readonly module: ModuleConfiguration;
  readonly instance: string;
  readonly caller?: { readonly inside: Inside; readonly call: ModuleCall };
}

/** A reference, where it is, and what its `each` and `count` belong to. */
interface Open {
  readonly reference: Reference;
  readonly inside: Inside;
  readonly within: Repeated | undefined;
}

/** Paths of attributes as JSON; usually a single one. */
type Paths = string | Set<string>;

type Graph = ReturnType<typeof buildGraph>;

class Search {
  readonly #configuration: Configuration;
  readonly #graph: Graph;
  readonly #root: Inside;
  readonly #modules = new Map<string, Inside>();
  /** The paths found for each node. By index, since with very many resources, repeated lookups by name would dominate the cost. */
  readonly #ofNodes: (Paths | undefined)[];
  /** The paths found for each instance. */
  readonly #ofInstances = new Map<string, Paths>();
  /** The names already followed: an expression is read once, or twice if it belongs to a change, however often it is referenced. */
  readonly #followed = new Set<string>();
  readonly #open: Open[] = [];

  constructor(configuration: Configuration) {
    this.#configuration = configuration;
    this.#root = { module: configuration, instance: '' };
    this.#graph = buildGraph(configuration, references);
    this.#ofNodes = this.#graph.names.map(() => undefined);
  }

  followArguments(resourceKey: string): void {
    const resource = configuredResource(this.#configuration, resourceKey);
    const inside = resource && this.#at(resource.address.module);
    if (inside === undefined) return;
    this.#openArguments(resource, inside);
    this.#followOpen();
  }

  followOutput(module: string, name: string): void {
    const inside = this.#at(module);
    const output = inside?.module.outputs.get(name);
    if (inside === undefined || output === undefined) return;
    this.#openExpression(output.value, inside);
    this.#followOpen();
  }

  /** A module instance by its address; undefined if it is not configured. */
  #at(instance: string): Inside | undefined {
    if (instance === '') return this.#root;
    const steps = parseModule(instance) ?? [];
    return steps.reduce<Inside | undefined>(
      (inside, { name, key }) => inside && this.#called(inside, name, key),
      this.#root,
    );
  }

  #called(inside: Inside, name: string, key: InstanceKey): Inside | undefined {
    const call = inside.module.calls.get(name);
    if (call === undefined) return undefined;
    const instance = addressIn(inside.instance, `module.${name}${formatKey(key)}`);
    let found = this.#modules.get(instance);
    if (found === undefined)
      this.#modules.set(instance, (found = { module: call.module, instance, caller: { inside, call } }));
    return found;
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

  #openArguments(resource: ResourceConfiguration | undefined, inside: Inside): void {
    if (resource === undefined) return;
    const { content } = resource.body;
    for (const expression of Object.values(content)) this.#openExpression(expression, inside, resource);
  }

  #openExpression(expression: Expression, inside: Inside, within?: Repeated): void {
    if (expression.kind === 'literal') return;
    for (const reference of references(expression)) this.#open.push({ reference, inside, within });
  }

  /** Iterative, since chains of references may be long. */
  #followOpen(): void {
    for (let next = this.#open.pop(); next !== undefined; next = this.#open.pop()) this.#follow(next);
  }

  #follow({ reference, inside, within }: Open): void {
    const { subject, steps } = reference;
    switch (subject.kind) {
      case 'resource':
        return this.#resource(subject.key, steps, inside);
      case 'local':
        return this.#local(subject.name, inside);
      case 'variable':
        return this.#variable(subject.name, inside);
      case 'module':
        return this.#outputs(subject.name, steps, inside);
      case 'each':
      case 'count': {
        const repeated = within?.forEach ?? within?.count;
        if (within === undefined || repeated === undefined) return;
        if (!this.#isFollowed(addressIn(inside.instance, `${within.key} ${subject.kind}`)))
          this.#openExpression(repeated, inside);
        return;
      }
      default:
        return;
    }
  }

  #local(name: string, inside: Inside): void {
    const local = inside.module.locals.get(name);
    if (local !== undefined && !this.#isFollowed(addressIn(inside.instance, `local.${name}`)))
      this.#openExpression(local.value, inside);
  }

  /** A variable of a module leads to the argument of the call. */
  #variable(name: string, { instance, caller }: Inside): void {
    if (caller === undefined || this.#isFollowed(addressIn(instance, `var.${name}`))) return;
    const { content } = caller.call.body;
    const expression = ownEntry(content, name);
    if (expression !== undefined) this.#openExpression(expression, caller.inside, caller.call);
  }

  /** A reference to a module leads to one output, or to all of them. */
  #outputs(name: string, steps: readonly TraversalStep[], inside: Inside): void {
    const [first] = steps;
    const isKeyed = first?.kind === 'index';
    const called = this.#called(inside, name, isKeyed ? first.key : undefined);
    if (called === undefined) return;
    const wanted = isKeyed ? steps[1]?.key : first?.key;
    for (const output of called.module.outputs.values()) {
      if (wanted !== undefined && wanted !== output.name) continue;
      if (!this.#isFollowed(addressIn(called.instance, `output.${output.name}`)))
        this.#openExpression(output.value, called);
    }
  }

  #resource(local: string, steps: readonly TraversalStep[], inside: Inside): void {
    const resourceKey = addressIn(inside.instance, local);
    const node = this.#graph.indexOf(resourceKey);
    const resource =
      node === undefined ? configuredResource(this.#configuration, resourceKey) : this.#graph.resourceOf(node);
    // Missing resources are reported elsewhere.
    if (resource === undefined) return;
    const first = steps[0];
    const isKeyed = first?.kind === 'index';
    const attribute = isKeyed ? steps.slice(1) : steps;
    const instance = isKeyed ? formatInstance(resourceKey, first.key) : resourceKey;
    const own = isKeyed ? undefined : node;
    const known = own === undefined ? this.#ofInstances.get(instance) : this.#ofNodes[own];
    const found = withPath(known, pathText(attribute));
    // It was followed when it was found.
    if (found === undefined) return;
    if (own === undefined) this.#ofInstances.set(instance, found);
    else this.#ofNodes[own] = found;
    const name = attribute[0]?.key;
    if (name === undefined) {
      if (!this.#isFollowed(resourceKey)) this.#openArguments(resource, inside);
    } else if ((!isKeyed && attribute.length === 1) || !this.#isFollowed(`${resourceKey} ${name}`)) {
      // A whole argument without an instance is known to be new at this point.
      this.#openArgument(resource, String(name), inside);
    }
  }

  #openArgument(resource: ResourceConfiguration, name: string, inside: Inside): void {
    const { content } = resource.body;
    const expression = ownEntry(content, name);
    if (expression !== undefined) this.#openExpression(expression, inside, resource);
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
