import type { Argument, Command, CompletionKind, Option, Options } from './command.js';
import type { ProjectNames } from '../operations/index.js';
import { optionTerm } from './help.js';
import { GLOBAL_OPTIONS } from './options.js';

/** A word that may be typed next, and what it is. */
export interface Candidate {
  readonly word: string;
  readonly summary?: string;
}

export interface Candidates {
  readonly words: readonly Candidate[];
  /** What names of files are candidates as well. */
  readonly files: 'file' | 'directory' | 'none';
}

/** Names from the project that a line is about. */
export type Names = Omit<ProjectNames, 'diagnostics'>;

/** What a line says about the project: where it is, and which stacks are chosen. */
export interface Place {
  readonly chdir: string | undefined;
  readonly stacks: readonly string[];
}

/**
 * Candidates for the last of `words`, which follow `landform` on a command line; the last one is empty or only begun. `names` is
 * asked only where names from the project are candidates.
 */
export async function candidates(
  words: readonly string[],
  commands: readonly Command[],
  names: (place: Place) => Promise<Names>,
): Promise<Candidates> {
  const current = words.at(-1) ?? '';
  const line = readLine(words.slice(0, -1), commands);
  const place: Place = { chdir: line.values.get('chdir')?.at(-1), stacks: line.values.get('stack') ?? [] };
  const valuesOf = async (kind: CompletionKind | undefined, before = ''): Promise<Candidates> => {
    if (kind === 'file' || kind === 'directory') return { words: [], files: kind };
    const found = kind === undefined ? [] : typeof kind === 'string' ? namesOf(kind, await names(place)) : kind;
    return {
      words: starting(
        found.map((word) => ({ word: before + word })),
        current,
      ),
      files: 'none',
    };
  };
  if (line.pending !== undefined) return valuesOf(line.pending.completion);
  const [, before, name] = /^(--?([a-z][\w-]*)=)/.exec(current) ?? [];
  if (name !== undefined) {
    const option = line.options[name];
    const kind = option?.kind === 'flag' ? ['true', 'false'] : option?.completion;
    return valuesOf(kind, before);
  }
  if (current.startsWith('-') && !line.ended) return { words: optionWords(line.options, current), files: 'none' };
  const next = nextCommands(line.command, line.words, commands);
  const arguments_ = line.command === undefined ? undefined : argumentAt(line.command, line.given);
  const values = await valuesOf(arguments_?.completion);
  return { ...values, words: [...starting(next, current), ...values.words] };
}

interface Line {
  readonly command: Command | undefined;
  /** Words that may name a command. */
  readonly words: readonly string[];
  /** How many arguments are complete. */
  readonly given: number;
  readonly options: Options;
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** The option whose value is to follow. */
  readonly pending: Option<unknown> | undefined;
  /** Whether `--` ended the options. */
  readonly ended: boolean;
}

function readLine(before: readonly string[], commands: readonly Command[]): Line {
  const known: Options = Object.assign({}, ...commands.map(({ options }) => options), GLOBAL_OPTIONS);
  const words: string[] = [];
  const values = new Map<string, string[]>();
  let pending: string | undefined;
  let ended = false;
  for (const word of before) {
    const [, option, value] = (ended ? null : /^--?([a-z][\w-]*)(?:=([\s\S]*))?$/.exec(word)) ?? [];
    if (pending !== undefined) {
      values.set(pending, [...(values.get(pending) ?? []), word]);
      pending = undefined;
    } else if (word === '--') ended = true;
    else if (option === undefined) words.push(word);
    else if (value !== undefined) values.set(option, [...(values.get(option) ?? []), value]);
    else if (known[option]?.kind === 'value') pending = option;
  }
  const command = [2, 1]
    .map((count) => commands.find(({ name }) => words.length >= count && name === words.slice(0, count).join(' ')))
    .find((found) => found !== undefined);
  const options: Options = { ...command?.options, ...GLOBAL_OPTIONS };
  return {
    command,
    words,
    given: words.length - (command?.name.split(' ').length ?? 0),
    options,
    values,
    pending: pending === undefined ? undefined : (options[pending] ?? known[pending]),
    ended,
  };
}

/** Words that continue the name of a command; behind `help`, those of its subject. */
function nextCommands(
  command: Command | undefined,
  words: readonly string[],
  commands: readonly Command[],
): readonly Candidate[] {
  const asked = words[0] === 'help' ? words.slice(1) : words;
  if (command !== undefined && asked.length > command.name.split(' ').length) return [];
  const found = new Map<string, Candidate>();
  for (const { name, summary } of commands) {
    const parts = name.split(' ');
    const word = parts[asked.length];
    if (word === undefined || asked.some((each, index) => parts[index] !== each)) continue;
    if (!found.has(word)) found.set(word, parts.length === asked.length + 1 ? { word, summary } : { word });
  }
  if (words.length === 0) found.set('help', { word: 'help', summary: 'Print help' });
  return [...found.values()];
}

function argumentAt({ arguments: all }: Command, index: number): Argument | undefined {
  const last = all.at(-1);
  return all[index] ?? (last?.variadic === true ? last : undefined);
}

/** Options with as many dashes as the user began with. */
function optionWords(options: Options, current: string): readonly Candidate[] {
  const dashes = /^-[a-z]/.test(current) ? '-' : '--';
  const all = Object.entries(options).map(([name, option]): Candidate => {
    const term = option.kind === 'value' ? `--${name}=` : optionTerm(name, option);
    return { word: dashes + term.slice(2), summary: option.summary };
  });
  return starting([...all, { word: `${dashes}help`, summary: 'Print help' }], current);
}

const starting = (all: readonly Candidate[], current: string): readonly Candidate[] =>
  all.filter(({ word }) => word.startsWith(current));

function namesOf(kind: Exclude<CompletionKind, readonly string[]>, names: Names): readonly string[] {
  switch (kind) {
    case 'stack':
      return names.stacks;
    case 'workspace':
      return names.workspaces;
    case 'address':
      return names.addresses;
    case 'action':
      return names.actions;
    case 'output':
      return names.outputs;
    case 'provider':
      return names.providers;
    case 'variable':
      return [...names.variables].flatMap(([name, type]) =>
        type === 'bool' ? [`${name}=true`, `${name}=false`] : [`${name}=`],
      );
    default:
      return [];
  }
}
