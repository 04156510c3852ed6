import { hasErrors } from '../../model/index.js';
import {
  apply,
  workspaceShow,
  type AppliedStack,
  type ApplyResult,
  type PlanningOptions,
} from '../../operations/index.js';
import { addCounts, countOf, invokedSentence, lines, outputsPage, toned, type Counts } from '../../render/index.js';
import { collectEarly } from '../compiler.js';
import type { Context } from '../context.js';
import { DONE, FAILED, type ExitCode } from '../exit-code.js';
import { ENTER, isYes } from '../prompt.js';
import { UsageError } from '../usage-error.js';
import { showPlans } from './planning.js';

export interface Applying {
  readonly planning: PlanningOptions;
  readonly planFile?: string;
  readonly verifyKey?: string;
  readonly autoApprove: boolean;
  /** False when questions are not wanted. */
  readonly input: boolean;
  readonly compactWarnings: boolean;
}

/** Apply and destroy are one thing: show, ask, do, and say what was done. */
export async function applyAndReport(
  context: Context,
  { planning, planFile, verifyKey, ...how }: Applying,
): Promise<ExitCode> {
  const { present } = context;
  const asks = planFile === undefined && !how.autoApprove;
  // A stream of messages cannot ask, whatever the plan is. Otherwise only a plan that does something needs an answer.
  if (asks && present.messages !== undefined) throw approvalNeeded('with --json');
  collectEarly();
  const result = await apply(context.environment, {
    ...planning,
    ...(planFile === undefined ? {} : { planFile }),
    ...(verifyKey === undefined ? {} : { verifyKey }),
    planned: async (plans, warnings) => {
      if (planFile === undefined) showPlans(context, plans);
      present.diagnostics(warnings, DONE, how);
      await present.flush();
    },
    approve: async () => !asks || askForApproval(context, planning, how.input),
  });
  const failed = hasErrors(result.diagnostics);
  if (!failed && !result.approved) {
    present.say([
      toned(
        'warning',
        planning.destroy === true ? 'Destroy cancelled. Nothing was changed.' : 'Apply cancelled. Nothing was changed.',
      ),
    ]);
    return present.diagnostics(result.diagnostics, FAILED, how);
  }
  const code = present.diagnostics(result.diagnostics, DONE, how);
  reportApplied(context, result, planning.destroy === true, failed);
  return code === DONE && context.environment.stopping() && leftOut(result.stacks) > 0 ? FAILED : code;
}

const approvalNeeded = (how: string): UsageError =>
  new UsageError(
    'approval-needed',
    `Landform cannot ask for approval ${how}`,
    'Nothing was changed. Save the plan and apply it (landform plan --out plan.json; landform apply plan.json), or approve in advance with --auto-approve.',
  );

async function askForApproval(
  context: Context,
  { destroy, invoke }: PlanningOptions,
  input: boolean,
): Promise<boolean> {
  if (!input) throw approvalNeeded('with --input=false');
  if (!context.terminal.interactive) throw approvalNeeded('without a terminal');
  const { name } = await workspaceShow(context.environment);
  const where = name === 'default' ? '' : ` in the workspace ${name}`;
  const question =
    destroy === true
      ? `Do you really want to destroy all of this${where}? There is no undo.`
      : invoke === undefined
        ? `Do you want to make these changes${where}?`
        : `Do you want to invoke this${where}?`;
  context.present.say([], [toned('strong', question)], ['  Only "yes" is accepted.'], []);
  return isYes(await context.ask(ENTER));
}

const leftOut = (stacks: readonly AppliedStack[]): number =>
  stacks.reduce((sum, stack) => sum + stack.skipped.length, 0);

function reportApplied(context: Context, result: ApplyResult, destroy: boolean, failed: boolean): void {
  const { present } = context;
  const counts = addCounts(result.stacks.map(({ counts }) => appliedCounts(counts)));
  if (result.stacks.length === 0) return;
  const skipped = leftOut(result.stacks);
  const stopped = failed ? 'Stopped by errors.' : skipped > 0 ? 'Stopped early.' : undefined;
  const stored = result.stacks.every((stack) => stack.stored);
  const sentence = appliedSentence(counts, destroy, stopped, stored);
  if (present.messages !== undefined) {
    if (failed || skipped > 0) return;
    present.lines([present.messages.summary(sentence, counts, destroy ? 'destroy' : 'apply')]);
    for (const { name, outputs } of result.stacks)
      if (Object.keys(outputs).length > 0) present.lines([present.messages.outputs(outputs, name)]);
    return;
  }
  present.text('\n');
  present.page([
    lines([toned(failed ? 'error' : skipped > 0 ? 'warning' : 'success', sentence)]),
    ...(skipped > 0
      ? [lines([toned('warning', `${countOf(skipped, 'object')} not started. Run the command again to continue.`)])]
      : []),
    ...(destroy || failed ? [] : outputsPage(result.stacks, 'Outputs')),
  ]);
}

function appliedCounts(counts: AppliedStack['counts']): Counts {
  return {
    add: counts.created,
    change: counts.updated,
    remove: counts.deleted,
    import: counts.imported,
    forget: counts.forgotten,
    invoke: counts.invoked,
    failedInvocations: counts.failedInvocations,
  };
}

/** `Apply complete! Resources: 1 added, 0 changed, 0 destroyed.` */
function appliedSentence(counts: Counts, destroy: boolean, stopped: string | undefined, stored: boolean): string {
  const imported = counts.import > 0 ? `${counts.import} imported, ` : '';
  const forgotten = counts.forget > 0 ? `, ${counts.forget} forgotten` : '';
  const all = `Resources: ${imported}${counts.add} added, ${counts.change} changed, ${counts.remove} destroyed${forgotten}.${invokedSentence(counts)}`;
  if (stopped !== undefined)
    return `${stopped} ${all} ${stored ? 'Completed changes are in the state.' : 'Completed changes are not in the state.'}`;
  return destroy
    ? `Destroy complete! Resources: ${counts.remove} destroyed.${invokedSentence(counts)}`
    : `Apply complete! ${all}`;
}
