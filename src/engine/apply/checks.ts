import { addressIn, type CheckResult, type ResourceChange, configuredResource, isInModule } from '../../model/index.js';
import { judgeCheckBlocks } from './check-blocks.js';
import { variableNode } from '../graph/build.js';
import { judgeVariable } from '../plan/modules.js';
import { checkConditions, checkOutputConditions, worse } from '../walk/conditions.js';
import { allInstances } from '../walk/modules.js';
import { runInside, type ApplyRun } from './run.js';

/**
 * The final results of all conditions in a run. The plan says which conditions exist for which objects; steps evaluate
 * those of the objects they change. Conditions of an object without a step are evaluated here, because the values they
 * refer to may have changed, and so are check blocks. If the step of an object never ran, or failed before its conditions, their result is
 * unknown.
 */
export async function checkResults(run: ApplyRun, broken: ReadonlySet<string>): Promise<readonly CheckResult[]> {
  const { plan } = run;
  if (plan.mode === 'refresh-only') return plan.checks;
  if (plan.mode === 'destroy') return plan.checks.map(destroyed);
  const changing = new Map(
    plan.changes
      .filter((change) => change.deposed === undefined && hasStep(change))
      .map((change) => [change.address, change]),
  );
  judgeOthers(run, changing);
  judgeModules(run);
  await judgeCheckBlocks(run, broken);
  const judged = new Map(run.checks.results().map((check) => [check.address, check]));
  return plan.checks.map((check) => {
    if (check.kind === 'var' && !isInModule(check.address)) return run.validations.resultOf(check);
    const found = new Map(judged.get(check.address)?.instances.map((instance) => [instance.address, instance]));
    const instances = check.instances.map(
      (instance) =>
        found.get(instance.address) ??
        unjudged(instance, check.kind === 'output_value' || check.kind === 'check' || changing.has(instance.address)),
    );
    const start = check.instances.length === 0 ? check.status : 'pass';
    return { ...check, instances, status: instances.reduce((all, { status }) => worse(all, status), start) };
  });
}

/** A destroy leaves no objects to check, but an output is still declared. */
const destroyed = (check: CheckResult): CheckResult => ({
  ...check,
  status: 'unknown',
  instances: check.kind === 'output_value' ? check.instances.map((instance) => unjudged(instance, true)) : [],
});

type Judged = CheckResult['instances'][number];

const unjudged = (instance: Judged, pending: boolean): Judged =>
  pending ? { address: instance.address, status: 'unknown', problems: [] } : instance;

const hasStep = ({ action, marksOnly }: ResourceChange): boolean => action !== 'no-op' && marksOnly !== true;

function judgeOthers(run: ApplyRun, changing: ReadonlyMap<string, ResourceChange>): void {
  const { configuration } = run.context;
  const planned = new Set(run.plan.checks.flatMap(({ instances }) => instances.map(({ address }) => address)));
  for (const { resourceKey, key, address, deposed, after } of run.plan.changes) {
    if (deposed !== undefined || after === null || !planned.has(address) || changing.has(address)) continue;
    const resource = configuredResource(configuration, resourceKey);
    if (resource === undefined) continue;
    const inside = runInside(run, resource.address);
    const scope = inside.expansions.scope(resource, key);
    const self = run.values.get(resourceKey, key) ?? after;
    run.diagnostics.push(
      ...checkConditions(inside, 'precondition', resource, address, scope),
      ...checkConditions(inside, 'postcondition', resource, address, { ...scope, self }),
    );
  }
}

/** The conditions of variables and outputs of modules, with the values at the end. Apply only evaluates those it needs. */
function judgeModules(run: ApplyRun): void {
  if (run.context.configuration.calls.size === 0) return;
  for (const values of allInstances(run.values)) {
    if (values.caller === undefined) continue;
    const inside = { values, checks: run.checks };
    for (const variable of values.module.variables.values()) {
      if (run.validations.hasJudged(addressIn(values.module.path, variableNode(variable.name)))) continue;
      run.diagnostics.push(...judgeVariable(inside, variable).diagnostics);
    }
    for (const output of values.module.outputs.values()) run.diagnostics.push(...checkOutputConditions(inside, output));
  }
}
