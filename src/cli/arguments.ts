import { Command as Program, CommanderError, Option as ProgramOption } from 'commander';
import type { Command, Given, GivenValue, Option, Options } from './command.js';
import type { Globals } from './globals.js';
import { commandPage, familyPage, mainPage } from './help.js';
import { foreignCommand } from './foreign-commands.js';
import { normalize, type OptionNames } from './normalize.js';
import { GLOBAL_OPTIONS } from './options.js';
import { FAMILIES } from './registry.js';
import { UsageError } from './usage-error.js';

/** What a command line asks for. */
export type Invocation =
  | { readonly kind: 'help'; readonly text: string; readonly failed: boolean }
  | { readonly kind: 'version' }
  | {
      readonly kind: 'command';
      readonly command: Command;
      readonly globals: Globals;
      readonly options: Readonly<Record<string, unknown>>;
      readonly arguments: readonly string[];
    };

/** Reads a command line by the table of commands; throws a UsageError that names what is near. */
export function parseArguments(argv: readonly string[], commands: readonly Command[]): Invocation {
  let found: Invocation | undefined;
  let printed = '';
  const program = buildProgram(commands, {
    print: (text) => (printed += text),
    run: (command, given) => {
      found = { kind: 'command', command, ...given };
    },
  });
  const tokens = normalize(argv, optionNames(commands));
  try {
    program.parse(tokens, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.version') return { kind: 'version' };
    if (error.code === 'commander.helpDisplayed' || error.code === 'commander.help') {
      return { kind: 'help', text: printed, failed: error.exitCode !== 0 };
    }
    throw usageError(error, tokens, commands);
  }
  if (found === undefined) return { kind: 'help', text: program.helpInformation(), failed: true };
  return found;
}

interface Hooks {
  readonly print: (text: string) => void;
  readonly run: (
    command: Command,
    given: { globals: Globals; options: Readonly<Record<string, unknown>>; arguments: readonly string[] },
  ) => void;
}

function buildProgram(commands: readonly Command[], hooks: Hooks): Program {
  const program = new Program('landform')
    .addHelpCommand(new Program('help').argument('[command]'))
    .helpOption('-h, --help')
    .version('', '--version')
    .configureOutput({ writeOut: hooks.print, writeErr: hooks.print, outputError: () => undefined })
    .configureHelp({ formatHelp: (sub) => helpPage(nameOf(sub), commands) })
    .exitOverride();
  const globals = addOptions(program, GLOBAL_OPTIONS);
  const families = new Map<string, Program>();
  for (const command of commands) {
    const [first = '', second] = command.name.split(' ');
    const isFamily = second !== undefined || Object.hasOwn(FAMILIES, first);
    const parent = isFamily ? family(program, families, first) : program.command(first);
    const sub = second === undefined ? parent : parent.command(second);
    addCommand(sub, command, hooks, () => readOptions(program, GLOBAL_OPTIONS, globals));
  }
  return program;
}

/** `state list`; empty for the program itself. */
function nameOf(program: Program): string {
  return program.parent === null ? '' : `${nameOf(program.parent)} ${program.name()}`.trim();
}

function helpPage(name: string, commands: readonly Command[]): string {
  if (name === '') return mainPage(commands);
  const command = commands.find((one) => one.name === name);
  return command === undefined ? familyPage(name, FAMILIES[name] ?? name, commands) : commandPage(command, commands);
}

function family(program: Program, families: Map<string, Program>, name: string): Program {
  const found = families.get(name) ?? program.command(name);
  families.set(name, found);
  return found;
}

/** A family may be a command itself: `providers` beside `providers schema`. */
function addCommand(
  sub: Program,
  command: Command,
  hooks: Hooks,
  readGlobals: () => Readonly<Record<string, unknown>>,
): void {
  sub.helpOption('-h, --help');
  for (const { name: title, required, variadic } of command.arguments) {
    const inner = variadic === true ? `${title}...` : title;
    sub.argument(required === true ? `<${inner}>` : `[${inner}]`);
  }
  const all = addOptions(sub, command.options);
  sub.action(() => {
    const globals = readGlobals() as unknown as Globals;
    hooks.run(command, { globals, options: readOptions(sub, command.options, all), arguments: sub.args });
  });
}

/** Declares options; returns the list that collects their values in order. */
function addOptions(program: Program, options: Options): readonly GivenValue[] {
  const all: GivenValue[] = [];
  for (const [name, option] of Object.entries(options)) {
    if (option.kind === 'flag') {
      program.addOption(new ProgramOption(`--${name}`));
      program.addOption(new ProgramOption(`--no-${name}`));
      continue;
    }
    const given: string[] = [];
    const collect = (value: string): readonly string[] => {
      given.push(value);
      all.push({ option: name, text: value });
      return given;
    };
    program.addOption(new ProgramOption(`--${name} <${option.placeholder}>`).argParser(collect));
  }
  return all;
}

function readOptions(
  program: Program,
  options: Options,
  all: readonly GivenValue[],
): Readonly<Record<string, unknown>> {
  const found = program.opts<Record<string, Given>>();
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [name, option.read(found[attributeName(name)], name, all)]),
  );
}

/** The key commander gives an option: `var-file` is `varFile`. */
const attributeName = (name: string): string => new ProgramOption(`--${name}`).attributeName();

export function optionNames(commands: readonly Command[]): OptionNames {
  const flags = new Set<string>();
  const values = new Set<string>();
  const add = ([name, option]: [string, Option<unknown>]): unknown =>
    (option.kind === 'flag' ? flags : values).add(name);
  for (const options of [GLOBAL_OPTIONS, ...commands.map((command) => command.options)])
    Object.entries(options).forEach(add);
  return { flags, values };
}

const CODES: Readonly<Record<string, string>> = {
  'commander.unknownOption': 'unknown-option',
  'commander.unknownCommand': 'unknown-command',
  'commander.missingArgument': 'missing-argument',
  'commander.optionMissingArgument': 'missing-option-value',
  'commander.excessArguments': 'too-many-arguments',
};

function usageError(error: CommanderError, tokens: readonly string[], commands: readonly Command[]): UsageError {
  const words = tokens.filter((token) => /^[a-z]/.test(token));
  const foreign = NOT_A_COMMAND.has(error.code) ? foreignCommand(words) : undefined;
  if (foreign !== undefined)
    return new UsageError('unknown-command', `Landform has no command "${foreign.name}"`, foreign.advice);
  // The value of an unknown option may be a secret: `--vra=password=…`.
  const message = error.message.replace(/^error: /, '').replace(/('-[^'=\n]*)=[^\n]*(?=')/, '$1');
  const [first = '', ...more] = message.split('\n');
  const command = commands.find(({ name }) => words.slice(0, name.split(' ').length).join(' ') === name);
  const family = Object.hasOwn(FAMILIES, words[0] ?? '') ? words[0] : undefined;
  const topic = command?.name ?? family;
  const help =
    topic === undefined ? 'Run "landform --help" for a list of commands.' : `Run "landform ${topic} --help" for usage.`;
  const near = more.map((line) => line.replace(/^\((.*)\)$/, '$1'));
  const summary = first.charAt(0).toUpperCase() + first.slice(1);
  return new UsageError(CODES[error.code] ?? 'invalid-command-line', summary, [...near, help].join('\n'));
}

/** Errors of commander for commands of other tools: `workspace`, `providers lock`. */
const NOT_A_COMMAND = new Set(['commander.unknownCommand', 'commander.excessArguments', 'commander.unknownOption']);
