import { stateChanges, stateOutputChanges } from '../../engine/index.js';
import {
  configuredResource,
  errorDiagnostic,
  warningDiagnostic,
  type Configuration,
  type Diagnostic,
  type EditedState,
  type Plan,
  type State,
  type StateEdit,
} from '../../model/index.js';
import type { Providers } from '../../providers/index.js';
import { applyEdits, sameContent, type Session } from '../../state/index.js';
import { stackPlan, type StackPlan } from '../plan-stack.js';
import type { Stack } from '../project.js';
import { schemasOf } from '../schemas.js';

export interface PlannedEdits {
  readonly planned: StackPlan;
  /** The state that the plan leads to. */
  readonly edited: EditedState;
}

/**
 * The plan of edits of a state. It follows from its arguments alone, so apply makes the same plan again. Throws a DiagnosticError
 * if an edit is impossible.
 */
export async function planOfEdits(
  stack: Stack,
  providers: Providers,
  state: State,
  edits: readonly StateEdit[],
  timestamp: string,
): Promise<PlannedEdits> {
  const edited = applyEdits(state, edits);
  const schemas = await schemasOf(providers, stack.configuration, state, edited.state);
  const isOther = edited.replaces && (edited.state.lineage !== state.lineage || edited.state.serial !== state.serial);
  const plan: Plan = {
    mode: 'state',
    timestamp,
    variables: new Map(),
    ephemeral: [],
    changes: stateChanges(state, edited, schemas.schemaOf, stack.configuration),
    deferred: [],
    drift: [],
    outputs: stateOutputChanges(state, edited.state),
    invocations: [],
    steps: [],
    priorState: state,
    refreshed: [],
    resolved: [],
    checks: [],
    applyable: isOther || !sameContent(state, edited.state),
    complete: true,
    errored: false,
    targets: [],
    edits,
  };
  return { planned: stackPlan(stack, plan, schemas), edited };
}

/** Calls without an outcome may still add objects, under addresses that edits would move or remove. */
export function unfinishedCalls({ interrupted }: Pick<Session, 'interrupted'>): readonly Diagnostic[] {
  return interrupted.length === 0 ? [] : [UNFINISHED];
}

const UNFINISHED = errorDiagnostic('unfinished-calls', 'An interrupted run is not finished', {
  detail:
    'Some of its calls may still take effect, so what a plan shows of the state may be wrong. Finish it with "landform apply", or drop an attempt with "landform state rm ADDRESS", without --out.',
});

/** How many addresses a warning names. */
const NAMED = 5;

/** What the next plan will do because the program and the state no longer agree. */
export function nextPlanWarnings(
  { planned, edited }: PlannedEdits,
  configuration: Configuration,
): readonly Diagnostic[] {
  const { changes } = planned.plan;
  const isConfigured = (resourceKey: string): boolean => configuredResource(configuration, resourceKey) !== undefined;
  const managed = changes.filter(({ resource, deposed }) => resource.mode === 'managed' && deposed === undefined);
  const created = managed.filter(
    ({ action, resourceKey, address }) =>
      action === 'forget' &&
      isConfigured(resourceKey) &&
      !changes.some((one) => one.address === address && one.action !== 'forget'),
  );
  const destroyed = managed.filter(
    ({ action, resourceKey, previousAddress, importing, inState }) =>
      action !== 'forget' &&
      (previousAddress !== undefined || importing !== undefined || inState === 'added') &&
      edited.state.resources.has(resourceKey) &&
      !isConfigured(resourceKey),
  );
  const named = (found: typeof changes): string => {
    const names = found.slice(0, NAMED).map(({ address }) => address);
    return `${names.join(', ')}${found.length > NAMED ? ` and ${found.length - NAMED} more` : ''}`;
  };
  return [
    ...(created.length === 0
      ? []
      : [
          warningDiagnostic('still-configured', 'The program still has what this plan removes from the state', {
            detail: `The next apply creates again: ${named(created)}. Remove it from the program too, or give it another object with "landform import".`,
          }),
        ]),
    ...(destroyed.length === 0
      ? []
      : [
          warningDiagnostic('unconfigured-target', 'The program does not have all addresses that objects get', {
            detail: `The next apply destroys: ${named(destroyed)}. Write it into the program first, under that address, and plan again.`,
          }),
        ]),
  ];
}
