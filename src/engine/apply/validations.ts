import type { CheckResult, Configuration, Diagnostic, Plan } from '../../model/index.js';
import type { EngineContext } from '../context.js';
import { buildGraph, variableNode } from '../graph/build.js';
import { CheckRecorder } from '../walk/conditions.js';
import { judgeLate } from '../plan/late-validations.js';
import type { Values } from '../walk/values.js';

type Status = CheckResult['status'];

/**
 * Validations of variables that the plan could not evaluate yet: each is evaluated once, before the first step that
 * uses the variable.
 */
export class PendingValidations {
  readonly #context: EngineContext;
  readonly #values: Values;
  readonly #checks = new CheckRecorder();
  readonly #diagnostics: Diagnostic[];
  /** For each resource, the variables it depends on, directly or indirectly. */
  readonly #users = new Map<string, string[]>();
  readonly #pending: readonly string[];
  readonly #judged = new Map<string, Status>();

  constructor(context: EngineContext, plan: Plan, values: Values, diagnostics: Diagnostic[]) {
    this.#context = context;
    this.#values = values;
    this.#diagnostics = diagnostics;
    const { configuration, referencesOf } = context;
    this.#pending = pendingOf(plan, configuration);
    if (this.#pending.length === 0) return;
    const graph = buildGraph(configuration, referencesOf);
    for (const name of this.#pending) {
      for (const node of graph.closure([graph.indexOf(variableNode(name))!], graph.dependents)) {
        const user = graph.names[node]!;
        this.#users.set(user, [...(this.#users.get(user) ?? []), name]);
      }
    }
  }

  /** Whether the variables that a resource uses have valid values, as far as known. */
  allow(resourceKey: string): boolean {
    return (this.#users.get(resourceKey) ?? []).every((name) => isAllowed(this.#judge(name)));
  }

  /** The result for a variable at the end of the run, or the planned one if it was final. */
  resultOf(check: CheckResult): CheckResult {
    const name = this.#pending.find((one) => variableNode(one) === check.address);
    if (name === undefined) return check;
    this.#judge(name);
    return this.#checks.results().find(({ address }) => address === check.address) ?? check;
  }

  #judge(name: string): Status {
    const known = this.#judged.get(name);
    if (known !== undefined) return known;
    const variable = this.#context.configuration.variables.get(name)!;
    const { status, diagnostics } = judgeLate(variable, this.#values.scope(), this.#checks);
    this.#judged.set(name, status);
    this.#diagnostics.push(...diagnostics);
    return status;
  }
}

const isAllowed = (status: Status): boolean => status === 'pass' || status === 'unknown';

function pendingOf({ mode, checks }: Plan, { variables }: Configuration): readonly string[] {
  if (mode !== 'normal') return [];
  const unknown = new Set(
    checks.flatMap(({ kind, status, address }) => (kind === 'var' && status === 'unknown' ? address : [])),
  );
  return [...variables.keys()].filter((name) => unknown.has(variableNode(name)));
}
