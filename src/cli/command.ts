import type { Context } from './context.js';
import type { ExitCode } from './exit-code.js';

/** The text of an option on the command line: each value given, or whether a flag was given. Undefined if absent. */
export type Given = readonly string[] | boolean | undefined;

/** What a shell completes a value with: files, names from the project, or fixed words. */
export type CompletionKind =
  | 'file'
  | 'directory'
  | 'stack'
  | 'workspace'
  | 'address'
  | 'action'
  | 'output'
  | 'variable'
  | 'provider'
  | readonly string[];

/** An option as data. Its name is the key under which a command lists it; both `-name` and `--name` are understood. */
export interface Option<T> {
  /** A flag may be written `--name=false` as well. */
  readonly kind: 'flag' | 'value';
  /** A flag that is on by default; help shows how to switch it off. */
  readonly on?: boolean;
  /** The command cannot run without it. */
  readonly required?: boolean;
  /** Few runs need it: a help page that would not fit on a screen lists it by name only. */
  readonly rare?: boolean;
  /** The name of the value in help: `FILE`. */
  readonly placeholder?: string;
  readonly summary: string;
  readonly completion?: CompletionKind;
  /** Throws a UsageError that mentions the option by its `name`. `all` holds the values of every option of the command. */
  readonly read: (given: Given, name: string, all: readonly GivenValue[]) => T;
}

/** A value of an option; all of them in their order on the command line, for options whose order matters. */
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
  /** Takes all remaining words. */
  readonly variadic?: boolean;
  readonly completion?: CompletionKind;
}

export interface Input<O extends Options, A extends readonly string[]> {
  readonly options: OptionValues<O>;
  readonly arguments: A;
}

/** Calls one operation and hands the result to the presenter. `A`: its arguments, a tuple if all are required. */
export type Run<O extends Options, A extends readonly string[] = readonly string[]> = (
  context: Context,
  input: Input<O, A>,
) => Promise<ExitCode>;

/** What a command declares for the arguments of its code. */
type ArgumentsFor<A extends readonly string[]> = number extends A['length']
  ? readonly Argument[]
  : { readonly [Index in keyof A]: Argument & { readonly required: true } };

/** How `--json` answers: a stream of messages, one document, or not at all. */
export type JsonForm = 'messages' | 'document';

/** The part of the main help page that lists a command; it lists no internal ones. */
export type Group = 'Main commands' | 'More' | 'State' | 'Generate' | 'Other' | 'Internal';

/** A command as data; its code is loaded when it runs. */
export interface Command {
  /** `plan`, `state list`. */
  readonly name: string;
  readonly group: Group;
  /** An imperative of one line: `Import an existing object`. */
  readonly summary: string;
  /** Sentences that the command's help shows after the summary. */
  readonly description?: string;
  readonly arguments: readonly Argument[];
  readonly options: Options;
  readonly json: JsonForm;
  /** Command lines, and what each does. */
  readonly examples: readonly (readonly [line: string, what: string])[];
  readonly load: () => Promise<Run<Options>>;
}

/** Ties a command's options and arguments to the code that uses them. */
export function command<O extends Options, const A extends readonly string[]>(
  definition: Omit<Command, 'load' | 'options' | 'arguments'> & {
    readonly options: O;
    readonly arguments: ArgumentsFor<A>;
    readonly load: () => Promise<Run<O, A>>;
  },
): Command {
  // Reading a command line gives what the definition declares.
  const { load, arguments: declared, ...rest } = definition;
  return { ...rest, arguments: declared, load: load as Command['load'] };
}
