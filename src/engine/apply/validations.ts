import {
  addressIn,
  type CheckResult,
  type Configuration,
  type Diagnostic,
  type ModuleConfiguration,
  modulesOf,
  type Plan,
  ROOT_MODULE,
  type VariableConfiguration,
} from '../../model/index.js';
import type { EngineContext } from '../context.js';
import { buildGraph, variableNode } from '../graph/build.js';
import { judgeLate } from '../plan/late-validations.js';
import { judgeVariable } from '../plan/modules.js';
import { CheckRecorder } from '../walk/conditions.js';
import { allInstances } from '../walk/modules.js';
import type { Values } from '../walk/values.js';

interface Pending {
  /** Without keys of modules. */
  readonly address: string;
  readonly module: ModuleConfiguration;
  readonly variable: VariableConfiguration;
}

/**
 * Validations of variables that the plan could not evaluate yet: each is evaluated once, before the first step that
 * uses the variable. In a module, this is done for all of its instances.
 */
export class PendingValidations {
  readonly #values: Values;
  readonly #checks: CheckRecorder;
  readonly #ofRoot = new CheckRecorder();
  readonly #diagnostics: Diagnostic[];
  /** For each resource, the variables it depends on, directly or indirectly. */
  readonly #users = new Map<string, Pending[]>();
  readonly #pending: ReadonlyMap<string, Pending>;
  /** Whether the values are valid, as far as known. */
  readonly #judged = new Map<Pending, boolean>();

  /** @param checks takes the results for variables of modules. */
  constructor(context: EngineContext, plan: Plan, values: Values, checks: CheckRecorder, diagnostics: Diagnostic[]) {
    this.#values = values;
    this.#checks = checks;
    this.#diagnostics = diagnostics;
    const { configuration, referencesOf } = context;
    this.#pending = pendingOf(plan, configuration);
    if (this.#pending.size === 0) return;
    const graph = buildGraph(configuration, referencesOf);
    for (const pending of this.#pending.values()) {
      const own = graph.indexOf(pending.address);
      for (const node of graph.closure(own === undefined ? [] : [own], graph.dependents)) {
        const user = graph.nameOf(node);
        this.#users.set(user, [...(this.#users.get(user) ?? []), pending]);
      }
    }
  }

  /** Whether the variables that a resource uses have valid values, as far as known. */
  allow(resourceKey: string): boolean {
    return (this.#users.get(resourceKey) ?? []).every((pending) => this.#judge(pending));
  }

  /** The result for a variable of the root at the end of the run, or the planned one if it was final. */
  resultOf(check: CheckResult): CheckResult {
    const pending = this.#pending.get(check.address);
    if (pending === undefined) return check;
    this.#judge(pending);
    return this.#ofRoot.results().find(({ address }) => address === check.address) ?? check;
  }

  /** Whether the result for a variable of a module is already known and reported. */
  hasJudged(address: string): boolean {
    const pending = this.#pending.get(address);
    return pending !== undefined && this.#judged.has(pending);
  }

  #judge(pending: Pending): boolean {
    const known = this.#judged.get(pending);
    if (known !== undefined) return known;
    const { module, variable } = pending;
    let isValid = true;
    if (module.path === ROOT_MODULE) {
      const { status, diagnostics } = judgeLate(variable, this.#values.scope(), this.#ofRoot);
      isValid = status === 'pass' || status === 'unknown';
      this.#diagnostics.push(...diagnostics);
    } else {
      for (const values of allInstances(this.#values)) {
        if (values.module.path !== module.path) continue;
        const { ok, diagnostics } = judgeVariable({ values, checks: this.#checks }, variable);
        isValid &&= ok;
        this.#diagnostics.push(...diagnostics);
      }
    }
    this.#judged.set(pending, isValid);
    return isValid;
  }
}

function pendingOf({ mode, checks }: Plan, configuration: Configuration): ReadonlyMap<string, Pending> {
  const pending = new Map<string, Pending>();
  if (mode !== 'normal') return pending;
  const unknown = new Set(
    checks.flatMap(({ kind, status, address }) => (kind === 'var' && status === 'unknown' ? address : [])),
  );
  if (unknown.size === 0) return pending;
  for (const module of modulesOf(configuration)) {
    for (const variable of module.variables.values()) {
      const address = addressIn(module.path, variableNode(variable.name));
      if (unknown.has(address)) pending.set(address, { address, module, variable });
    }
  }
  return pending;
}
