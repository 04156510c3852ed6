import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Diagnostic, Event } from '../model/index.js';
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
  type Program,
  type ShowPlanResult,
} from '../operations/index.js';
import { KnownSecrets } from '../render/index.js';
import { memoryStore, type MemoryStore } from '../state/index.js';
import { MockedSources, type Mocks } from './mocks.js';

export interface HarnessOptions {
  /** The project's folder. Default: the working directory. */
  readonly directory?: string;
  /** An app, or a function that creates one, instead of the program that `landform.json` names. */
  readonly program?: Program;
  /** Environment variables for the operations; the process's own are not used. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Providers that are not configured and call no service. The state is then in memory. */
  readonly mocks?: Mocks;
  /** `memory`: it begins empty and ends with the harness. `project`: that of the project, in its backend. Default: `project`. */
  readonly state?: 'memory' | 'project';
  /** The time, as plans have it. Default: that of the system. */
  readonly now?: () => Date;
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

export function createHarness(options: HarnessOptions = {}): Harness {
  const events: Event[] = [];
  const { mocks, state = mocks === undefined ? 'project' : 'memory' } = options;
  if (mocks !== undefined && state === 'project')
    throw new TypeError(
      'Made-up objects do not belong into the state of the project: leave out "state" beside "mocks".',
    );
  const mocked = mocks && new MockedSources(mocks);
  const substitutes = {
    ...(mocked && { mockOf: mocked.mockOf }),
    ...(state === 'memory' && { stateOf: statesInMemory() }),
  };
  const secrets = new KnownSecrets();
  const env: OperationEnvironment = {
    ...testEnvironment(options, (event) => void events.push(secrets.withoutSecrets(event))),
    learn: (found) => secrets.learn(found),
    substitutes,
  };
  /** A result whose messages are as they may be shown. */
  const shown = async <T extends { readonly diagnostics: readonly Diagnostic[] }>(
    operation: Promise<T>,
  ): Promise<T> => {
    const result = await operation;
    const diagnostics = [...result.diagnostics, ...(mocked?.unused() ?? [])];
    return { ...result, diagnostics: diagnostics.map((diagnostic) => secrets.diagnostic(diagnostic)) };
  };
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

/** A memory for the state of each stack. */
function statesInMemory(): (stack: string) => MemoryStore {
  const stores = new Map<string, MemoryStore>();
  return (stack) => {
    const store = stores.get(stack) ?? memoryStore();
    stores.set(stack, store);
    return store;
  };
}

/** An environment in which nothing is ever stopped. */
export function testEnvironment(
  options: HarnessOptions,
  emit: OperationEnvironment['emit'] = () => undefined,
): OperationEnvironment {
  return {
    directory: path.resolve(options.directory ?? '.'),
    program: options.program,
    environment: options.environment ?? {},
    emit,
    signal: new AbortController().signal,
    stopping: () => false,
    clock: () => performance.now(),
    now: options.now ?? (() => new Date()),
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
    version: options.version ?? '0.0.0-test',
  };
}
