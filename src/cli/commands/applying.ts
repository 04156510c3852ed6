import { hasErrors, type PolicyFinding } from '../../model/index.js';
import {
  apply,
  workspaceShow,
  type AppliedStack,
  type ApplyResult,
  type PlanningOptions,
  type StackPlan,
} from '../../operations/index.js';
import {
  addCounts,
  countOf,
  invokedSentence,
  lines,
  outputsPage,
  stateDoneSentence,
  stacksTable,
  toned,
  tookText,
  type Counts,
  type Line,
} from '../../render/index.js';
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
  /** Policies whose findings are approved in advance; --auto-approve does not approve them. */
  readonly approvedPolicies: readonly string[];
  readonly autoApprove: boolean;
  /** False when questions are not wanted. */
  readonly input: boolean;
  readonly compactWarnings: boolean;
}

/** Apply and destroy are one thing: show, ask, do, and say what was done. */
export async function applyAndReport(
  context: Context,
  { planning, planFile, verifyKey, approvedPolicies, ...how }: Applying,
): Promise<ExitCode> {
  const { present } = context;
  const asks = planFile === undefined && !how.autoApprove;
  // A stream of messages cannot ask, whatever the plan is. Otherwise only a plan that does something needs an answer.
  if (asks && present.messages !== undefined) throw approvalNeeded('with --json');
  collectEarly();
  let asked = 0;
  let waves = 0;
  let edits: readonly StackPlan[] = [];
  const result = await apply(context.environment, {
    ...planning,
    ...(planFile === undefined ? {} : { planFile }),
    ...(verifyKey === undefined ? {} : { verifyKey }),
    approvedPolicies,
    ...(canAsk(context, how.input) ? { approveFindings: (findings) => askAboutFindings(context, findings) } : {}),
    planned: async (plans, warnings) => {
      waves += 1;
      edits = plans.filter(({ plan }) => plan.mode === 'state');
      if (waves > 1 && present.messages === undefined) {
        present.text('\n');
        present.page([lines([toned('strong', 'Next wave:')])]);
        present.text('\n');
      }
      if (planFile === undefined) showPlans(context, plans);
      present.diagnostics(warnings, DONE, how);
      await present.flush();
    },
    approve: async (plans) => {
      asked += 1;
      const again = asked > 1;
      return (
        !asks ||
        askForApproval(context, planning, how.input, {
          again,
          waiting: waitingIn(plans.map(({ plan }) => plan.deferred)),
        })
      );
    },
  });
  const failed = hasErrors(result.diagnostics);
  if (!failed && !result.approved && result.stacks.length === 0) {
    present.say([
      toned(
        'warning',
        planning.destroy === true ? 'Destroy cancelled. Nothing was changed.' : 'Apply cancelled. Nothing was changed.',
      ),
    ]);
    return present.diagnostics(result.diagnostics, FAILED, how);
  }
  const code = present.diagnostics(result.diagnostics, DONE, how);
  const isSaved = planFile !== undefined;
  reportApplied(context, result, { destroy: planning.destroy === true, failed, isSaved, edits });
  const isCut = !result.approved || (context.environment.stopping() && leftOut(result.stacks, isSaved) > 0);
  return code === DONE && isCut ? FAILED : code;
}

const approvalNeeded = (how: string): UsageError =>
  new UsageError(
    'approval-needed',
    `Landform cannot ask for approval ${how}`,
    'Nothing was changed. Save the plan and apply it (landform plan --out plan.json; landform apply plan.json), or approve in advance with --auto-approve.',
  );

const canAsk = ({ present, terminal }: Context, input: boolean): boolean =>
  input && terminal.interactive && present.messages === undefined;

/** The findings themselves were shown as warnings. */
async function askAboutFindings(context: Context, findings: readonly PolicyFinding[]): Promise<boolean> {
  const names = [...new Set(findings.map(({ policy }) => policy))].join(', ');
  const question = `Do you approve what ${names} found (${countOf(findings.length, 'finding')})?`;
  context.present.say([], [toned('strong', question)], ['  Only "yes" is accepted.'], []);
  return isYes(await context.ask(ENTER));
}

async function askForApproval(
  context: Context,
  { destroy, invoke }: PlanningOptions,
  input: boolean,
  { again, waiting }: { readonly again: boolean; readonly waiting: number },
): Promise<boolean> {
  if (!input) throw approvalNeeded('with --input=false');
  if (!context.terminal.interactive) throw approvalNeeded('without a terminal');
  const { name } = await workspaceShow(context.environment);
  const where = name === 'default' ? '' : ` in the workspace ${name}`;
  const question =
    destroy === true
      ? `Do you really want to destroy all of this${where}? There is no undo.`
      : invoke === undefined
        ? `Do you ${again ? 'also ' : ''}want to make these changes${where}?`
        : `Do you want to invoke this${where}?`;
  const then: Line[] = waiting === 0 ? [] : [[WAVES]];
  context.present.say([], [toned('strong', question)], ...then, ['  Only "yes" is accepted.'], []);
  return isYes(await context.ask(ENTER));
}

const WAVES = '  Waiting resources are planned, created and updated next; destroying or replacing asks again.';

const waitingIn = (lists: readonly (readonly unknown[])[]): number =>
  lists.reduce((sum, { length }) => sum + length, 0);

/** What was not started. After a saved plan, what waits for it is another plan's. */
const leftOut = (stacks: readonly AppliedStack[], isSaved: boolean): number =>
  waitingIn(stacks.map(({ skipped }) => skipped)) + (isSaved ? 0 : waitingIn(stacks.map(({ waiting }) => waiting)));

interface Reporting {
  readonly destroy: boolean;
  readonly failed: boolean;
  readonly isSaved: boolean;
  /** Plans that only change the state. */
  readonly edits: readonly StackPlan[];
}

function reportApplied(context: Context, result: ApplyResult, { destroy, failed, isSaved, edits }: Reporting): void {
  const { present } = context;
  const { timing } = result;
  const counts = addCounts(result.stacks.map(({ counts }) => appliedCounts(counts)));
  if (result.stacks.length === 0) return;
  const skipped = leftOut(result.stacks, isSaved);
  const waiting = isSaved && !failed ? waitingIn(result.stacks.map((stack) => stack.waiting)) : 0;
  const stopped = failed ? 'Stopped by errors.' : skipped > 0 ? 'Stopped early.' : undefined;
  const stored = result.stacks.every((stack) => stack.stored);
  const sentence =
    edits.length > 0 && !failed
      ? stateDoneSentence(edits.map(({ plan }) => plan))
      : appliedSentence(counts, destroy, stopped, stored);
  if (present.messages !== undefined) {
    if (failed || skipped > 0) return;
    present.lines([present.messages.summary(sentence, counts, destroy ? 'destroy' : 'apply')]);
    if (timing !== undefined) present.lines([present.messages.took(timing.forecast, timing.calls, timing.ms)]);
    if (waiting > 0) present.lines([present.messages.log(waitingSentence(waiting))]);
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
    ...(timing === undefined ? [] : [lines([tookText(timing.forecast, timing.calls, timing.ms)])]),
    ...(waiting > 0 ? [lines([toned('strong', waitingSentence(waiting))])] : []),
    ...(result.stacks.length > 1
      ? stacksTable(
          result.stacks.map((stack) => ({ ...stack, counts: appliedCounts(stack.counts) })),
          'apply',
        )
      : []),
    ...(destroy || failed || edits.length > 0 ? [] : outputsPage(result.stacks, 'Outputs')),
  ]);
}

const waitingSentence = (count: number): string =>
  `${countOf(count, 'object')} waited for this apply. To plan ${count === 1 ? 'it' : 'them'}:  landform plan`;

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
