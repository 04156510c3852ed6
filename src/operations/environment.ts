import type { Program } from '../program/index.js';
import type { Emit, VariableConfiguration } from '../model/index.js';

/** What an operation may use of the machine. Operations touch no global; several run in one process. */
export interface OperationEnvironment {
  /** The project: a folder with `landform.json` or `*.tf.json`. */
  readonly directory: string;
  /** An app, or a function that makes one, in the place of the program that `landform.json` names. */
  readonly program?: Program | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly emit: Emit;
  /** Aborted by the first request to stop: ends what only waits, for a lock or for an answer. */
  readonly stop?: AbortSignal;
  /** Given how to find what is secret, so that no message shows it. Called for what was found only if there is a message. */
  readonly learn?: (secrets: () => Iterable<string>) => void;
  /** Aborted to end running calls at once. */
  readonly signal: AbortSignal;
  /** True from the first request to stop on: running calls are finished, no new one is started. */
  readonly stopping: () => boolean;
  /** Called before the first thing is taken that must be given back, such as a lock. */
  readonly hold?: () => void;
  /** Milliseconds, for durations. */
  readonly clock: () => number;
  readonly now: () => Date;
  /** Random hex of so many bytes. */
  readonly randomHex: (bytes: number) => string;
  /** `0.1.0` */
  readonly version: string;
}

export interface StackOptions {
  /** Names of stacks; all when empty. */
  readonly stacks?: readonly string[];
  /** The state file, in the place of the one that the stack has; for one stack alone. */
  readonly statePath?: string | undefined;
  /** The file to write the changed state to, in the place of the one it is read from; for one stack alone. */
  readonly stateOutPath?: string | undefined;
  /** The file that keeps the state before a change, in the place of the one beside the state; `-` keeps none. */
  readonly backupPath?: string | undefined;
}

/** The text of one variable, or a file with values, relative to where the command was given. */
export type GivenVariables = { readonly name: string; readonly text: string } | { readonly file: string };

export interface VariableOptions {
  /** `--var` and `--var-file` in the order in which they were given: the last one wins. */
  readonly variables?: readonly GivenVariables[];
  /** Asks for a required variable that has no value. Absent where a missing value is an error. */
  readonly ask?: AskVariable | undefined;
}

/** The text of a value as `--var` takes it; undefined if the user gives none. Throws when the user stops the run. */
export type AskVariable = (variable: VariableConfiguration, stack: string) => Promise<string | undefined>;

export interface LockOptions {
  /** Default true. */
  readonly lock?: boolean;
  readonly lockTimeoutMs?: number;
}

export interface CommonOptions extends StackOptions, VariableOptions, LockOptions {
  /** Provider calls at the same time; default 10. */
  readonly parallelism?: number;
}

export interface PlanningOptions extends CommonOptions {
  readonly targets?: readonly string[];
  readonly replace?: readonly string[];
  /** Default true. */
  readonly refresh?: boolean;
  readonly refreshOnly?: boolean;
  readonly destroy?: boolean;
  /** Address of an action: it is invoked, and nothing else is done. */
  readonly invoke?: string;
}
