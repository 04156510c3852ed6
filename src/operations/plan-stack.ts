import {
  configurationToDestroy,
  createPlan,
  sealedConfiguration,
  validateConfiguration,
  validateEvaluation,
  type EngineContext,
  type PlanOptions,
  type ValidConfiguration,
  keptVariables,
} from '../engine/index.js';
import {
  append,
  hasErrors,
  errorDiagnostic,
  expectedMs,
  timeForecastOf,
  configuredAction,
  parseActionAddress,
  planToJson,
  TERRAFORM_VERSION,
  tracedWithProblems,
  UNKNOWN,
  wholeJson,
  warningDiagnostic,
  type Diagnostic,
  type JsonObject,
  type Pace,
  type Plan,
  type PlanJsonInfo,
  type SchemaOf,
  type Value,
  objectIn,
} from '../model/index.js';
import { outcomesOf } from './lost-creates.js';
import type { PlanningOptions } from './environment.js';
import { configurationJson } from './configuration-json.js';
import { relevantAttributes } from './relevant-attributes.js';
import { rollbackOf, rolledBack, type LastRun } from './rollback.js';
import { schemasOf, type UsedSchemas } from './schemas.js';
import type { Durations } from './forecast/durations.js';
import { Measure } from './forecast/measure.js';
import type { Stack } from './project.js';

/** The plan of one stack, with everything needed to render it. */
export interface StackPlan {
  /** Empty for a plain folder. */
  readonly name: string;
  /** The names of the stacks that come before it. */
  readonly needs: readonly string[];
  readonly plan: Plan;
  readonly stack: Stack;
  readonly schemaOf: SchemaOf;
  /** Versions of the providers used, by source. */
  readonly providers: Readonly<Record<string, string>>;
  /** Everything needed to write Terraform's representation (`terraform show -json`). */
  readonly info: PlanJsonInfo;
  /** The complete representation of Terraform. For a large plan, prefer `plan --out`. */
  planJson(): JsonObject;
}

export interface StackPlanOutcome {
  readonly planned?: StackPlan;
  /** The configuration that was planned; present if there is a plan. */
  readonly configuration?: ValidConfiguration;
  /** An empty plan which records that planning failed, saved if there are errors and no plan. */
  readonly failed: StackPlan;
  readonly diagnostics: readonly Diagnostic[];
}

/** The stacks that have the action to invoke; all stacks if none has it, so that planning reports that. */
export function stacksToInvoke(stacks: readonly Stack[], { invoke }: PlanningOptions): readonly Stack[] {
  const action = invoke === undefined ? undefined : parseActionAddress(invoke)?.address;
  if (action === undefined) return stacks;
  const having = stacks.filter((stack) => configuredAction(stack.configuration, action) !== undefined);
  return having.length === 0 ? stacks : having;
}

export function planOptions(options: PlanningOptions, ordered = true): PlanOptions {
  return {
    mode: modeOf(options),
    ...(options.invoke === undefined ? {} : { invoke: options.invoke }),
    targets: options.targets ?? [],
    excludes: options.excludes ?? [],
    replace: options.replace ?? [],
    refresh: options.refresh ?? true,
    ordered,
  };
}

function modeOf({ destroy, refreshOnly, invoke }: PlanningOptions): PlanOptions['mode'] {
  if (invoke !== undefined) return 'invoke';
  return destroy === true ? 'destroy' : refreshOnly === true ? 'refresh-only' : 'normal';
}

export const INTERRUPTED = errorDiagnostic('interrupted', 'Stopped before the plan was complete', {
  detail: 'Nothing was changed. Run the command again.',
});

const limitedBy = (option: string): Diagnostic =>
  warningDiagnostic('targeted', `The plan is limited by ${option} and may be incomplete`, {
    detail: `Use ${option} only to recover from errors or to work around a failure. Afterwards, plan without it.`,
  });

export interface PlanningHow {
  /** False if the plan will be neither saved nor applied. Default: true. */
  readonly ordered?: boolean;
  /** What is known of the last run, to roll it back. */
  readonly lastRun?: () => Promise<LastRun>;
  /** How long calls took in earlier runs; without it, the time of the apply is not forecast. */
  readonly durations?: Durations;
}

/** Validates and plans one stack. */
export const planStack = async (
  stack: Stack,
  context: EngineContext,
  options: PlanningOptions,
  how: PlanningHow = {},
): Promise<StackPlanOutcome> =>
  tracedWithProblems(
    () => ({
      name: 'plan stack',
      attributes: {
        'landform.stack.name': stack.name,
        'landform.workspace': context.workspace,
        'landform.plan.mode': modeOf(options),
      },
    }),
    () => validateAndPlan(stack, context, options, how),
  );

async function validateAndPlan(
  stack: Stack,
  given: EngineContext,
  options: PlanningOptions,
  { durations, ordered = true, lastRun = async () => ({}) }: PlanningHow,
): Promise<StackPlanOutcome> {
  const measure = new Measure(given.emit);
  const context = durations === undefined ? given : { ...given, emit: measure.emit };
  const schemas = await schemasOf(context.providers, stack.configuration, context.state);
  const failed = stackPlan(stack, failedPlan(context, options), schemas);
  const validation = await validateConfiguration(context);
  const diagnostics: Diagnostic[] = [...validation.diagnostics];
  let configuration =
    validation.configuration ?? (options.destroy === true ? configurationToDestroy(context.configuration) : undefined);
  if (configuration === undefined)
    return { failed, diagnostics: [...diagnostics, ...(await validateEvaluation(context, diagnostics))] };
  const told = await outcomesOf(context, options, stack.name === '');
  append(diagnostics, told.diagnostics);
  if (hasErrors(told.diagnostics)) return { failed, diagnostics };
  const back = options.rollback === true ? rollbackOf(context, await lastRun(), schemas) : undefined;
  if (back !== undefined && back.configuration === undefined)
    return { failed, diagnostics: [...diagnostics, ...back.diagnostics] };
  if (back !== undefined) configuration = sealedConfiguration(back.configuration);
  context.emit({ type: 'phase', phase: 'plan' });
  const { outcomes } = told;
  const { targets } = back ?? options;
  const outcome = await createPlan(
    { ...context, configuration, outcomes },
    planOptions({ ...options, ...(targets && { targets }) }, ordered),
  );
  append(diagnostics, outcome.diagnostics);
  if ((options.targets ?? []).length > 0) diagnostics.push(limitedBy('--target'));
  if ((options.excludes ?? []).length > 0) diagnostics.push(limitedBy('--exclude'));
  // Unvisited resources have no changes in this plan, so it must be neither saved nor applied.
  if (context.stopping()) return { failed, diagnostics: [...diagnostics, INTERRUPTED] };
  if (outcome.plan === undefined) return { failed, diagnostics };
  const plan = durations === undefined ? outcome.plan : await withForecast(outcome.plan, context, measure, durations);
  if (back === undefined) return { planned: stackPlan(stack, plan, schemas), configuration, failed, diagnostics };
  const reversed = rolledBack(plan, back);
  append(diagnostics, reversed.diagnostics);
  return { planned: stackPlan(stack, reversed.plan, schemas), configuration, failed, diagnostics };
}

/** Below this, a forecast changes no decision: the apply is over almost as soon as it is read. */
const WORTH_SAYING_MS = 5000;

async function withForecast(
  plan: Plan,
  { parallelism, providers }: EngineContext,
  measure: Measure,
  durations: Durations,
): Promise<Plan> {
  const paces = (await providers.paces?.()) ?? new Map<string, Pace>();
  const forecast = timeForecastOf(plan, { parallelism, earlier: durations, reads: measure.reads(plan), paces });
  return forecast === undefined || expectedMs(forecast) < WORTH_SAYING_MS ? plan : { ...plan, forecast };
}

const failedPlan = (context: EngineContext, options: PlanningOptions): Plan => ({
  mode: modeOf(options),
  timestamp: context.timestamp,
  ...keptVariables(context),
  changes: [],
  deferred: [],
  drift: [],
  outputs: [],
  invocations: [],
  steps: [],
  priorState: context.state,
  refreshed: [],
  resolved: [],
  checks: [],
  applyable: false,
  complete: false,
  errored: true,
  targets: options.targets ?? [],
});

export function stackPlan(stack: Stack, plan: Plan, schemas: UsedSchemas): StackPlan {
  const info: PlanJsonInfo = {
    terraformVersion: TERRAFORM_VERSION,
    schemaOf: schemas.schemaOf,
    configuration: configurationJson(stack.configuration, schemas),
    relevantAttributes: () => relevantAttributes(plan, stack.configuration),
  };
  return {
    name: stack.name,
    needs: stack.dependencies,
    plan,
    stack,
    schemaOf: schemas.schemaOf,
    providers: schemas.versions,
    info,
    planJson: () => objectIn(wholeJson(planToJson(plan, info))),
  };
}

/** The same with another plan. */
export const withPlan = (planned: StackPlan, plan: Plan): StackPlan => ({
  ...planned,
  plan,
  planJson: () => objectIn(wholeJson(planToJson(plan, planned.info))),
});

/** The planned outputs of a stack, for the stacks that read them. */
export function plannedOutputs(plan: Plan): Readonly<Record<string, Value>> {
  return Object.fromEntries([
    ...plan.outputs
      .filter((output) => output.action !== 'delete')
      .map((output) => [output.name, output.after] as const),
    ...plan.deferred
      .filter(({ kind }) => kind === 'output')
      .map(({ address }) => [outputName(address), UNKNOWN] as const),
  ]);
}

const outputName = (address: string): string => address.slice('output.'.length);
