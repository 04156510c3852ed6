import path from 'node:path';
import type { EngineContext, settleVariables } from '../engine/index.js';
import { references } from '../language/index.js';
import { markedTexts, warningDiagnostic, type Diagnostic, type Value } from '../model/index.js';
import type { ProviderPool } from '../providers/index.js';
import { currentMoment, openSession, systemClock, type Session } from '../state/index.js';
import { composeBackend, composeProviders } from './compose.js';
import type { CommonOptions, OperationEnvironment } from './environment.js';
import type { OpenProject, Stack } from './project.js';
import { stateSecrets } from './known-secrets.js';
import { resolveVariables } from './variables.js';

/** A stack that is being worked on: its state is open (and locked), its variables are settled. */
export interface StackSession {
  readonly stack: Stack;
  readonly session: Session;
  readonly diagnostics: readonly Diagnostic[];
  /** As they were settled when the stack was opened. */
  readonly variables: ReturnType<typeof settleVariables>;
  /** What the engine is given; fresh providers each time, closed with the session. */
  context(options?: { readonly variables?: ReadonlyMap<string, Value> }): EngineContext;
  close(): Promise<void>;
}

export interface SessionOptions extends CommonOptions {
  readonly operation: string;
  /** Whether anything may be written. A session that writes folds in what a dead run left behind. */
  readonly write: boolean;
  /** Reads where the state cannot be written, with a warning. */
  readonly orRead?: boolean;
  /** Outputs other stacks of this run are planned to have, by absolute path of their state. */
  readonly stackOutputs?: ReadonlyMap<string, Readonly<Record<string, Value>>>;
}

export async function openStack(
  env: OperationEnvironment,
  project: OpenProject,
  stack: Stack,
  options: SessionOptions,
): Promise<StackSession> {
  const lock = options.lock ?? true;
  if (lock || options.write) env.hold?.();
  const session = await openSession({
    backend: composeBackend(project, stack),
    operation: options.operation,
    program: `landform ${env.version}`,
    write: options.write,
    orRead: options.orRead ?? false,
    lock,
    lockTimeoutMs: options.lockTimeoutMs ?? 0,
    emit: env.emit,
    ...(env.stop === undefined ? {} : { stop: env.stop }),
  });
  const pools: ProviderPool[] = [];
  const stop = (): void => void Promise.all(pools.map((pool) => pool.stop()));
  env.signal.addEventListener('abort', stop, { once: true });
  try {
    const resolved = await resolveVariables(env, stack, stack.configuration, options);
    env.learn?.(() => [...resolved.values.values()].flatMap(markedTexts));
    env.learn?.(() => stateSecrets(session.state));
    return {
      stack,
      session,
      diagnostics: [...unwritableWarnings(session), ...resolved.diagnostics],
      variables: resolved,
      context: ({ variables } = {}) => {
        const providers = composeProviders(
          env,
          project,
          options.stackOutputs === undefined ? {} : { stackOutputs: options.stackOutputs },
        );
        pools.push(providers);
        return engineContext(
          env,
          project,
          stack,
          providers,
          session,
          variables === undefined ? resolved : { ...resolved, values: variables },
          options.parallelism ?? 10,
        );
      },
      close: async () => {
        env.signal.removeEventListener('abort', stop);
        await Promise.all(pools.map((pool) => pool.close()));
        await session.release();
      },
    };
  } catch (error) {
    await session.release();
    throw error;
  }
}

function unwritableWarnings({ unwritable }: Session): readonly Diagnostic[] {
  return (unwritable?.diagnostics ?? []).map(({ summary }) =>
    warningDiagnostic('state-read-only', 'The state cannot be written, so it is only read', {
      detail: `${summary}. Another run may change the state meanwhile. If an earlier run died, its journal is read and stays for the next run that may write.`,
    }),
  );
}

type Remembered = Pick<Session, 'state' | 'interrupted' | 'interruptedActions' | 'dueActions'>;

export function engineContext(
  env: OperationEnvironment,
  project: OpenProject,
  stack: Stack,
  providers: ProviderPool,
  { state, interrupted, interruptedActions, dueActions }: Remembered,
  variables: Pick<ReturnType<typeof settleVariables>, 'values' | 'ephemeral'>,
  parallelism: number,
): EngineContext {
  return {
    configuration: stack.configuration,
    referencesOf: references,
    providers,
    variables: variables.values,
    ephemeral: variables.ephemeral,
    state,
    interrupted,
    interruptedActions,
    dueActions,
    parallelism,
    emit: env.emit,
    signal: env.signal,
    stopping: env.stopping,
    clock: env.clock,
    moment: currentMoment,
    sleep: (milliseconds) => systemClock.sleep(milliseconds, env.signal).catch(() => undefined),
    timestamp: env
      .now()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z'),
    paths: { module: '.', root: '.', cwd: path.resolve(project.directory) },
    workspace: 'default',
    randomHex: env.randomHex,
  };
}
