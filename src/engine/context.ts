import type {
  Configuration,
  Diagnostic,
  DueAction,
  Emit,
  Interrupted,
  InterruptedAction,
  ModuleConfiguration,
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
import type { Provisioners } from './provisioner.js';

/** The input of every operation of the engine. Nothing is global, so several operations can run in one process. */
export interface EngineContext {
  readonly configuration: Configuration;
  readonly referencesOf: ReferencesOf;
  readonly parseTemplate: ParseTemplate;
  readonly providers: Providers;
  readonly provisioners: Provisioners;
  /** The final values: defaults are applied, and sensitive values are marked. */
  readonly variables: ReadonlyMap<string, Value>;
  /** The values of the variables as a plan stores them. */
  readonly variablesAsGiven: ReadonlyMap<string, Value>;
  /** The ephemeral variables that were set: a plan stores only their names. */
  readonly ephemeral: ReadonlySet<string>;
  /** The recorded state, including the journal. */
  readonly state: State;
  /** Calls of an earlier run without a recorded outcome. */
  readonly interrupted: readonly Interrupted[];
  /** What the user says about interrupted creates, by address. */
  readonly outcomes?: ReadonlyMap<string, CreateOutcome>;
  /** Actions that an earlier run started to invoke, without a recorded end. */
  readonly interruptedActions: readonly InterruptedAction[];
  /** Actions that an earlier run should have invoked but did not start. */
  readonly dueActions: readonly DueAction[];
  /** The maximum number of concurrent provider calls. */
  readonly parallelism: number;
  readonly emit: Emit;
  /** Aborted by the first request to stop. */
  readonly stop: AbortSignal;
  /** Aborted to end running calls at once. */
  readonly signal: AbortSignal;
  /** True if the user asked to stop: nothing new starts. */
  readonly stopping: () => boolean;
  /** In milliseconds; only for durations. */
  readonly clock: () => number;
  /** The current time, in a form that a later run can measure from. */
  readonly moment: () => Moment;
  /** Ends early, without an error, if the signal or the given one is aborted. */
  readonly sleep: (milliseconds: number, ended?: AbortSignal) => Promise<void>;
  /** The timestamp of the plan, in RFC 3339. */
  readonly timestamp: string;
  /** The time of the call, in RFC 3339. */
  readonly now: () => string;
  /** The files that functions may read. */
  readonly files: FileAccess;
  /** Values of `path.module`, `path.root`, `path.cwd`. */
  readonly paths: { readonly module: string; readonly root: string; readonly cwd: string };
  readonly workspace: string;
  /** `bytes` random bytes in hex, for deposed keys and request keys. */
  readonly randomHex: (bytes: number) => string;
}

/** Whether an interrupted create has taken effect: the object exists and can be imported by this ID, or it is given up. */
export type CreateOutcome = { readonly id: string } | 'given-up';

/** The surroundings of functions during planning. */
export function whilePlanning(context: EngineContext): Surroundings {
  return { ...wheneverEvaluating(context), planned: context.timestamp };
}

/** The surroundings of functions in the console, and while a plan created at `planned` is applied. */
export function whileApplying(context: EngineContext, planned: string): Surroundings {
  const { now, randomHex } = context;
  return { ...wheneverEvaluating(context), planned, varying: { now, randomHex } };
}

/** The surroundings of functions that are available even without a plan. */
export function wheneverEvaluating(context: EngineContext): Surroundings {
  const { files, parseTemplate } = context;
  return inModule({ files, parseTemplate }, context, context.configuration);
}

/** The surroundings of functions in a module, which has ephemeral values of its own. */
export const inModule = (
  surroundings: Surroundings,
  { referencesOf }: Pick<EngineContext, 'referencesOf'>,
  module: ModuleConfiguration,
): Surroundings => ({
  ...surroundings,
  isEphemeral: (address) => ephemeralAddresses(module, referencesOf).has(address),
});

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

/** Adds the missing places to a provider's diagnostics. */
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
