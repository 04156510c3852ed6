import { setMaxListeners } from 'node:events';
import type { EngineContext, settleVariables } from '../../engine/index.js';
import { parseTemplate, references } from '../../language/index.js';
import { markedTexts, type Diagnostic, type Emit, type Limiter, type Value } from '../../model/index.js';
import type { ProviderPool } from '../../providers/index.js';
import { currentMoment, systemClock, type Session } from '../../state/index.js';
import { composeProviders, composeProvisioners, stateDecrypter } from '../compose/index.js';
import type { CommonOptions, OperationEnvironment } from '../environment.js';
import { projectFiles } from '../expression-files.js';
import type { OpenProject, Stack } from '../project.js';
import { stateSecrets } from '../known-secrets.js';
import { openStateSession, type StateSessionOptions } from '../state-session.js';
import { resolveVariables } from '../variables.js';
import { stackDirectory } from '../written-stack.js';

/** A stack in use: its state is open (and locked), and its variables are resolved. */
export interface StackSession {
  readonly stack: Stack;
  readonly session: Session;
  readonly diagnostics: readonly Diagnostic[];
  /** As resolved when the stack was opened. */
  readonly variables: ReturnType<typeof settleVariables>;
  /** Creates the engine's context, with new providers each time, which are closed with the session. */
  context(options?: { readonly variables?: ReadonlyMap<string, Value> }): EngineContext;
  close(): Promise<void>;
}

export interface SessionOptions extends CommonOptions, StateSessionOptions {
  /** Planned outputs of other stacks in this run, by the absolute path of their state. */
  readonly stackOutputs?: ReadonlyMap<string, Readonly<Record<string, Value>>>;
  /** The limit on provider calls of all stacks in this run. */
  readonly limit?: Limiter | undefined;
}

/** Opens a stack, with its variables as resolved before. Resolving may ask the user, so the state is locked only afterwards. */
export async function openStack(
  given: OperationEnvironment,
  project: OpenProject,
  stack: Stack,
  options: SessionOptions,
  variables?: Awaited<ReturnType<typeof resolveVariables>>,
): Promise<StackSession> {
  // Each stack of the run listens.
  setMaxListeners(0, given.signal, ...(given.stop === undefined ? [] : [given.stop]));
  const resolved = variables ?? (await resolveVariables(given, project, stack, options));
  const env = { ...given, emit: emitOf(stack, given.emit) };
  if (stack.name !== '') env.emit({ type: 'phase', phase: 'load' });
  const { session, warnings } = await openStateSession(env, project, stack, { ...options, values: resolved.values });
  const pools: ProviderPool[] = [];
  const stop = (): void => void Promise.all(pools.map((pool) => pool.stop()));
  env.signal.addEventListener('abort', stop, { once: true });
  try {
    env.learn?.(() => [...resolved.values.values()].flatMap(markedTexts));
    env.learn?.(() => stateSecrets(session.state));
    return {
      stack,
      session,
      diagnostics: [...warnings, ...resolved.diagnostics],
      variables: resolved,
      context: ({ variables } = {}) => {
        const providers = composeProviders(env, project, {
          directory: stackDirectory(project, stack),
          stackOutputs: options.stackOutputs,
          isCdktf: stack.kind === 'cdktf',
          limit: options.limit,
          decrypt: stateDecrypter(env, project, stack, resolved.values),
        });
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

/** Everything that is emitted concerns the stack, including the wait for its lock. */
export const emitOf = ({ name }: Pick<Stack, 'name'>, emit: Emit): Emit =>
  name === '' ? emit : (event) => emit({ ...event, stack: name });

type Remembered = Pick<Session, 'state' | 'interrupted' | 'interruptedActions' | 'dueActions'>;

export function engineContext(
  env: OperationEnvironment,
  project: OpenProject,
  stack: Stack,
  providers: ProviderPool,
  { state, interrupted, interruptedActions, dueActions }: Remembered,
  variables: Pick<ReturnType<typeof settleVariables>, 'values' | 'asGiven' | 'ephemeral'>,
  parallelism: number,
): EngineContext {
  const directory = stackDirectory(project, stack);
  const now = (): string =>
    env
      .now()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z');
  return {
    configuration: stack.configuration,
    referencesOf: references,
    parseTemplate,
    providers,
    provisioners: composeProvisioners(env, { directory }),
    variables: variables.values,
    variablesAsGiven: variables.asGiven,
    ephemeral: variables.ephemeral,
    state,
    interrupted,
    interruptedActions,
    dueActions,
    parallelism,
    emit: env.emit,
    stop: env.stop ?? env.signal,
    signal: env.signal,
    stopping: env.stopping,
    clock: env.clock,
    moment: currentMoment,
    sleep: (milliseconds, ended) => {
      const signal = ended === undefined ? env.signal : AbortSignal.any([env.signal, ended]);
      return systemClock.sleep(milliseconds, signal).catch(() => undefined);
    },
    timestamp: now(),
    now,
    files: projectFiles(env, directory),
    paths: { module: '.', root: '.', cwd: directory },
    workspace: project.workspace,
    randomHex: env.randomHex,
  };
}
