import type {
  Configuration,
  Diagnostic,
  DueAction,
  Emit,
  Interrupted,
  InterruptedAction,
  Moment,
  ResourceConfiguration,
  State,
  Value,
} from '../model/index.js';
import type { CallContext } from '../providers/requests.js';
import type { Providers } from '../providers/source.js';
import { ephemeralAddresses } from './validate/ephemeral.js';
import type { FileAccess, ParseTemplate, Surroundings } from './evaluate/surroundings.js';
import type { ReferencesOf } from './graph/build.js';

/** What every operation of the engine is given. Nothing here is global; several run in one process. */
export interface EngineContext {
  readonly configuration: Configuration;
  readonly referencesOf: ReferencesOf;
  readonly parseTemplate: ParseTemplate;
  readonly providers: Providers;
  /** Final values, defaults applied, sensitive ones wrapped. */
  readonly variables: ReadonlyMap<string, Value>;
  /** The ephemeral variables that were given a value: a plan keeps their names alone. */
  readonly ephemeral: ReadonlySet<string>;
  /** As recorded, journal folded in. */
  readonly state: State;
  /** Calls of an earlier run whose outcome nobody recorded. */
  readonly interrupted: readonly Interrupted[];
  /** Actions an earlier run had begun to invoke, whose end nobody recorded. */
  readonly interruptedActions: readonly InterruptedAction[];
  /** Actions that an earlier run should have invoked and did not start. */
  readonly dueActions: readonly DueAction[];
  /** How many provider calls may run at once. */
  readonly parallelism: number;
  readonly emit: Emit;
  /** Aborted to end running calls at once. */
  readonly signal: AbortSignal;
  /** True when the user asked to stop: nothing new is begun. */
  readonly stopping: () => boolean;
  /** Milliseconds, for durations only. */
  readonly clock: () => number;
  /** Now, in a form that a later run can measure from. */
  readonly moment: () => Moment;
  /** Ends early, without an error, when the signal is aborted. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** RFC 3339, for the plan's timestamp. */
  readonly timestamp: string;
  /** RFC 3339, when it is asked for. */
  readonly now: () => string;
  /** The files that functions read. */
  readonly files: FileAccess;
  /** Values of `path.module`, `path.root`, `path.cwd`. */
  readonly paths: { readonly module: string; readonly root: string; readonly cwd: string };
  readonly workspace: string;
  /** Random hex of `bytes` bytes, for deposed keys and request keys. */
  readonly randomHex: (bytes: number) => string;
}

/** What functions learn while a plan is made. */
export function whilePlanning(context: EngineContext): Surroundings {
  return { ...wheneverEvaluating(context), planned: context.timestamp };
}

/** What functions learn while a plan that was made at `planned` is applied, and in the console. */
export function whileApplying(context: EngineContext, planned: string): Surroundings {
  const { now, randomHex } = context;
  return { ...wheneverEvaluating(context), planned, varying: { now, randomHex } };
}

/** What functions learn also where nothing is planned. */
export function wheneverEvaluating({ configuration, referencesOf, files, parseTemplate }: EngineContext): Surroundings {
  let ephemeral: ReadonlySet<string> | undefined;
  return {
    files,
    parseTemplate,
    isEphemeral: (address) => (ephemeral ??= ephemeralAddresses(configuration, referencesOf)).has(address),
  };
}

export function callContext(
  context: EngineContext,
  hooks: Partial<Pick<CallContext, 'progress' | 'note' | 'sending'>> = {},
): CallContext {
  return {
    signal: context.signal,
    stopping: context.stopping,
    progress: hooks.progress ?? ((what) => context.emit({ type: 'waiting', what, elapsedMs: 0 })),
    note: hooks.note ?? unnoted,
    sending: hooks.sending ?? unnoted,
  };
}

const unnoted = async (): Promise<void> => {};

/** Gives a provider's diagnostics the place they lack. */
export function placeDiagnostics(
  diagnostics: readonly Diagnostic[],
  address: string,
  resource?: Pick<ResourceConfiguration, 'body' | 'origin'>,
): Diagnostic[] {
  if (diagnostics.length === 0) return [];
  return diagnostics.map((diagnostic) => ({
    ...diagnostic,
    address: diagnostic.address ?? address,
    ...(resource?.origin !== undefined && diagnostic.origin === undefined ? { origin: resource.origin } : {}),
    ...(resource !== undefined && diagnostic.source === undefined
      ? {
          source: { file: resource.body.source.file, path: [...resource.body.source.path, ...(diagnostic.path ?? [])] },
        }
      : {}),
  }));
}
