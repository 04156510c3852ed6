import {
  evaluate,
  settleVariables,
  valuesFromState,
  whileApplying,
  type GivenVariable,
  type Scope,
} from '../../engine/index.js';
import { parseTemplate, type TestFile, type TestRun } from '../../language/index.js';
import {
  errorDiagnostic,
  hasErrors,
  markedTexts,
  objectValue,
  sensitive,
  Sensitive,
  warningDiagnostic,
  type Configuration,
  type Diagnostic,
  type ObjectValue,
  type ResourceChange,
  type State,
} from '../../model/index.js';
import type { Session } from '../../state/index.js';
import { PERMITTED } from '../plan-policies.js';
import type { Ready } from '../stacks/apply-stack.js';
import { applyWaves, type AppliedWaves } from '../apply-waves.js';
import { composeProviders } from '../compose/index.js';
import type { OperationEnvironment, PlanningOptions } from '../environment.js';
import { projectFiles } from '../expression-files.js';
import { stateSecrets } from '../known-secrets.js';
import { planStack, type StackPlan, type StackPlanOutcome } from '../plan-stack.js';
import type { OpenProject, Stack } from '../project.js';
import { stackDirectory } from '../written-stack.js';
import { engineContext, type StackSession } from '../stacks/stack-session.js';
import { adapt } from './adapt.js';
import { MockedProviders } from './mocked-providers.js';
import { assertionScope, testScope, type TestValues } from './scope.js';
import { Expectations, judgeAssertions, type Verdict } from './verdict.js';

/** What the runs of a file share. */
export interface RunEnvironment {
  readonly env: OperationEnvironment;
  readonly project: OpenProject;
  readonly test: TestFile;
  readonly values: TestValues;
  /** The values of variables for all runs, which a configuration need not declare. */
  readonly given: ReadonlyMap<string, GivenVariable>;
  readonly parallelism: number;
}

/** A run of which everything is settled but the state. */
export interface PreparedRun {
  readonly run: TestRun;
  readonly stack: Stack;
  /** Where its root module is, relative to the project. */
  readonly directory: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Opens it with a state; to be closed afterwards. */
  open(session: Session, env?: OperationEnvironment): StackSession;
}

export interface RunOutcome {
  readonly verdict: Verdict;
  readonly diagnostics: readonly Diagnostic[];
  /** The values of the module's outputs, for later runs. */
  readonly outputs?: ObjectValue;
  /** Absent if it was not made. */
  readonly planned?: StackPlan;
}

/** Settles the variables and providers of a run. */
export function prepareRun(shared: RunEnvironment, run: TestRun, tested: Stack, directory: string): PreparedRun {
  const { env, project, test, values } = shared;
  const surroundings = { files: projectFiles(env, stackDirectory(project, tested)), parseTemplate };
  const scope = testScope(values, surroundings);
  const adapted = adapt(tested.configuration, test, run, scope);
  const stack = { ...tested, configuration: adapted.configuration };
  const given = givenTo(tested.configuration, shared, run, scope);
  const settled = settleVariables(tested.configuration, given.values, surroundings);
  env.learn?.(() => [...settled.values.values()].flatMap(markedTexts));
  const missing = new Set(given.diagnostics.flatMap(({ address }) => address ?? []));
  const variables = { ...settled, diagnostics: [] };
  const texts = new Map<string, string>();
  const text = (key?: string): string => {
    const made = (key === undefined ? undefined : texts.get(key)) ?? env.randomHex(4);
    if (key !== undefined) texts.set(key, made);
    return made;
  };
  return {
    run,
    stack,
    directory,
    diagnostics: [
      ...adapted.diagnostics,
      ...given.diagnostics,
      ...settled.diagnostics.filter(({ address = '' }) => !missing.has(address)),
    ],
    open: (session, own = env) => {
      env.learn?.(() => stateSecrets(session.state));
      const pools: MockedProviders[] = [];
      return {
        stack,
        session,
        diagnostics: [],
        variables,
        context: () => {
          const pool = composeProviders(own, project, { directory: stackDirectory(project, stack) });
          const providers = new MockedProviders(pool, adapted, text);
          pools.push(providers);
          const context = engineContext(own, project, stack, pool, session, variables, shared.parallelism);
          return { ...context, providers, paths: { ...context.paths, module: directory, root: directory } };
        },
        close: async () => void (await Promise.all(pools.map((pool) => pool.close()))),
      };
    },
  };
}

function givenTo(
  { variables }: Configuration,
  { given, test }: RunEnvironment,
  run: TestRun,
  scope: Scope,
): { readonly values: ReadonlyMap<string, GivenVariable>; readonly diagnostics: readonly Diagnostic[] } {
  const values = new Map([...given].filter(([name]) => variables.has(name)));
  const diagnostics: Diagnostic[] = [];
  for (const [name, expression] of run.variables) {
    const source = { file: test.name, path: [...run.source.path, 'variables', name] };
    const { value, diagnostics: problems } = evaluate(expression, scope, source);
    diagnostics.push(...problems.map((problem) => ({ address: `var.${name}`, ...problem })));
    if (hasErrors(problems)) continue;
    if (variables.has(name)) values.set(name, { value, from: `the run ${run.name}` });
    else
      diagnostics.push(
        warningDiagnostic('undeclared-variable', `There is no variable ${name}`, {
          source,
          detail: `The run ${run.name} sets it, but the module under test does not declare it.`,
        }),
      );
  }
  return { values, diagnostics };
}

/** Plans or applies, and checks what must hold. */
export async function carryOutRun(
  shared: RunEnvironment,
  prepared: PreparedRun,
  session: Session,
): Promise<RunOutcome> {
  const { run } = prepared;
  const expectations = new Expectations(run);
  const end = (found: readonly Diagnostic[], more: Partial<RunOutcome> = {}): RunOutcome => {
    const diagnostics = [...expectations.remaining(found)];
    if (!hasErrors(diagnostics)) diagnostics.push(...expectations.unmet());
    return { verdict: hasErrors(diagnostics) ? 'error' : 'pass', ...more, diagnostics };
  };
  if (hasErrors(prepared.diagnostics)) return end(stoppedBy(run, prepared.diagnostics, expectations));
  const opened = prepared.open(session);
  try {
    const options = planningOptions(run);
    const outcome = await planStack(prepared.stack, opened.context(), options);
    const { planned, configuration } = outcome;
    const found = [...prepared.diagnostics, ...outcome.diagnostics.filter(({ code }) => code !== 'targeted')];
    if (planned === undefined || configuration === undefined || hasErrors(found))
      return end(stoppedBy(run, found, expectations), planned === undefined ? {} : { planned });
    const ready = { opened, planned, configuration, variables: opened.variables.values };
    let { changes } = planned.plan;
    let state = planned.plan.priorState;
    if (run.command === 'apply') {
      const applied = await applyAll(shared.env, options, ready);
      found.push(...applied.diagnostics);
      [changes, state] = [[], session.state];
      if (hasErrors(expectations.remaining(found))) return end(found, { planned });
    }
    const { scope, outputs } = await resultOf(shared, prepared, opened, changes, state);
    const judged = judgeAssertions(run, scope);
    const ended = end(found, { planned, outputs });
    if (ended.verdict !== 'pass') return ended;
    return { ...ended, verdict: judged.verdict, diagnostics: [...ended.diagnostics, ...judged.diagnostics] };
  } finally {
    await opened.close();
  }
}

/** Applies without approval. */
const applyAll = (env: OperationEnvironment, options: PlanningOptions, ready: Ready): Promise<AppliedWaves> =>
  applyWaves(
    env,
    { ...options, approve: async () => true, permit: async () => PERMITTED },
    ready,
    [],
    [],
    async (ask) => ask(),
  );

/** The diagnostics of a plan with errors. If they are expected, an apply has still not taken place. */
function stoppedBy(run: TestRun, found: readonly Diagnostic[], expectations: Expectations): readonly Diagnostic[] {
  const [expected] = found.filter((one) => one.severity === 'error' && expectations.isExpected(one));
  if (run.command === 'plan' || expected === undefined) return found;
  return [
    ...found,
    errorDiagnostic('failed-before-apply', `${run.name} failed as expected, but before it could apply anything`, {
      ...(expected.address === undefined ? {} : { address: expected.address }),
      source: run.source,
      detail: `${expected.summary}. If this is what the run should show, set command = plan.`,
    }),
  ];
}

const planningOptions = ({ targets, replace, refresh, refreshOnly }: TestRun): PlanningOptions => ({
  targets,
  replace,
  refresh,
  refreshOnly,
});

/** What assertions see: the planned values of a plan, and those in state after an apply. */
async function resultOf(
  { values }: RunEnvironment,
  { stack }: PreparedRun,
  opened: StackSession,
  changes: readonly ResourceChange[],
  state: State,
): Promise<{ readonly scope: Scope; readonly outputs: ObjectValue }> {
  const { configuration } = stack;
  const context = { ...opened.context(), state };
  const surroundings = whileApplying(context, context.timestamp);
  const found = await valuesFromState(context, { changes, withoutInstances: 'empty', surroundings });
  const outputs = objectValue();
  for (const output of configuration.outputs.values()) {
    const value = found.output(output.name);
    outputs[output.name] = output.sensitive && !(value instanceof Sensitive) ? sensitive(value) : value;
  }
  return { scope: assertionScope(found.scope(), values, configuration, outputs), outputs };
}

/** Plans and applies the destruction of everything in a state. */
export async function destroyAll(
  shared: RunEnvironment,
  prepared: PreparedRun,
  session: Session,
): Promise<readonly Diagnostic[]> {
  const { env } = shared;
  // A first request to stop ends the runs, and not the destruction of what they created.
  const own = { ...env, stopping: () => env.signal.aborted };
  const opened = prepared.open(session, own);
  try {
    const options = { destroy: true };
    const { planned, configuration, diagnostics }: StackPlanOutcome = await planStack(
      prepared.stack,
      opened.context(),
      options,
    );
    if (planned === undefined || configuration === undefined || hasErrors(diagnostics)) return diagnostics;
    const ready = { opened, planned, configuration, variables: opened.variables.values };
    const applied = await applyAll(own, options, ready);
    return [...diagnostics, ...applied.diagnostics];
  } finally {
    await opened.close();
  }
}
