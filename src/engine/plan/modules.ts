import {
  addressIn,
  append,
  hasErrors,
  orUnknown,
  UNKNOWN,
  type Diagnostic,
  type ModuleCall,
  type OutputConfiguration,
  type VariableConfiguration,
} from '../../model/index.js';
import { variableNode } from '../graph/build.js';
import { checkOutputConditions, judge } from '../walk/conditions.js';
import { expand, isPending } from '../walk/expand.js';
import { moduleOutput, moduleVariable } from '../walk/modules.js';
import { deferCall, pendingBefore } from './defer.js';
import type { PlanWalk } from './plan-walk.js';

/** Decides the instances of a called module; false after errors. Outside the targets, they stay unknown. */
export function planCall(walk: PlanWalk, call: ModuleCall, isSelected: boolean): boolean {
  const { values } = walk;
  if (!isSelected) {
    values.setCalled(call, undefined);
    return true;
  }
  const needed = walk.deferrals.beforeNamed(call.key, values);
  const expansion = expand(call, values);
  const waitsFor = isPending(expansion) ? pendingBefore(walk, call) : undefined;
  if (needed !== undefined || waitsFor !== undefined) {
    deferCall(walk, call, needed ?? { reason: 'instance_count_unknown', waitsFor: waitsFor ?? [] });
    return true;
  }
  const { instances, diagnostics } = expansion;
  const own = addressIn(values.instance, `module.${call.name}`);
  report(walk, diagnostics, own, call);
  if (instances === undefined) return false;
  values.setCalled(call, instances);
  return true;
}

/** Evaluates a variable in one instance of a module, and its validations; false after errors. */
export function planVariable(walk: PlanWalk, variable: VariableConfiguration, isSelected: boolean): boolean {
  const { values } = walk;
  const { caller } = values;
  if (caller === undefined) return true;
  if (!isSelected) {
    values.variables.set(variable.name, UNKNOWN);
    return true;
  }
  const local = variableNode(variable.name);
  const address = addressIn(values.instance, local);
  const { value, diagnostics } = moduleVariable(variable, caller);
  values.variables.set(variable.name, orUnknown(value));
  report(walk, diagnostics, address, caller.call);
  if (value === undefined) return false;
  const judged = judgeVariable(walk, variable);
  append(walk.diagnostics, judged.diagnostics);
  return judged.ok;
}

/** Evaluates the validations of a variable in one instance of a module. */
export function judgeVariable(
  { values, checks }: Pick<PlanWalk, 'values' | 'checks'>,
  { name, validations, origin }: VariableConfiguration,
): { readonly ok: boolean; readonly diagnostics: readonly Diagnostic[] } {
  const local = variableNode(name);
  const address = addressIn(values.instance, local);
  const found = validations.map((validation) => {
    const judged = judge(validation, 'validation', address, values.scope());
    checks.add('var', addressIn(values.module.path, local), address, judged.status, judged.message);
    return judged;
  });
  return {
    ok: found.every(({ status }) => status === 'pass' || status === 'unknown'),
    diagnostics: found
      .flatMap(({ diagnostics }) => diagnostics)
      .map((diagnostic) => (origin === undefined ? diagnostic : { ...diagnostic, origin })),
  };
}

/** Evaluates an output in one instance of a module; false after errors. */
export function planModuleOutput(walk: PlanWalk, output: OutputConfiguration): boolean {
  const { values } = walk;
  const problems = checkOutputConditions(walk, output);
  report(walk, problems, '', output);
  if (hasErrors(problems)) return false;
  const { value, diagnostics } = moduleOutput(output, values);
  values.outputs.set(output.name, orUnknown(value));
  report(walk, diagnostics, '', output);
  return value !== undefined;
}

function report(
  walk: PlanWalk,
  diagnostics: readonly Diagnostic[],
  address: string,
  { origin }: { readonly origin?: Diagnostic['origin'] },
): void {
  if (diagnostics.length === 0) return;
  append(
    walk.diagnostics,
    diagnostics.map((diagnostic) => ({
      ...diagnostic,
      address: diagnostic.address ?? address,
      ...(origin === undefined || diagnostic.origin !== undefined ? {} : { origin }),
    })),
  );
}
