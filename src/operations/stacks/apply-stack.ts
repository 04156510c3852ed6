import { addApplyCounts, applyPlan, noCounts, type ApplyOutcome, type ValidConfiguration } from '../../engine/index.js';
import {
  checkResultsFromJson,
  DiagnosticError,
  hasErrors,
  sameCheckResults,
  tracedWithProblems,
  type Deferred,
  type Diagnostic,
  type EditedState,
  type OutputState,
  type Value,
} from '../../model/index.js';
import type { Session } from '../../state/index.js';
import type { PlanningOptions } from '../environment.js';
import { Measure } from '../forecast/measure.js';
import { addTook, type Took } from '../forecast/timing.js';
import type { StackPlan } from '../plan-stack.js';
import type { StackSession } from './stack-session.js';

export interface AppliedStack {
  readonly name: string;
  /** False when there was nothing to do, or a stack that comes before it failed. */
  readonly applied: boolean;
  /** `left-out`: not started, because a stack that comes before it failed, or the run was stopped. */
  readonly status: 'applied' | 'unchanged' | 'failed' | 'left-out';
  readonly counts: ApplyOutcome['counts'];
  /** Addresses whose changes were not started. */
  readonly skipped: readonly string[];
  readonly outputs: Readonly<Record<string, OutputState>>;
  /** What is still to be planned and applied: empty unless a saved plan was applied, or the run ended early. */
  readonly waiting: readonly Deferred[];
  /** False if the state could not be stored. The completed changes are then in the journal, unless writing that failed too. */
  readonly stored: boolean;
  /** What the apply took; absent if nothing was applied. */
  readonly took?: Took;
}

/** A stack whose plan can be applied. */
export interface Ready {
  readonly opened: StackSession;
  /** How it was planned, unless its plan was saved. */
  readonly planning?: PlanningOptions;
  readonly planned: StackPlan;
  readonly configuration: ValidConfiguration;
  /** As resolved when the plan was created. */
  readonly variables: ReadonlyMap<string, Value>;
  /** Of a plan that only changes the state: what it leads to. */
  readonly edited?: EditedState;
}

interface Applied {
  readonly stack: AppliedStack;
  readonly diagnostics: readonly Diagnostic[];
}

/** Applies one plan and stores the state. */
export const applyStack = async (ready: Ready): Promise<Applied> =>
  tracedWithProblems(
    () => ({ name: 'apply stack', attributes: { 'landform.stack.name': ready.planned.name } }),
    () => applyReady(ready),
  );

async function applyReady(ready: Ready): Promise<Applied> {
  const { opened, planned, configuration, variables } = ready;
  const { plan } = planned;
  const { session } = opened;
  if (ready.edited !== undefined)
    return plan.applyable ? storeEdited(ready, ready.edited) : { stack: untouched(ready), diagnostics: [] };
  const checked = sameCheckResults(checkResultsFromJson(session.state.checkResults), plan.checks);
  if (!plan.applyable && plan.refreshed.length === 0 && plan.resolved.length === 0 && checked) {
    // An apply always leaves a state for its readers, even an empty one.
    const unsaved = session.isUnwritten ? await commitProblems(session) : [];
    return {
      stack: { ...untouched(ready), status: unsaved.length > 0 ? 'failed' : 'unchanged', stored: unsaved.length === 0 },
      diagnostics: unsaved,
    };
  }
  const total = plan.steps.filter((step) => step.kind !== 'gather').length;
  const context = opened.context({ variables });
  context.emit({ type: 'phase', phase: 'apply', total });
  const measure = new Measure(context.emit);
  const startedMs = context.clock();
  const outcome = await applyPlan({ ...context, configuration, emit: measure.emit }, plan, session.recorder);
  const unsaved = await commitProblems(session);
  return {
    stack: {
      name: planned.name,
      applied: plan.applyable,
      status: hasErrors(outcome.diagnostics) || unsaved.length > 0 ? 'failed' : 'applied',
      counts: outcome.counts,
      skipped: outcome.skipped,
      outputs: outcome.outputs,
      waiting: plan.deferred,
      stored: unsaved.length === 0,
      took: {
        forecast: plan.forecast,
        needs: planned.needs,
        calls: measure.calls,
        startedMs,
        endedMs: context.clock(),
        times: measure.times(plan),
      },
    },
    diagnostics: [...outcome.diagnostics, ...unsaved],
  };
}

/** Stores an edited state in one step: a run that dies leaves the old state or the new one. */
async function storeEdited(ready: Ready, { state, replaces }: EditedState): Promise<Applied> {
  const { changes } = ready.planned.plan;
  const unsaved = await commitProblems(ready.opened.session, { state, replaces });
  return {
    stack: {
      ...untouched(ready),
      applied: unsaved.length === 0,
      status: unsaved.length === 0 ? 'applied' : 'failed',
      stored: unsaved.length === 0,
      counts: {
        ...noCounts(),
        imported: changes.filter(({ importing }) => importing !== undefined).length,
        forgotten: changes.filter(({ action }) => action === 'forget').length,
      },
    },
    diagnostics: unsaved,
  };
}

/** Stores the state. A failure to do so is reported in addition to earlier errors, and does not hide them. */
async function commitProblems(
  session: Session,
  edited?: Pick<EditedState, 'state' | 'replaces'>,
): Promise<readonly Diagnostic[]> {
  try {
    if (edited?.replaces === true) await session.replace(edited.state);
    else await session.commit(edited?.state);
    return [];
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
}

/** A stack to which nothing was done. */
export function untouched(ready: Ready): AppliedStack {
  return {
    name: ready.planned.name,
    applied: false,
    status: 'unchanged',
    counts: noCounts(),
    skipped: [],
    waiting: ready.planned.plan.deferred,
    outputs: Object.fromEntries(ready.opened.session.state.outputs),
    stored: true,
  };
}

/** A stack that was not started. */
export const notStarted = (ready: Ready): AppliedStack => ({
  ...untouched(ready),
  status: 'left-out',
  skipped: [...new Set(ready.planned.plan.steps.flatMap((step) => (step.kind === 'gather' ? [] : step.address)))],
});

/** The result of one wave after another. */
export const addWave = (before: AppliedStack, now: AppliedStack): AppliedStack => ({
  ...now,
  applied: before.applied || now.applied,
  status: now.status === 'unchanged' ? before.status : now.status,
  counts: addApplyCounts(before.counts, now.counts),
  ...(before.took && now.took && { took: addTook(before.took, now.took) }),
});
