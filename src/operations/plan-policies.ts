import { errorDiagnostic, hasErrors, wholeJson, type Diagnostic, type PolicyFinding } from '../model/index.js';
import type { StackPlan } from './plan-stack.js';
import { checkPolicies, findingDiagnostics } from './policies.js';
import type { OpenProject } from './project.js';

interface Verdict {
  readonly findings: readonly PolicyFinding[];
  /** The findings, and why policies were not checked. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What the policies of a project say of its plans. */
export async function verdictOf(
  { directory, policies }: Pick<OpenProject, 'directory' | 'policies'>,
  plans: readonly StackPlan[],
): Promise<Verdict> {
  const { findings, problems } = await checkPolicies(
    directory,
    policies,
    plans.map(({ name, plan, info }) => ({ name, plan, configuration: () => wholeJson(info.configuration) })),
  );
  return { findings, diagnostics: [...problems, ...findingDiagnostics(findings)] };
}

/** How findings that need approval are approved. */
export interface ApprovingPolicies {
  /** Names of policies whose findings are approved in advance. */
  readonly approvedPolicies?: readonly string[] | undefined;
  /** Asks for the approval of findings; absent without a terminal. */
  readonly approveFindings?: ((findings: readonly PolicyFinding[]) => Promise<boolean>) | undefined;
}

/** What policies say before plans are applied. */
export interface Permission {
  /** To be shown before anything is asked: advice, what needs approval, and errors, after which nothing is applied. */
  readonly diagnostics: readonly Diagnostic[];
  /** Asks for the approvals that are needed. */
  readonly approve: () => Promise<boolean>;
}

/** Where no policy is asked. */
export const PERMITTED: Permission = { diagnostics: [], approve: async () => true };

/** Whether plans may be applied. One that only updates the state changes nothing that a policy could prevent. */
export async function permissionFor(
  project: Pick<OpenProject, 'directory' | 'policies'>,
  { approvedPolicies = [], approveFindings }: ApprovingPolicies,
  plans: readonly StackPlan[],
): Promise<Permission> {
  const applyable = plans.filter(({ plan }) => plan.applyable && plan.mode !== 'refresh-only');
  const { findings, diagnostics } = await verdictOf(project, applyable);
  const open = findings.filter(({ level, policy }) => level === 'needs-approval' && !approvedPolicies.includes(policy));
  if (open.length === 0 || hasErrors(diagnostics)) return { diagnostics, approve: async () => true };
  if (approveFindings === undefined)
    return { diagnostics: [...diagnostics, notApproved(open)], approve: async () => false };
  return { diagnostics, approve: () => approveFindings(open) };
}

function notApproved(open: readonly PolicyFinding[]): Diagnostic {
  const names = [...new Set(open.map(({ policy }) => policy))];
  return errorDiagnostic(
    'policy-not-approved',
    `Approval is needed by the ${names.length === 1 ? 'policy' : 'policies'} ${names.join(', ')}`,
    {
      detail: `Nothing was changed. Approve in advance with ${names.map((name) => `--approve-policy ${name}`).join(' ')}, or apply on a terminal.`,
    },
  );
}
