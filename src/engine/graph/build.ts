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

/** What an expression refers to; the language room knows, and is handed in. */
export type ReferencesOf = (expression: Expression) => readonly Reference[];

export const variableNode = (name: string): string => `var.${name}`;
export const localNode = (name: string): string => `local.${name}`;
export const outputNode = (name: string): string => `output.${name}`;
export const providerNode = (name: string, alias?: string): string =>
  `provider.${name}${alias === undefined ? '' : `.${alias}`}`;

/**
 * Who needs whom in a configuration: variables, locals, provider configurations, resources, actions and outputs. A resource
 * needs what the actions need that it triggers; nothing needs an action itself. References to
 * things that do not exist are left out; validation reports them.
 */
export function buildGraph(configuration: Configuration, referencesOf: ReferencesOf): Graph {
  let graph = built.get(configuration);
  if (graph === undefined) {
    graph = build(configuration, referencesOf);
    built.set(configuration, graph);
  }
  return graph;
}

/** A configuration never changes, and neither does its graph. */
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

/** Collects what one node after the other needs. */
class Edges {
  readonly indexes: ReadonlyMap<string, number>;
  readonly #referencesOf: ReferencesOf;
  readonly #targets = new Set<number>();
  /** The nodes of provider configurations; resources that name the same one mostly share what names it. */
  readonly #providers = new Map<ProviderReference, number | undefined>();
  /** How many of the first nodes are variables. */
  readonly #variables: number;
  /** Whose needs are being collected. */
  #node = 0;

  constructor(names: readonly string[], variables: number, referencesOf: ReferencesOf) {
    this.#variables = variables;
    this.indexes = numbered(names);
    this.#referencesOf = referencesOf;
  }

  /** What the node needs; goes on to the next node. */
  take(): readonly number[] {
    this.#node += 1;
    if (this.#targets.size === 0) return NO_NEEDS;
    const needs = [...this.#targets];
    this.#targets.clear();
    return needs;
  }

  /** With `ownAllowed`, what names the node itself is no circle: it is evaluated when the node is there. */
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

  /** Variables have their values before the walk, so validations wait for other things alone. */
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
  // Of something without instances, Terraform ignores that it depends on itself.
  edges.addAll(dependsOn, count === undefined && forEach === undefined);
  if (lifecycle === NO_LIFECYCLE) return;
  edges.addAll(lifecycle.replaceTriggeredBy);
  edges.addConditions(lifecycle.preconditions);
  edges.addConditions(lifecycle.postconditions, true);
  // What triggers an action may stand in its configuration, as it may in the trigger.
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

/** The node that a subject is; undefined for what is not in the graph. */
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
 * For each resource, the resources it depends on, directly or through locals and provider configurations: what is kept in
 * state as `dependencies` and what orders the steps of apply.
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
      // Data resources have no end to be ordered: what they need is needed by whoever needs them.
      if (!own || name.startsWith('data.')) for (const further of through[need]!) found.push(further);
    }
    // A copy has no room to spare, of which very many lists would have much.
    const sorted = lists.share(found.length < 2 ? [...found] : [...new Set(found)].sort());
    through[node] = sorted;
    if (isResource(node)) result.set(graph.names[node]!, sorted);
  }
  return result;
}
