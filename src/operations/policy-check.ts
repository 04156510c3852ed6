import {
  errorDiagnostic,
  hasErrors,
  parseJson,
  planToJson,
  type Diagnostic,
  type PolicyFinding,
} from '../model/index.js';
import type { CheckedPolicy } from '../policy/index.js';
import { findProject } from '../program/index.js';
import { decryptWith } from './compose/index.js';
import type { OperationEnvironment } from './environment.js';
import { guarded } from './guard.js';
import { planOfNoStack } from './plan-file/diagnostics.js';
import { PlanFile } from './plan-file/read.js';
import { checkPolicies, findingDiagnostics, type PlanToCheck } from './policies.js';
import type { ShownPlan } from './show.js';

export interface PolicyCheckResult {
  readonly stacks: readonly ShownPlan[];
  readonly policies: readonly CheckedPolicy[];
  readonly findings: readonly PolicyFinding[];
  /** The findings, and why policies were not checked. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface PolicyCheckOptions {
  readonly file: string;
  /** Whether a project without policies is an error. Default: true. */
  readonly needsPolicies?: boolean;
}

/** Checks a saved plan, or the output of `terraform show -json`, with the policies of the project. Needs no state and no provider. */
export async function policyCheck(
  env: OperationEnvironment,
  { file: name, needsPolicies = true }: PolicyCheckOptions,
): Promise<PolicyCheckResult> {
  const nothing = { stacks: [], policies: [], findings: [] };
  return guarded<PolicyCheckResult>(nothing, async () => {
    const { project, diagnostics } = await findProject(env.directory, env.program !== undefined);
    if (project === undefined || hasErrors(diagnostics)) return { ...nothing, diagnostics };
    const { policies: sources = [] } = project;
    if (sources.length === 0 && needsPolicies) return { ...nothing, diagnostics: [NO_POLICIES] };
    const plans = await PlanFile.open(env.directory, name, decryptWith(env, 'plan'), (file) =>
      file.parts().parts.map(({ file: part, read }): PlanToCheck => {
        if (read.seal !== undefined) part.check(read, planToJson(read.plan));
        const text = part.section(read, 'configuration');
        const configuration = text === undefined ? undefined : parseJson(text);
        return { name: read.seal?.stack ?? '', plan: read.plan, configuration: () => configuration };
      }),
    );
    const { policies, findings, problems } = await checkPolicies(env.directory, sources, plans);
    const empty = plans.length === 0 ? [planOfNoStack(name)] : [];
    return { stacks: plans, policies, findings, diagnostics: [...empty, ...problems, ...findingDiagnostics(findings)] };
  });
}

const NO_POLICIES = errorDiagnostic('no-policies', 'The project names no policies', {
  detail: 'Add some to landform.json, as in  "policies": ["landform/policy", "./policies/*.ts"].  See docs/policy.md.',
});
