import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { legible, legibleEvent, type Diagnostic, type Event } from '../model/index.js';
import {
  apply,
  drift,
  importResource,
  output,
  plan,
  showPlan,
  type ApplyResult,
  type DriftResult,
  type ImportResult,
  type OperationEnvironment,
  type OutputResult,
  type PlanFileOptions,
  type PlanningOptions,
  type PlanResult,
  type ShowPlanResult,
} from '../operations/index.js';

export interface HarnessOptions {
  /** The project's folder. */
  readonly directory: string;
  /** Environment variables for the operations; the process's own are not used. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly version?: string;
}

/** A project under test: operations as functions, events as a list, no output. */
export interface Harness {
  readonly events: readonly Event[];
  plan(options?: PlanningOptions & PlanFileOptions): Promise<PlanResult>;
  /** Applies without approval. */
  apply(options?: PlanningOptions & { readonly planFile?: string; readonly verifyKey?: string }): Promise<ApplyResult>;
  destroy(options?: PlanningOptions): Promise<ApplyResult>;
  showPlan(options: { readonly file: string }): Promise<ShowPlanResult>;
  import(options: { readonly address: string; readonly id: string }): Promise<ImportResult>;
  drift(): Promise<DriftResult>;
  output(): Promise<OutputResult>;
}

export function createHarness(options: HarnessOptions): Harness {
  const events: Event[] = [];
  const env = testEnvironment(options, (event) => void events.push(legibleEvent(event)));
  const approve = (): Promise<boolean> => Promise.resolve(true);
  return {
    events,
    plan: (more = {}) => shown(plan(env, more)),
    apply: (more = {}) => shown(apply(env, { ...more, approve })),
    destroy: (more = {}) => shown(apply(env, { ...more, destroy: true, approve })),
    showPlan: (more) => shown(showPlan(env, more)),
    import: (more) => shown(importResource(env, more)),
    drift: () => shown(drift(env)),
    output: () => shown(output(env)),
  };
}

/** A result whose messages are as they are shown, though no secret is known here. */
async function shown<T extends { readonly diagnostics: readonly Diagnostic[] }>(operation: Promise<T>): Promise<T> {
  const result = await operation;
  return { ...result, diagnostics: result.diagnostics.map((diagnostic) => legible(diagnostic)) };
}

/** An environment in which nothing is ever stopped. */
export function testEnvironment(
  options: HarnessOptions,
  emit: OperationEnvironment['emit'] = () => undefined,
): OperationEnvironment {
  return {
    directory: options.directory,
    environment: options.environment ?? {},
    emit,
    signal: new AbortController().signal,
    stopping: () => false,
    clock: () => performance.now(),
    now: () => new Date(),
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
    version: options.version ?? '0.0.0-test',
  };
}
