import { sealedConfiguration } from '../../engine/index.js';
import { hasErrors, planPartToJson, planToJson, type Diagnostic, type StateEdit } from '../../model/index.js';
import type { Ready } from '../stacks/apply-stack.js';
import type { OperationEnvironment } from '../environment.js';
import type { PlanPart } from '../plan-file/read.js';
import { sealOf, sealProblems } from '../plan-file/seal.js';
import type { StackSession } from '../stacks/stack-session.js';
import { planOfEdits, unfinishedCalls } from './state-plan.js';

/**
 * A saved plan that only changes the state, ready to be applied, or why it cannot be. Its edits are made on the state that the
 * seal names, and must give exactly the document that was reviewed.
 */
export async function fittedEdits(
  env: OperationEnvironment,
  { file, read }: Pick<PlanPart, 'file' | 'read'>,
  opened: StackSession,
  workspace: string,
  edits: readonly StateEdit[],
): Promise<{ readonly ready?: Ready; readonly diagnostics: readonly Diagnostic[] }> {
  const { stack, session } = opened;
  const { plan: saved, seal } = read;
  if (seal === undefined) return { diagnostics: [] };
  const { name } = stack;
  // On another state, edits could be impossible for reasons that say nothing.
  const before = sealOf({ name, stack, providers: seal.providers }, session, env.version, workspace);
  const problems = [...sealProblems(seal, before), ...unfinishedCalls(session)];
  if (hasErrors(problems)) return { diagnostics: problems };
  const { providers } = opened.context();
  const { planned, edited } = await planOfEdits(stack, providers, session.state, edits, saved.timestamp);
  const changed = sealProblems(seal, sealOf(planned, session, env.version, workspace));
  if (hasErrors(changed)) return { diagnostics: changed };
  file.check(read, planToJson(planned.plan, planned.info));
  file.checkPart(read, planPartToJson(planned.plan, seal));
  const configuration = sealedConfiguration(stack.configuration);
  return { ready: { opened, planned, configuration, variables: new Map(), edited }, diagnostics: [] };
}
