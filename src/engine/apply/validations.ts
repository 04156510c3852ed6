import type { CheckResult, Configuration, Diagnostic, Plan, VariableConfiguration } from '../../model/index.js';
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
  readonly #values: Values;
  readonly #checks = new CheckRecorder();
  readonly #diagnostics: Diagnostic[];
  /** For each resource, the variables it depends on, directly or indirectly. */
  readonly #users = new Map<string, VariableConfiguration[]>();
  readonly #pending: readonly VariableConfiguration[];
  readonly #judged = new Map<VariableConfiguration, Status>();

  constructor(context: EngineContext, plan: Plan, values: Values, diagnostics: Diagnostic[]) {
    this.#values = values;
    this.#diagnostics = diagnostics;
    const { configuration, referencesOf } = context;
    this.#pending = pendingOf(plan, configuration);
    if (this.#pending.length === 0) return;
    const graph = buildGraph(configuration, referencesOf);
    for (const variable of this.#pending) {
      const own = graph.indexOf(variableNode(variable.name));
      for (const node of graph.closure(own === undefined ? [] : [own], graph.dependents)) {
        const user = graph.nameOf(node);
        this.#users.set(user, [...(this.#users.get(user) ?? []), variable]);
      }
    }
  }

  /** Whether the variables that a resource uses have valid values, as far as known. */
  allow(resourceKey: string): boolean {
    return (this.#users.get(resourceKey) ?? []).every((variable) => isAllowed(this.#judge(variable)));
  }

  /** The result for a variable at the end of the run, or the planned one if it was final. */
  resultOf(check: CheckResult): CheckResult {
    const variable = this.#pending.find(({ name }) => variableNode(name) === check.address);
    if (variable === undefined) return check;
    this.#judge(variable);
    return this.#checks.results().find(({ address }) => address === check.address) ?? check;
  }

  #judge(variable: VariableConfiguration): Status {
    const known = this.#judged.get(variable);
    if (known !== undefined) return known;
    const { status, diagnostics } = judgeLate(variable, this.#values.scope(), this.#checks);
    this.#judged.set(variable, status);
    this.#diagnostics.push(...diagnostics);
    return status;
  }
}

const isAllowed = (status: Status): boolean => status === 'pass' || status === 'unknown';

function pendingOf({ mode, checks }: Plan, { variables }: Configuration): readonly VariableConfiguration[] {
  if (mode !== 'normal') return [];
  const unknown = new Set(
    checks.flatMap(({ kind, status, address }) => (kind === 'var' && status === 'unknown' ? address : [])),
  );
  return [...variables.values()].filter(({ name }) => unknown.has(variableNode(name)));
}
