import {
  formatConfigured,
  modulesOf,
  NO_LIFECYCLE,
  ownEntry,
  ROOT_MODULE,
  type ActionConfiguration,
  type Body,
  type ConditionConfiguration,
  type Configuration,
  type Expression,
  type ImportConfiguration,
  type Lifecycle,
  type ModuleCall,
  type ModuleConfiguration,
  type ModulePath,
  type ProviderReference,
  type Provisioning,
  type Reference,
  type ResourceConfiguration,
  type TraversalStep,
  type VariableConfiguration,
  type ConfigResource,
  addressIn,
} from '../../model/index.js';
import { Graph, numbered } from './graph.js';
import { importsByResource } from './imports.js';
import type { GraphNode } from './node.js';

/** Finds what an expression refers to. Passed in, because only the language folder knows. */
export type ReferencesOf = (expression: Expression) => readonly Reference[];

export const variableNode = (name: string): string => `var.${name}`;
export const localNode = (name: string): string => `local.${name}`;
/** The address of a check block in its module. It can also be that of a resource, so the node has another name. */
export const checkName = (name: string): string => `check.${name}`;
export const checkNode = (name: string): string => `${checkName(name)} (check)`;
/** The import blocks of a resource, which planning evaluates first. */
const importNode = (resource: ConfigResource): string => `${resource} (import)`;
/** The end of a module. */
export const endNode = (module: string): string => `${module} (end)`;
export const outputNode = (name: string): string => `output.${name}`;
export const providerNode = (name: string, alias?: string): string =>
  `provider.${name}${alias === undefined ? '' : `.${alias}`}`;

/**
 * Builds the dependency graph of a configuration: for each module, its variables, locals, provider configurations,
 * resources, actions, outputs and calls, however many instances the module has. A resource needs whatever the actions it
 * triggers need; nothing needs an action itself. References to things that do not exist are left out; validation reports
 * them.
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
  const names: string[] = [];
  const nodes: GraphNode[] = [];
  const imports = importsByResource(configuration);
  const parts = modulesOf(configuration).map((module) => ({
    module,
    first: addNodes(module, module === configuration ? imports : NO_IMPORTS, names, nodes),
  }));
  const edges = new Edges(names, configuration.variables.size, referencesOf);
  const needs: (readonly number[])[] = [];
  const callers = new Map<string, Caller>();
  for (const { module, first } of parts) {
    const caller = callers.get(module.path);
    for (const call of module.calls.values())
      callers.set(call.key, { call, path: module.path, prefix: prefixOf(module) });
    edges.enter(module.path, prefixOf(module), caller);
    for (let node = nodes[needs.length]; node?.module === module; node = nodes[needs.length]) {
      addNeeds(edges, node, first, nodes);
      if (imports.size > 0 && node.kind === 'resource') edges.addImportsOf(node.resource);
      needs.push(edges.take());
    }
  }
  return new Graph(names, needs, edges.indexes, nodes, edges.calls);
}

/** The call of a module; the path of the module that makes it, and the prefix of names there. */
interface Caller {
  readonly call: ModuleCall;
  readonly path: ModulePath;
  readonly prefix: string;
}

/** Names in the root have no prefix, and are not copied. */
const prefixOf = ({ path }: ModuleConfiguration): string => (path === '' ? '' : `${path}.`);

/** Adds the nodes of one module; returns the number of the first. */
function addNodes(
  module: ModuleConfiguration,
  imports: ReturnType<typeof importsByResource>,
  names: string[],
  nodes: GraphNode[],
): number {
  const first = names.length;
  const prefix = prefixOf(module);
  const add = (name: string, node: GraphNode): void => {
    names.push(name);
    nodes.push(node);
  };
  for (const variable of module.variables.values())
    add(prefix + variableNode(variable.name), { kind: 'variable', module, variable });
  for (const local of module.locals.values()) add(prefix + localNode(local.name), { kind: 'local', module, local });
  for (const provider of module.providers.values())
    add(prefix + providerNode(provider.name, provider.alias), { kind: 'provider', module, provider });
  for (const resource of module.resources.values()) add(resource.key, { kind: 'resource', module, resource });
  for (const action of module.actions.values()) add(action.key, { kind: 'action', module, action });
  for (const output of module.outputs.values())
    add(prefix + outputNode(output.name), { kind: 'output', module, output });
  for (const call of module.calls.values()) add(call.key, { kind: 'call', module, call });
  for (const check of module.checks.values()) add(prefix + checkNode(check.name), { kind: 'check', module, check });
  for (const [resource, blocks] of imports) add(importNode(resource), { kind: 'import', module, resource, blocks });
  if (module.path !== ROOT_MODULE) add(endNode(module.path), { kind: 'end', module });
  return first;
}

function addNeeds(edges: Edges, node: GraphNode, first: number, nodes: readonly GraphNode[]): void {
  edges.addCall();
  switch (node.kind) {
    case 'variable':
      edges.addVariable(node.variable);
      return;
    case 'local':
      edges.add(node.local.value);
      return;
    case 'provider':
      edges.addBody(node.provider.body);
      return;
    case 'resource':
      addResource(edges, node.resource, node.module.actions);
      return;
    case 'action':
      edges.addProvider(node.action);
      addAction(edges, node.action);
      return;
    case 'output':
      edges.add(node.output.value);
      edges.addAll(node.output.dependsOn);
      edges.addConditions(node.output.preconditions);
      return;
    case 'check':
      edges.addConditions(node.check.assertions);
      if (node.check.data !== undefined) edges.addNamed(node.check.data);
      return;
    case 'import':
      edges.addImports(node.resource, node.blocks);
      return;
    case 'call':
      if (node.call.count !== undefined) edges.add(node.call.count);
      if (node.call.forEach !== undefined) edges.add(node.call.forEach);
      if (node.call.enabled !== undefined) edges.add(node.call.enabled.value);
      edges.addAll(node.call.dependsOn);
      return;
    case 'end':
      edges.addModule(node.module, first, nodes);
  }
}

type Provided = Pick<ActionConfiguration, 'provider'>;

/** Collects the needs of one node after another. */
class Edges {
  readonly indexes: ReadonlyMap<string, number>;
  readonly #referencesOf: ReferencesOf;
  readonly #targets = new Set<number>();
  /** The nodes of provider configurations. Resources that use the same provider usually share one reference object. */
  readonly #providers = new Map<ProviderReference, number | undefined>();
  /** How many of the first nodes are variables of the root module. */
  readonly #variables: number;
  /** The node whose needs are being collected. */
  #node = 0;
  /** The module it is in, by the prefix of its names. */
  #prefix = '';
  #caller: Caller | undefined;
  /** The functions called in each module, and in this one. */
  readonly calls = new Map<ModulePath, Set<string>>();
  #calls = new Set<string>();

  constructor(names: readonly string[], variables: number, referencesOf: ReferencesOf) {
    this.#variables = variables;
    this.indexes = numbered(names);
    this.#referencesOf = referencesOf;
  }

  /** Continues with the nodes of a module. */
  enter(path: ModulePath, prefix: string, caller: Caller | undefined): void {
    this.calls.set(path, (this.#calls = new Set()));
    this.#prefix = prefix;
    this.#caller = caller;
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
      const { subject, taken } = expression.named;
      this.#addSubject(subject, subject.kind === 'module' ? expression.steps.slice(taken) : NO_STEPS, ownAllowed);
      return;
    }
    for (const { subject, steps } of this.#referencesOf(expression)) this.#addSubject(subject, steps, ownAllowed);
  }

  #addSubject(subject: Reference['subject'], steps: readonly TraversalStep[], ownAllowed: boolean): void {
    if (subject.kind === 'function') this.#calls.add(subject.name);
    const name = nodeOf(subject, steps);
    if (name === undefined) return;
    const target = this.indexes.get(this.#prefix === '' ? name : this.#prefix + name);
    if (target !== undefined && !(ownAllowed && target === this.#node)) this.#targets.add(target);
  }

  /** A node of the module by its name in it. */
  addNamed(name: string): void {
    const target = this.indexes.get(this.#prefix + name);
    if (target !== undefined) this.#targets.add(target);
  }

  addAll(expressions: readonly Expression[], ownAllowed = false): void {
    for (const expression of expressions) this.add(expression, ownAllowed);
  }

  addBody({ content }: Body, ownAllowed = false): void {
    for (const expression of Object.values(content)) this.add(expression, ownAllowed);
  }

  addConditions(conditions: readonly ConditionConfiguration[], ownAllowed = false): void {
    for (const { condition, errorMessage } of conditions) {
      this.add(condition, ownAllowed);
      this.add(errorMessage, ownAllowed);
    }
  }

  /** The call of the module, which decides its instances. */
  addCall(): void {
    const target = this.#caller === undefined ? undefined : this.indexes.get(this.#caller.call.key);
    if (target !== undefined) this.#targets.add(target);
  }

  /** The variables of the root get their values before the walk, so validations only wait for other nodes. */
  addVariable({ name, validations }: VariableConfiguration): void {
    this.addConditions(validations, true);
    if (this.#caller === undefined) {
      for (const target of this.#targets) if (target < this.#variables) this.#targets.delete(target);
      return;
    }
    const { call, path, prefix } = this.#caller;
    const [ownPrefix, ownCalls] = [this.#prefix, this.#calls];
    this.#prefix = prefix;
    this.#calls = this.calls.get(path) ?? ownCalls;
    const given = ownEntry(call.body.content, name);
    if (given !== undefined) this.add(given);
    this.#prefix = ownPrefix;
    this.#calls = ownCalls;
  }

  /** In the root module. A block cannot refer to its own target, which validation reports. */
  addImports(resource: ConfigResource, blocks: readonly ImportConfiguration[]): void {
    const target = this.indexes.get(resource);
    for (const { to, id, forEach } of blocks) {
      const keys = [...to.modules.map(({ key }) => key), to.key];
      for (const expression of [id, forEach, ...keys]) if (expression !== undefined) this.add(expression);
    }
    if (target !== undefined) this.#targets.delete(target);
  }

  /** The import blocks of a resource in any module. */
  addImportsOf({ address }: ResourceConfiguration): void {
    const target = this.indexes.get(importNode(formatConfigured(address)));
    if (target !== undefined) this.#targets.add(target);
  }

  /** All nodes of a module from the first on, and the ends of the modules it calls. Nothing waits for checks. */
  addModule({ calls }: ModuleConfiguration, first: number, nodes: readonly GraphNode[]): void {
    for (let node = first; node < this.#node; node++) if (!isForCheck(nodes[node])) this.#targets.add(node);
    for (const { key } of calls.values()) {
      const target = this.indexes.get(endNode(key));
      if (target !== undefined) this.#targets.add(target);
    }
  }

  addProvider({ provider }: Provided): void {
    const target = this.#providers.has(provider) ? this.#providers.get(provider) : this.#findProvider(provider);
    if (target !== undefined) this.#targets.add(target);
  }

  #findProvider(provider: ProviderReference): number | undefined {
    const { name, alias, module = '' } = provider;
    const target = this.indexes.get(addressIn(module, providerNode(name, alias)));
    this.#providers.set(provider, target);
    return target;
  }
}

const isForCheck = (node: GraphNode | undefined): boolean =>
  node?.kind === 'check' || (node?.kind === 'resource' && node.resource.check !== undefined);

const NO_IMPORTS: ReturnType<typeof importsByResource> = new Map();
const NO_STEPS: readonly TraversalStep[] = [];
const NO_NEEDS: readonly number[] = [];
const NO_ACTIONS: readonly ActionConfiguration[] = [];

function addResource(edges: Edges, resource: ResourceConfiguration, actions: Configuration['actions']): void {
  const { body, count, forEach, enabled, dependsOn, lifecycle } = resource;
  edges.addProvider(resource);
  const triggered = triggeredActions(lifecycle, actions);
  for (const action of triggered) edges.addProvider(action);
  edges.addBody(body);
  if (count !== undefined) edges.add(count);
  if (forEach !== undefined) edges.add(forEach);
  if (enabled !== undefined) edges.add(enabled.value);
  // Terraform ignores that something without count or for_each depends on itself.
  edges.addAll(dependsOn, count === undefined && forEach === undefined);
  if (resource.provisioning !== undefined) addProvisioning(edges, resource.provisioning);
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

/** Provisioners that run on destroy refer to nothing but the object. */
function addProvisioning(edges: Edges, { connection, provisioners }: Provisioning): void {
  const onCreate = provisioners.filter(({ when }) => when === 'create');
  if (connection !== undefined && onCreate.length > 0) edges.addBody(connection);
  for (const { body, connection: own } of onCreate) {
    edges.addBody(body);
    if (own !== undefined) edges.addBody(own);
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

/**
 * The node of a subject, by its name in the module of the reference; undefined if the subject is not in the graph. One
 * output of a module does not need the others.
 */
export function nodeOf(subject: Reference['subject'], steps: readonly TraversalStep[]): string | undefined {
  switch (subject.kind) {
    case 'variable':
      return variableNode(subject.name);
    case 'local':
      return localNode(subject.name);
    case 'resource':
      return subject.key;
    case 'module': {
      const step = steps[0]?.kind === 'index' ? steps[1] : steps[0];
      const module = `module.${subject.name}`;
      return step?.kind === 'attribute' ? `${module}.${outputNode(String(step.key))}` : endNode(module);
    }
    default:
      return undefined;
  }
}
