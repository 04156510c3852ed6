import {
  convert,
  hasErrors,
  Sensitive,
  Unknown,
  type CheckResult,
  type ConditionConfiguration,
  type Diagnostic,
  type Expression,
  type OutputConfiguration,
  type ResourceConfiguration,
  type SourcePlace,
  addressIn,
  formatConfigured,
  modulePathOf,
} from '../../model/index.js';
import { conditionFailed, conditionInvalid, type ConditionKind } from '../diagnostics.js';
import { evaluate } from '../evaluate/evaluate.js';
import type { Scope } from '../evaluate/scope.js';
import { involvedValues } from './involved.js';
import type { InstanceScope, Values } from './values.js';

type Status = CheckResult['status'];

interface Collected {
  readonly kind: CheckResult['kind'];
  readonly instances: Map<string, { status: Status; problems: string[] }>;
  visited: boolean;
}

/** Collects the results of conditions, grouped by the object that declares them. */
export class CheckRecorder {
  readonly #results = new Map<string, Collected>();

  /** Records that there are conditions, which may never be evaluated. */
  declare(kind: CheckResult['kind'], address: string): void {
    this.#collected(kind, address);
  }

  #collected(kind: CheckResult['kind'], address: string): Collected {
    let collected = this.#results.get(address);
    if (collected === undefined) {
      collected = { kind, instances: new Map(), visited: false };
      this.#results.set(address, collected);
    }
    return collected;
  }

  /** Records that all instances of the object, if there are any, have been evaluated. */
  visit(address: string): void {
    const result = this.#results.get(address);
    if (result !== undefined) result.visited = true;
  }

  add(kind: CheckResult['kind'], address: string, instance: string, status: Status, problem?: string): void {
    const collected = this.#collected(kind, address);
    collected.visited = true;
    const { instances } = collected;
    const known = instances.get(instance);
    const problems = [...(known?.problems ?? []), ...(problem === undefined ? [] : [problem])];
    instances.set(instance, { status: worse(known?.status ?? 'pass', status), problems });
  }

  results(): readonly CheckResult[] {
    return [...this.#results].map(([address, { kind, instances, visited }]) => {
      const list = [...instances].map(([instance, { status, problems }]) => ({ address: instance, status, problems }));
      const status = list.reduce<Status>((all, one) => worse(all, one.status), visited ? 'pass' : 'unknown');
      return { kind, address, status, instances: list };
    });
  }
}

const RANK: Readonly<Record<Status, number>> = { pass: 0, unknown: 1, fail: 2, error: 3 };
export const worse = (left: Status, right: Status): Status => (RANK[left] >= RANK[right] ? left : right);

/** Checks the pre- or postconditions of one instance. Unknown conditions wait for apply. */
export function checkConditions(
  walk: { readonly values: Values; readonly checks: CheckRecorder },
  kind: 'precondition' | 'postcondition',
  resource: ResourceConfiguration,
  address: string,
  scope: InstanceScope,
): readonly Diagnostic[] {
  const conditions = kind === 'precondition' ? resource.lifecycle.preconditions : resource.lifecycle.postconditions;
  if (conditions.length === 0) return [];
  return conditions.flatMap((condition) => {
    const { status, diagnostics, message } = judge(condition, kind, address, walk.values.scope(scope));
    walk.checks.add('resource', formatConfigured(resource.address), address, status, message);
    return diagnostics.map((diagnostic) =>
      resource.origin === undefined ? diagnostic : { ...diagnostic, origin: resource.origin },
    );
  });
}

export function checkOutputConditions(
  { values, checks }: { readonly values: Values; readonly checks: CheckRecorder },
  output: OutputConfiguration,
): readonly Diagnostic[] {
  const local = `output.${output.name}`;
  const address = addressIn(values.instance, local);
  return output.preconditions.flatMap((condition) => {
    const { status, diagnostics, message } = judge(condition, 'precondition', address, values.scope());
    checks.add('output_value', addressIn(modulePathOf(values.instance), local), address, status, message);
    return diagnostics;
  });
}

/** The source location of a condition's expression. */
export const placeOf = ({ source }: Pick<ConditionConfiguration, 'source'>): SourcePlace => ({
  file: source.file,
  path: [...source.path, 'condition'],
});

/**
 * Whether an expression is true or false; undefined while that is unknown, `never` together with the error if it is
 * neither.
 */
export function conditionHolds(
  expression: Expression,
  scope: Scope,
  address: string,
  source: SourcePlace,
): { readonly holds: boolean | 'never' | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const result = evaluate(expression, scope, source);
  const diagnostics = result.diagnostics.map((diagnostic) => ({ address, ...diagnostic }));
  if (hasErrors(diagnostics)) return { holds: 'never', diagnostics };
  const met = convert(result.value instanceof Sensitive ? result.value.value : result.value, 'bool');
  if (met.ok && met.value instanceof Unknown) return { holds: undefined, diagnostics };
  if (met.ok && typeof met.value === 'boolean') return { holds: met.value, diagnostics };
  return {
    holds: 'never',
    diagnostics: [...diagnostics, conditionInvalid(address, source, 'is neither true nor false')],
  };
}

/** Evaluates one condition; `message` is set if it is not met. */
export function judge(
  condition: ConditionConfiguration,
  kind: ConditionKind,
  address: string,
  scope: Scope,
): { readonly status: Status; readonly diagnostics: readonly Diagnostic[]; readonly message?: string } {
  const { holds, diagnostics } = conditionHolds(condition.condition, scope, address, placeOf(condition));
  if (holds === 'never') return { status: 'error', diagnostics };
  if (holds === undefined) return { status: 'unknown', diagnostics: [] };
  if (holds) return { status: 'pass', diagnostics: [] };
  const text = evaluate(condition.errorMessage, scope, {
    file: condition.source.file,
    path: [...condition.source.path, 'error_message'],
  });
  const message =
    typeof text.value === 'string' ? text.value : 'a condition is not met; its message is sensitive or not known yet';
  return {
    status: 'fail',
    message,
    diagnostics: [
      ...text.diagnostics,
      conditionFailed(kind, address, message, condition.source, involvedValues(condition.condition, scope)),
    ],
  };
}
