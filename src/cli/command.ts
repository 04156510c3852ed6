import type { Context } from './context.js';
import type { ExitCode } from './exit-code.js';

/** What stood on the command line for an option: each text given, or whether a flag was. Undefined when it was not there. */
export type Given = readonly string[] | boolean | undefined;

/** An option as data. Its name is the key under which a command lists it; both `-name` and `--name` are understood. */
export interface Option<T> {
  /** A flag may be written `--name=false` as well. */
  readonly kind: 'flag' | 'value';
  /** What stands for the value in help: `FILE`. */
  readonly placeholder?: string;
  readonly summary: string;
  /** What the shell may complete a value with. */
  readonly completion?: 'file' | 'directory' | readonly string[];
  /** Throws a UsageError, worded for the option `name`. `all` holds the values of every option of the command. */
  readonly read: (given: Given, name: string, all: readonly GivenValue[]) => T;
}

/** A value as it came on the command line; all of them in their order, for options whose order counts. */
export interface GivenValue {
  readonly option: string;
  readonly text: string;
}

export type Options = Readonly<Record<string, Option<unknown>>>;

export type OptionValues<O extends Options> = { readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never };

export interface Argument {
  readonly name: string;
  readonly summary: string;
  readonly required?: boolean;
  /** Takes all that is left. */
  readonly variadic?: boolean;
  readonly completion?: 'file' | 'directory' | readonly string[];
}

export interface Input<O extends Options> {
  readonly options: OptionValues<O>;
  readonly arguments: readonly string[];
}

/** Parses nothing and prints nothing by itself: it calls one operation and hands what comes back to the presenter. */
export type Run<O extends Options> = (context: Context, input: Input<O>) => Promise<ExitCode>;

/** How `--json` answers: a stream of messages, one document, or not at all. */
export type JsonForm = 'messages' | 'document';

export type Group = 'Main commands' | 'Looking around' | 'State' | 'Other';

/** A command is data; its code is loaded when it runs. */
export interface Command {
  /** `plan`, `state list`. */
  readonly name: string;
  readonly group: Group;
  readonly summary: string;
  /** More about it, for its own help. */
  readonly description?: string;
  readonly arguments: readonly Argument[];
  readonly options: Options;
  readonly json: JsonForm;
  /** Command lines and what they do. */
  readonly examples: readonly (readonly [line: string, what: string])[];
  readonly load: () => Promise<Run<Options>>;
}

/** Ties a command's options to the code that uses them. */
export function command<O extends Options>(
  definition: Omit<Command, 'load' | 'options'> & { readonly options: O; readonly load: () => Promise<Run<O>> },
): Command {
  return { ...definition, load: definition.load as unknown as Command['load'] };
}
