import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import process from 'node:process';
import type { Event } from '../model/index.js';
import {
  apply,
  drift,
  importResource,
  output,
  plan,
  showPlan,
  tracedByHost,
  validate,
  type ApplyOptions,
  type ApplyResult,
  type CommonOptions,
  type DriftOptions,
  type DriftResult,
  type ImportResult,
  type OperationEnvironment,
  type OutputResult,
  type PlanFileOptions,
  type PlanningOptions,
  type PlanResult,
  type Program,
  type ShowPlanOptions,
  type ShowPlanResult,
  type StackOptions,
  type ValidateResult,
} from '../operations/index.js';
import { KnownSecrets, planSecrets } from '../render/index.js';
import { plansIn, renderResult, type Renderable, type RenderOptions } from './render.js';

export interface ProjectOptions {
  /** The project's folder: where state is kept, and what paths are relative to. Default: the working directory. */
  readonly directory?: string | undefined;
  /**
   * An app, or a function that creates one, instead of the program that `landform.json` names. Without it, the folder
   * needs a `landform.json` or `*.tf.json` files.
   */
  readonly program?: Program | undefined;
  /** Environment variables: `TF_VAR_…`, and those that providers read. Default: those of the process. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** Called with each event as it happens, without secrets. It must not throw. */
  readonly onEvent?: ((event: Event) => void) | undefined;
  /** Once aborted, running provider calls are finished and recorded, and no new ones are started. */
  readonly stop?: AbortSignal | undefined;
  /** Once aborted, running provider calls are aborted, too. */
  readonly abort?: AbortSignal | undefined;
}

/** Whether to apply these plans. */
export type Approve = ApplyOptions['approve'];

/**
 * A project whose operations a program calls. Each returns its result with diagnostics, and only rejects because of a
 * defect: `hasErrors(result.diagnostics)` tells whether it failed. Nothing is printed, and there are no prompts.
 */
export class Project {
  readonly #environment: OperationEnvironment;
  readonly #secrets = new KnownSecrets();

  constructor({
    directory = process.cwd(),
    program,
    environment = process.env,
    onEvent,
    stop,
    abort,
  }: ProjectOptions = {}) {
    const secrets = this.#secrets;
    this.#environment = {
      directory: path.resolve(directory),
      program,
      environment,
      emit: (event) => onEvent?.(secrets.withoutSecrets(event)),
      learn: (found) => secrets.learn(found),
      stop: stop ?? new AbortController().signal,
      stopping: () => stop?.aborted === true || abort?.aborted === true,
      signal: abort ?? new AbortController().signal,
      clock: () => performance.now(),
      now: () => new Date(),
      randomHex: (bytes) => randomBytes(bytes).toString('hex'),
      version: packageVersion(),
    };
  }

  /** Plans the stacks. With `out`, their plans are saved to one file. */
  plan(options: PlanningOptions & PlanFileOptions = {}): Promise<PlanResult> {
    return this.#run('plan', () => plan(this.#environment, options));
  }

  /** Plans and applies, or applies the plan in `planFile`. Without `approve`, every plan is applied. */
  apply(options: Partial<ApplyOptions> = {}): Promise<ApplyResult> {
    return this.#run('apply', () => apply(this.#environment, { approve: () => Promise.resolve(true), ...options }));
  }

  /** Destroys everything in state. Without `approve`, no approval is needed. */
  destroy(options: Partial<ApplyOptions> = {}): Promise<ApplyResult> {
    return this.apply({ ...options, destroy: true });
  }

  /** Compares real infrastructure with the state. */
  drift(options: DriftOptions = {}): Promise<DriftResult> {
    return this.#run('drift', () => drift(this.#environment, options));
  }

  /** Imports an existing object into state, at an address in the configuration. */
  import(options: CommonOptions & { readonly address: string; readonly id: string }): Promise<ImportResult> {
    return this.#run('import', () => importResource(this.#environment, options));
  }

  /** The outputs in state. */
  outputs(options: StackOptions = {}): Promise<OutputResult> {
    return this.#run('output', () => output(this.#environment, options));
  }

  /** Reads a saved plan. */
  showPlan(options: ShowPlanOptions): Promise<ShowPlanResult> {
    return this.#run('show', () => showPlan(this.#environment, options));
  }

  /** Checks the configuration without state, variables or services. */
  validate(options: StackOptions = {}): Promise<ValidateResult> {
    return this.#run('validate', () => validate(this.#environment, options));
  }

  /** Renders plans, outputs and diagnostics of a result as `landform` prints them. Sensitive values are not shown. */
  render(result: Renderable, options: RenderOptions = {}): string {
    return renderResult(result, options, { directory: this.#environment.directory, secrets: this.#secrets });
  }

  /** Runs an operation, and returns its result with its messages as they may be shown. */
  async #run<T extends Renderable>(name: string, operation: () => Promise<T>): Promise<T> {
    const result = await tracedByHost(this.#environment, name, this.#secrets.clean, operation);
    for (const { plan: made, ignored } of plansIn(result)) this.#secrets.learn(() => planSecrets(made, ignored));
    return { ...result, diagnostics: result.diagnostics.map((diagnostic) => this.#secrets.diagnostic(diagnostic)) };
  }
}

function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
