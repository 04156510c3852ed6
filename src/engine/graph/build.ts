import {
  NO_LIFECYCLE,
  type ActionConfiguration,
  type Body,
  type ConditionConfiguration,
  type Configuration,
  type Expression,
  type Lifecycle,
  type ProviderReference,
  type Reference,
  type ResourceConfiguration,
} from '../../model/index.js';
import { Graph, numbered } from './graph.js';
import { SharedLists } from './shared-lists.js';

/** Finds what an expression refers to. Passed in, because only the language folder knows. */
export type ReferencesOf = (expression: Expression) => readonly Reference[];

export const variableNode = (name: string): string => `var.${name}`;
export const localNode = (name: string): string => `local.${name}`;
export const outputNode = (name: string): string => `output.${name}`;
export const providerNode = (name: string, alias?: string): string =>
  `provider.${name}${alias === undefined ? '' : `.${alias}`}`;

/**
 * Builds the dependency graph of a configuration: variables, locals, provider configurations, resources, actions and
 * outputs. A resource needs whatever the actions it triggers need; nothing needs an action itself. References to things
 * that do not exist are left out; validation reports them.
 */
export function buildGraph(configuration: Configuration, referencesOf: ReferencesOf): Graph {
  let graph = built.get(configuration);
  if (graph === undefined) {
    graph = build(configuration, referencesOf);
    built.set(configuration, graph);
  }
  return graph;
}

/** A configuration never changes, so neither does its graph. */
const built = new WeakMap<Configuration, Graph>();

function build(configuration: Configuration, referencesOf: ReferencesOf): Graph {
  const { variables, locals, providers, resources, actions, outputs } = configuration;
  const names: string[] = [];
  for (const { name } of variables.values()) names.push(variableNode(name));
  for (const { name } of locals.values()) names.push(localNode(name));
  for (const { name, alias } of providers.values()) names.push(providerNode(name, alias));
  const nodes: (ResourceConfiguration | undefined)[] = names.map(() => undefined);
  resources.forEach((resource) => {
    names.push(resource.key);
    nodes.push(resource);
  });
  for (const { key } of actions.values()) names.push(key);
  for (const { name } of outputs.values()) names.push(outputNode(name));

  const edges = new Edges(names, variables.size, referencesOf);
  const needs: (readonly number[])[] = [];
  const next = (): void => void needs.push(edges.take());
  for (const { validations } of variables.values()) {
    edges.addValidations(validations);
    next();
  }
  for (const { value } of locals.values()) {
    edges.add(value);
    next();
  }
  for (const { body } of providers.values()) {
    edges.addBody(body);
    next();
  }
  resources.forEach((resource) => {
    addResource(edges, resource, actions);
    next();
  });
  for (const action of actions.values()) {
    edges.addProvider(action);
    addAction(edges, action);
    next();
  }
  for (const output of outputs.values()) {
    edges.add(output.value);
    edges.addAll(output.dependsOn);
    edges.addConditions(output.preconditions);
    next();
  }
  return new Graph(names, needs, edges.indexes, nodes);
}

type Provided = Pick<ActionConfiguration, 'provider'>;

/** Collects the needs of one node after another. */
class Edges {
  readonly indexes: ReadonlyMap<string, number>;
  readonly #referencesOf: ReferencesOf;
  readonly #targets = new Set<number>();
  /** The nodes of provider configurations. Resources that use the same provider usually share one reference object. */
  readonly #providers = new Map<ProviderReference, number | undefined>();
  /** How many of the first nodes are variables. */
  readonly #variables: number;
  /** The node whose needs are being collected. */
  #node = 0;

  constructor(names: readonly string[], variables: number, referencesOf: ReferencesOf) {
    this.#variables = variables;
    this.indexes = numbered(names);
    this.#referencesOf = referencesOf;
  }

  /** Returns what the node needs and moves on to the next node. */
  take(): readonly number[] {
    this.#node += 1;
    if (this.#targets.size === 0) return NO_NEEDS;
    const needs = [...this.#targets];
    this.#targets.clear();
    return needs;
  }

  /** With `ownAllowed`, a reference to the node itself is not a cycle: the expression is evaluated after the node. */
  add(expression: Expression, ownAllowed = false): void {
    if (expression.kind === 'literal') return;
    if (expression.kind === 'traversal' && expression.named !== undefined) {
      this.#addSubject(expression.named.subject, ownAllowed);
      return;
    }
    for (const { subject } of this.#referencesOf(expression)) this.#addSubject(subject, ownAllowed);
  }

  #addSubject(subject: Reference['subject'], ownAllowed: boolean): void {
    const name = nodeOf(subject);
    const target = name === undefined ? undefined : this.indexes.get(name);
    if (target !== undefined && !(ownAllowed && target === this.#node)) this.#targets.add(target);
  }

  addAll(expressions: readonly Expression[], ownAllowed = false): void {
    for (const expression of expressions) this.add(expression, ownAllowed);
  }

  addBody({ content }: Body, ownAllowed = false): void {
    for (const name in content) this.add(content[name]!, ownAllowed);
  }

  addConditions(conditions: readonly ConditionConfiguration[], ownAllowed = false): void {
    for (const { condition, errorMessage } of conditions) {
      this.add(condition, ownAllowed);
      this.add(errorMessage, ownAllowed);
    }
  }

  /** Variables get their values before the walk, so validations only wait for other nodes. */
  addValidations(validations: readonly ConditionConfiguration[]): void {
    if (validations.length === 0) return;
    this.addConditions(validations);
    for (const target of this.#targets) if (target < this.#variables) this.#targets.delete(target);
  }

  addProvider({ provider }: Provided): void {
    const target = this.#providers.has(provider) ? this.#providers.get(provider) : this.#findProvider(provider);
    if (target !== undefined) this.#targets.add(target);
  }

  #findProvider(provider: ProviderReference): number | undefined {
    const target = this.indexes.get(providerNode(provider.name, provider.alias));
    this.#providers.set(provider, target);
    return target;
  }
}

const NO_NEEDS: readonly number[] = [];
const NO_ACTIONS: readonly ActionConfiguration[] = [];

function addResource(edges: Edges, resource: ResourceConfiguration, actions: Configuration['actions']): void {
  const { body, count, forEach, dependsOn, lifecycle } = resource;
  edges.addProvider(resource);
  const triggered = triggeredActions(lifecycle, actions);
  for (const action of triggered) edges.addProvider(action);
  edges.addBody(body);
  if (count !== undefined) edges.add(count);
  if (forEach !== undefined) edges.add(forEach);
  // Terraform ignores that something without count or for_each depends on itself.
  edges.addAll(dependsOn, count === undefined && forEach === undefined);
  if (lifecycle === NO_LIFECYCLE) return;
  edges.addAll(lifecycle.replaceTriggeredBy);
  edges.addConditions(lifecycle.preconditions);
  edges.addConditions(lifecycle.postconditions, true);
  // The configuration of an action may refer to the resource that triggers it, as the trigger itself may.
  for (const action of triggered) addAction(edges, action, true);
  for (const trigger of lifecycle.actionTriggers) {
    if (trigger.condition !== undefined) edges.add(trigger.condition, true);
    for (const { instance } of trigger.actions) if (instance !== undefined) edges.add(instance, true);
  }
}

function triggeredActions(
  { actionTriggers }: Lifecycle,
  actions: Configuration['actions'],
): readonly ActionConfiguration[] {
  if (actionTriggers.length === 0) return NO_ACTIONS;
  const keys = new Set(actionTriggers.flatMap((trigger) => trigger.actions.map(({ action }) => action)));
  return [...keys].flatMap((key) => actions.get(key) ?? []);
}

function addAction(edges: Edges, { body, count, forEach }: ActionConfiguration, ownAllowed = false): void {
  edges.addBody(body, ownAllowed);
  if (count !== undefined) edges.add(count, ownAllowed);
  if (forEach !== undefined) edges.add(forEach, ownAllowed);
}

/** The node of a subject; undefined if the subject is not in the graph. */
export function nodeOf(subject: Reference['subject']): string | undefined {
  switch (subject.kind) {
    case 'variable':
      return variableNode(subject.name);
    case 'local':
      return localNode(subject.name);
    case 'resource':
      return subject.key;
    default:
      return undefined;
  }
}

/**
 * For each resource, the resources it depends on, directly or through locals and provider configurations. State keeps
 * them as `dependencies`, and they order the steps of apply.
 */
export function resourceDependencies(
  graph: Graph,
  order: readonly number[],
  isResource: (node: number) => boolean = (node) => graph.resources[node] !== undefined,
): ReadonlyMap<string, readonly string[]> {
  const through: (readonly string[])[] = [];
  const result = new Map<string, readonly string[]>();
  const lists = new SharedLists();
  for (const node of order) {
    const found: string[] = [];
    for (const need of graph.needs[node]!) {
      const name = graph.names[need]!;
      const own = isResource(need);
      if (own) found.push(name);
      // Data resources are never destroyed, so they need no order: their dependents need what they need.
      if (!own || name.startsWith('data.')) for (const further of through[need]!) found.push(further);
    }
    // A copy has no spare capacity, which would add up over very many lists.
    const sorted = lists.share(found.length < 2 ? [...found] : [...new Set(found)].sort());
    through[node] = sorted;
    if (isResource(node)) result.set(graph.names[node]!, sorted);
  }
  return result;
}
