import type {
  ActionConfiguration,
  Configuration,
  Expression,
  Lifecycle,
  Reference,
  Subject,
} from '../../model/index.js';
import { Graph } from './graph.js';

/** What an expression refers to; the language room knows, and is handed in. */
export type ReferencesOf = (expression: Expression) => readonly Reference[];

export const variableNode = (name: string): string => `var.${name}`;
export const localNode = (name: string): string => `local.${name}`;
export const outputNode = (name: string): string => `output.${name}`;
export const providerNode = (name: string, alias?: string): string =>
  `provider.${name}${alias === undefined ? '' : `.${alias}`}`;

export const resourceNodeOf = (subject: Extract<Subject, { kind: 'resource' }>): string =>
  subject.mode === 'data' ? `data.${subject.type}.${subject.name}` : `${subject.type}.${subject.name}`;

/**
 * Who needs whom in a configuration: variables, locals, provider configurations, resources, actions and outputs. A resource
 * needs what the actions need that it triggers; actions themselves are needed by nobody. References to
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
  const names: string[] = [];
  const expressions: (readonly Expression[])[] = [];
  const extra: (string | undefined)[] = [];
  const ownConditions: (readonly Expression[])[] = [];
  /** Further providers of the few that need more than one. */
  const more = new Map<number, readonly string[]>();
  const add = (
    name: string,
    own: readonly Expression[],
    provider?: string,
    conditions: readonly Expression[] = [],
  ): void => {
    names.push(name);
    expressions.push(own);
    extra.push(provider);
    ownConditions.push(conditions);
  };

  for (const variable of configuration.variables.values()) add(variableNode(variable.name), []);
  for (const local of configuration.locals.values()) add(localNode(local.name), [local.value]);
  for (const provider of configuration.providers.values()) {
    add(providerNode(provider.name, provider.alias), Object.values(provider.body.content));
  }
  for (const resource of configuration.resources.values()) {
    const { lifecycle } = resource;
    const own: Expression[] = Object.values(resource.body.content);
    if (resource.count !== undefined) own.push(resource.count);
    if (resource.forEach !== undefined) own.push(resource.forEach);
    own.push(...resource.dependsOn, ...lifecycle.replaceTriggeredBy);
    for (const condition of lifecycle.preconditions) own.push(condition.condition, condition.errorMessage);
    const after = lifecycle.postconditions.flatMap((condition) => [condition.condition, condition.errorMessage]);
    if (lifecycle.actionTriggers.length > 0) {
      const triggered = triggeredActions(configuration, lifecycle);
      // What triggers an action may stand in its configuration, so that is no circle either.
      after.push(...triggered.flatMap(actionExpressions), ...triggerExpressions(lifecycle));
      more.set(names.length, triggered.map(providerOf));
    }
    add(resource.key, own, providerOf(resource), after);
  }
  for (const action of configuration.actions.values()) add(action.key, actionExpressions(action), providerOf(action));
  for (const output of configuration.outputs.values()) {
    const own: Expression[] = [output.value, ...output.dependsOn];
    for (const condition of output.preconditions) own.push(condition.condition, condition.errorMessage);
    add(outputNode(output.name), own);
  }

  const indexes = new Map(names.map((name, index) => [name, index]));
  const needs = expressions.map((own, node) => {
    const targets = new Set<number>();
    const provider = extra[node] === undefined ? undefined : indexes.get(extra[node]);
    if (provider !== undefined) targets.add(provider);
    for (const name of more.get(node) ?? []) if (indexes.has(name)) targets.add(indexes.get(name)!);
    const collect = (expression: Expression, selfAllowed: boolean): void => {
      if (expression.kind === 'literal') return;
      for (const reference of referencesOf(expression)) {
        const name = nodeOf(reference.subject);
        const target = name === undefined ? undefined : indexes.get(name);
        if (target !== undefined && !(selfAllowed && target === node)) targets.add(target);
      }
    };
    for (const expression of own) collect(expression, false);
    // A postcondition may name its own resource: it is judged when the object is there, so that is no circle.
    for (const expression of ownConditions[node]!) collect(expression, true);
    return [...targets];
  });
  return new Graph(names, needs);
}

const providerOf = ({ provider }: Pick<ActionConfiguration, 'provider'>): string =>
  providerNode(provider.name, provider.alias);

function triggeredActions({ actions }: Configuration, { actionTriggers }: Lifecycle): readonly ActionConfiguration[] {
  const keys = new Set(actionTriggers.flatMap((trigger) => trigger.actions.map(({ action }) => action)));
  return [...keys].flatMap((key) => actions.get(key) ?? []);
}

function actionExpressions({ body, count, forEach }: ActionConfiguration): Expression[] {
  const own = Object.values(body.content);
  if (count !== undefined) own.push(count);
  if (forEach !== undefined) own.push(forEach);
  return own;
}

function triggerExpressions({ actionTriggers }: Lifecycle): Expression[] {
  return actionTriggers.flatMap(({ condition, actions }) => [
    ...(condition === undefined ? [] : [condition]),
    ...actions.flatMap(({ instance }) => instance ?? []),
  ]);
}

function nodeOf(subject: Reference['subject']): string | undefined {
  switch (subject.kind) {
    case 'variable':
      return variableNode(subject.name);
    case 'local':
      return localNode(subject.name);
    case 'resource':
      return resourceNodeOf(subject);
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
  isResource: (name: string) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const through: (readonly string[])[] = [];
  const result = new Map<string, readonly string[]>();
  for (const node of order) {
    const found = new Set<string>();
    for (const need of graph.needs[node]!) {
      const name = graph.names[need]!;
      if (isResource(name)) found.add(name);
      // Data resources have no end to be ordered: what they need is needed by whoever needs them.
      if (!isResource(name) || name.startsWith('data.')) for (const further of through[need]!) found.add(further);
    }
    const sorted = [...found].sort();
    through[node] = sorted;
    if (isResource(graph.names[node]!)) result.set(graph.names[node]!, sorted);
  }
  return result;
}
