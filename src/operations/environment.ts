import type { LostCreateOptions } from './lost-creates.js';
import type { Program } from '../program/index.js';
import type { Emit, ProviderSource, Value, VariableConfiguration } from '../model/index.js';
import type { MockOptions } from '../providers/index.js';
import type { MemoryStore } from '../state/index.js';

/** Everything an operation may use of the machine. Operations use no globals, so several can run in one process. */
export interface OperationEnvironment {
  /** The project: a folder with `landform.json` or files of Terraform. */
  readonly directory: string;
  /** An app, or a function that creates one, instead of the program that `landform.json` names. */
  readonly program?: Program | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly emit: Emit;
  /** Aborted by the first request to stop. Ends operations that are only waiting for a lock or an answer. */
  readonly stop?: AbortSignal;
  /** Receives a function that finds secrets, so that no message shows them. That function is called only if there is a message. */
  readonly learn?: (secrets: () => Iterable<string>) => void;
  /** Aborted to end running calls at once. */
  readonly signal: AbortSignal;
  /** True after the first request to stop: running calls are completed, and no new ones are started. */
  readonly stopping: () => boolean;
  /** Called before acquiring the first thing that must be released, such as a lock. */
  readonly hold?: () => void;
  /** Milliseconds, for durations. */
  readonly clock: () => number;
  readonly now: () => Date;
  /** The given number of random bytes, in hexadecimal. */
  readonly randomHex: (bytes: number) => string;
  /** `0.1.0` */
  readonly version: string;
  readonly substitutes?: Substitutes | undefined;
}

/** What a test uses instead of services. */
export interface Substitutes {
  /** How a provider is mocked; undefined if it is the real one. */
  readonly mockOf?: (source: ProviderSource) => MockOptions | undefined;
  /** The memory that holds the state of a stack, whatever its backend. */
  readonly stateOf?: (stack: string) => MemoryStore;
}

export interface StackOptions {
  /** Names or patterns of stacks, with `NAME...` and `...NAME` for what they need and what needs them; all stacks if empty. */
  readonly stacks?: readonly string[];
  /** Only stacks that are not the same at this commit of the Git repository. */
  readonly changedSince?: string | undefined;
  /** The state file to use instead of the stack's; for a single stack only. */
  readonly statePath?: string | undefined;
  /** The file to write the changed state to, instead of the one it is read from; for a single stack only. */
  readonly stateOutPath?: string | undefined;
  /** The backup file, instead of the one next to the state; `-` disables backups. */
  readonly backupPath?: string | undefined;
  /** The workspace to use instead of the selected one. */
  readonly workspace?: string | undefined;
  /** `--var` and `--var-file` in the order given; the last one wins. */
  readonly variables?: readonly GivenVariables[] | undefined;
  /** Values that saved plans have for variables, by stack; they replace all others. */
  readonly saved?: ReadonlyMap<string, ReadonlyMap<string, Value>>;
}

/** The text of one variable, or a file with values, relative to the directory where the command was run. */
export type GivenVariables = { readonly name: string; readonly text: string } | { readonly file: string };

export interface VariableOptions extends Pick<StackOptions, 'variables'> {
  /** Asks for a required variable that has no value. Absent where a missing value is an error. */
  readonly ask?: AskVariable | undefined;
}

/** Returns the text of a value as `--var` takes it; undefined if the user enters none. Throws if the user stops the run. */
export type AskVariable = (variable: VariableConfiguration, stack: string) => Promise<string | undefined>;

export interface LockOptions {
  /** Default true. */
  readonly lock?: boolean;
  readonly lockTimeoutMs?: number;
}

export interface CommonOptions extends StackOptions, VariableOptions, LockOptions {
  /** Maximum number of concurrent provider calls. Default: 10. */
  readonly parallelism?: number;
}

export interface PlanningOptions extends CommonOptions, LostCreateOptions {
  readonly targets?: readonly string[];
  /** Addresses that are not planned, and neither is what depends on them; not together with targets. */
  readonly excludes?: readonly string[];
  readonly replace?: readonly string[];
  /** Default true. */
  readonly refresh?: boolean;
  readonly refreshOnly?: boolean;
  readonly destroy?: boolean;
  /** Plans the reverse of the last run instead. */
  readonly rollback?: boolean;
  /** Address of an action to invoke; nothing else is done. */
  readonly invoke?: string;
}
