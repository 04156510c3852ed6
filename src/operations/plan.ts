import path from 'node:path';
import {
  append,
  DiagnosticError,
  errorDiagnostic,
  hasErrors,
  ofStack,
  type Diagnostic,
  type Limiter,
  type PolicyFinding,
  type Value,
} from '../model/index.js';
import { allProblems } from './check.js';
import { planEncryption } from './compose/index.js';
import type { OperationEnvironment, PlanningOptions } from './environment.js';
import { generateConfiguration, refuseExisting, type GeneratedConfiguration } from './generated-configuration.js';
import { guarded } from './guard.js';
import { savingTo, type SavingOptions } from './plan-file/saving.js';
import { sealOf } from './plan-file/seal.js';
import type { PlanInSet, SavedPlan } from './plan-file/write.js';
import { INTERRUPTED, plannedOutputs, planStack, withPlan, type StackPlan } from './plan-stack.js';
import { neighbourProblems, stacksToPlan } from './stacks/neighbours.js';
import { sharedLimit, variablesOf } from './stacks/open-stacks.js';
import { verdictOf } from './plan-policies.js';
import { readDurations, type Durations } from './forecast/durations.js';
import { lastRunOf } from './rollback.js';
import { openProject, type OpenProject, type Stack, type StackSource } from './project.js';
import { leftOut, needsAmong, walkStacks } from './stacks/stack-graph.js';
import { openStack } from './stacks/stack-session.js';

export interface PlanResult {
  readonly stacks: readonly StackPlan[];
  /** Stacks of the program that were not selected. */
  readonly others?: readonly StackSource[];
  readonly diagnostics: readonly Diagnostic[];
  /** What the policies of the project object to; the diagnostics have it, too. */
  readonly findings?: readonly PolicyFinding[];
  /** How many resources were written to `generateConfigOut`. */
  readonly generated?: number;
  /** The names of all stacks of the project, planned or not; absent if it could not be read. */
  readonly names?: readonly string[];
}

export interface PlanFileOptions extends SavingOptions {
  /** A new file for the configuration of resources that import blocks name and that have none. */
  readonly generateConfigOut?: string;
}

/** Plans the selected stacks, those that others need first; planned outputs are passed from one to the next. */
export async function plan(
  env: OperationEnvironment,
  options: PlanningOptions & PlanFileOptions = {},
): Promise<PlanResult> {
  return guarded<PlanResult>({ stacks: [] }, async (seen) => {
    const save = savingTo(env, options);
    const { generateConfigOut: file } = options;
    if (file !== undefined) refuseExisting(env, file);
    const project = await openProject(env, options, seen);
    const diagnostics: Diagnostic[] = [...project.diagnostics];
    if (hasErrors(diagnostics)) return { stacks: [], diagnostics: await allProblems(env, project) };
    append(diagnostics, await neighbourProblems(env, project, options.destroy === true));
    if (hasErrors(diagnostics)) return { stacks: [], diagnostics };
    const toPlan = await stacksToPlan(env, project, options);
    const planning = new Planning(env, project, options, save !== undefined);
    const plans = await planning.run(toPlan);
    append(diagnostics, plans.diagnostics);
    save?.(plans.saved, plans.saved.length === toPlan.size);
    const { generated, stacks } = plans;
    // A plan that is not allowed is saved all the same, to be reviewed: apply asks the policies again.
    const verdict = hasErrors(diagnostics) ? undefined : await verdictOf(project, stacks);
    append(diagnostics, verdict?.diagnostics ?? []);
    const findings = verdict?.findings ?? [];
    const names = [...project.stacks, ...project.others].map(({ name }) => name);
    return {
      stacks,
      others: project.others,
      findings,
      diagnostics,
      names,
      ...(generated === undefined ? {} : { generated }),
    };
  });
}

interface Planned {
  readonly planned?: StackPlan | undefined;
  readonly saved?: SavedPlan;
  readonly generated?: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** Plans stacks, each as soon as those whose outputs it may read are planned. */
class Planning {
  readonly #env: OperationEnvironment;
  readonly #project: OpenProject;
  readonly #options: PlanningOptions & PlanFileOptions;
  readonly #saves: boolean;
  readonly #durations: Durations;
  readonly #stackOutputs = new Map<string, Readonly<Record<string, Value>>>();

  constructor(
    env: OperationEnvironment,
    project: OpenProject,
    options: PlanningOptions & PlanFileOptions,
    saves: boolean,
  ) {
    this.#env = env;
    this.#project = project;
    this.#options = options;
    this.#saves = saves;
    this.#durations = readDurations(project.directory);
  }

  async run(toPlan: ReadonlyMap<Stack, PlanningOptions>): Promise<{
    readonly stacks: readonly StackPlan[];
    readonly saved: readonly PlanInSet[];
    readonly generated: number | undefined;
    readonly diagnostics: readonly Diagnostic[];
  }> {
    const stacks = [...toPlan.keys()];
    const variables = await variablesOf(this.#env, this.#project, stacks, this.#options);
    const limit = sharedLimit(stacks, this.#options);
    if (stacks.length > 1) this.#env.emit({ type: 'phase', phase: 'load', stacks: stacks.length });
    const found = new Map<Stack, Planned>();
    const order = this.#options.destroy === true ? 'needed-last' : 'needed-first';
    const left = await walkStacks(stacks, this.#all(), { order, stopping: this.#env.stopping }, async (stack) => {
      const planned = await this.#plan(stack, toPlan.get(stack), variables.get(stack), limit).catch(onlyProblems);
      found.set(stack, planned);
      return !hasErrors(planned.diagnostics);
    });
    const inOrder = stacks.flatMap((stack) => found.get(stack) ?? []);
    const diagnostics = stacks.flatMap((stack) => ofStack(stack.name, found.get(stack)?.diagnostics ?? []));
    return {
      stacks: inOrder.flatMap(({ planned }) => planned ?? []),
      saved: this.#inSet(stacks, found),
      generated: inOrder.find(({ generated }) => generated !== undefined)?.generated,
      diagnostics: [
        ...diagnostics,
        ...(this.#env.stopping() ? left.map(() => INTERRUPTED).slice(0, 1) : leftOut(left, 'planned')),
      ],
    };
  }

  #all(): readonly Pick<Stack, 'name' | 'dependencies'>[] {
    return [...this.#project.stacks, ...this.#project.others];
  }

  /** The plans to save, each with the names of those that are applied before it. */
  #inSet(stacks: readonly Stack[], found: ReadonlyMap<Stack, Planned>): readonly PlanInSet[] {
    const needs = needsAmong(stacks, this.#all());
    return stacks.flatMap((stack, index) => {
      const saved = found.get(stack)?.saved;
      const names = (needs[index] ?? []).flatMap((need) => stacks[need]?.name ?? []);
      return saved === undefined ? [] : { ...saved, needs: names };
    });
  }

  async #plan(
    stack: Stack,
    planning: PlanningOptions | undefined,
    variables: Variables | undefined,
    limit: Limiter | undefined,
  ): Promise<Planned> {
    const [env, project] = [this.#env, this.#project];
    const options = { ...this.#options, ...planning };
    const opening = { ...options, operation: 'plan', write: options.lock ?? true, orRead: true, limit };
    const opened = await openStack(env, project, stack, { ...opening, stackOutputs: this.#stackOutputs }, variables);
    try {
      const diagnostics: Diagnostic[] = [...opened.diagnostics];
      if (hasErrors(diagnostics)) return { diagnostics };
      const context = opened.context();
      const { generateConfigOut: file } = options;
      const generated = file === undefined ? undefined : await generateConfiguration(env, stack, context, file);
      append(diagnostics, generated?.diagnostics ?? []);
      if (hasErrors(diagnostics)) return { diagnostics };
      await generated?.write();
      const outcome = await planStack(
        generated?.stack ?? stack,
        generated === undefined ? context : { ...context, configuration: generated.stack.configuration },
        options,
        { ordered: this.#saves, durations: this.#durations, lastRun: () => lastRunOf(opened.session) },
      );
      append(diagnostics, outcome.diagnostics);
      if (options.refreshOnly === true && (await opened.session.isStale()))
        return { diagnostics: [...diagnostics, CHANGED_MEANWHILE] };
      const planned = generated === undefined ? outcome.planned : withGenerated(outcome.planned, generated);
      if (planned !== undefined)
        this.#stackOutputs.set(path.resolve(project.directory, stack.statePath), plannedOutputs(planned.plan));
      const isFailed = planned === undefined || (hasErrors(outcome.diagnostics) && !planned.plan.errored);
      const kept = isFailed ? outcome.failed : planned;
      const seal = sealOf(kept, opened.session, env.version, project.workspace);
      const encrypting = this.#saves ? await planEncryption(env, project, stack, opened.variables.values) : undefined;
      const saved = { plan: kept.plan, info: kept.info, seal, ...(encrypting && { encrypting }) };
      return { planned, saved, ...(generated && { generated: generated.count }), diagnostics };
    } finally {
      await opened.close();
    }
  }
}

/** What the other run did in between would look like drift. */
const CHANGED_MEANWHILE = errorDiagnostic(
  'state-changed-meanwhile',
  'Another run changed the state during the comparison',
  {
    detail:
      'Run the command again when that run has ended, or with --lock, which waits for it as long as --lock-timeout says.',
  },
);

type Variables = Parameters<typeof openStack>[4];

function onlyProblems(error: unknown): Planned {
  if (error instanceof DiagnosticError) return { diagnostics: error.diagnostics };
  throw error;
}

const withGenerated = (planned: StackPlan | undefined, generated: GeneratedConfiguration): StackPlan | undefined =>
  planned && withPlan(planned, generated.inPlan(planned.plan));
