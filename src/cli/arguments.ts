import { Command as Program, CommanderError, Option as ProgramOption } from 'commander';
import type { Command, Given, GivenValue, Option, Options } from './command.js';
import type { Globals } from './globals.js';
import { examplesText, optionTerm } from './help.js';
import { normalize, type OptionNames } from './normalize.js';
import { GLOBAL_OPTIONS } from './options.js';
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
    .description(
      'Infrastructure written as TypeScript, planned against what really exists, applied in order, never lost.',
    )
    .usage('[options] COMMAND')
    .addHelpCommand(new Program('help').argument('[command]').description('Print help').helpGroup('Other:'))
    .helpOption('-h, --help', 'Print help')
    .version('', '--version', 'Print the version')
    .configureOutput({ writeOut: hooks.print, writeErr: hooks.print, outputError: () => undefined })
    .configureHelp({ showGlobalOptions: true, optionTerm, subcommandTerm: (sub) => sub.name() })
    .exitOverride();
  const globals = addOptions(program, GLOBAL_OPTIONS);
  const families = new Map<string, Program>();
  for (const command of commands) {
    const words = command.name.split(' ');
    const [first, second] = words;
    const isFamily = second !== undefined || Object.hasOwn(FAMILIES, first!);
    const parent = isFamily ? family(program, families, first!, command) : program.command(first!);
    const sub = second === undefined ? parent : parent.command(second);
    addCommand(sub, command, hooks, () => readOptions(program, GLOBAL_OPTIONS, globals));
  }
  return program;
}

const FAMILIES: Readonly<Record<string, string>> = {
  state: 'Inspect and edit the state',
  providers: 'Providers and their schemas',
  generate: 'Generate providers and sandboxes from descriptions',
};

function family(program: Program, families: Map<string, Program>, name: string, { group }: Command): Program {
  let found = families.get(name);
  if (found === undefined) {
    found = program
      .command(name)
      .description(FAMILIES[name] ?? name)
      .usage('COMMAND')
      .helpGroup(`${group}:`);
    families.set(name, found);
  }
  return found;
}

/** A family may be a command itself: `providers` beside `providers schema`. */
function addCommand(
  sub: Program,
  command: Command,
  hooks: Hooks,
  readGlobals: () => Readonly<Record<string, unknown>>,
): void {
  sub
    .helpOption('-h, --help', 'Print help')
    .summary(command.summary)
    .description(`${command.summary}.${command.description === undefined ? '' : ` ${command.description}`}`)
    .addHelpText('after', examplesText(command));
  if (!command.name.includes(' ')) sub.helpGroup(`${command.group}:`);
  if (sub.commands.length > 0 || Object.hasOwn(FAMILIES, command.name)) sub.usage('[options] [COMMAND]');
  for (const { name: title, required, variadic, summary } of command.arguments) {
    const inner = variadic === true ? `${title}...` : title;
    sub.argument(required === true ? `<${inner}>` : `[${inner}]`, summary);
  }
  const all = addOptions(sub, command.options);
  sub.action(() => {
    const globals = readGlobals() as unknown as Globals;
    hooks.run(command, { globals, options: readOptions(sub, command.options, all), arguments: sub.args });
  });
}

/** Collects values as they come; gives the list into which they go. */
function addOptions(program: Program, options: Options): readonly GivenValue[] {
  const all: GivenValue[] = [];
  for (const [name, option] of Object.entries(options)) {
    if (option.kind === 'flag') {
      program.addOption(new ProgramOption(`--${name}`, option.summary));
      program.addOption(new ProgramOption(`--no-${name}`, '').hideHelp());
      continue;
    }
    const given: string[] = [];
    const collect = (value: string): readonly string[] => {
      given.push(value);
      all.push({ option: name, text: value });
      return given;
    };
    program.addOption(new ProgramOption(`--${name} <${option.placeholder}>`, option.summary).argParser(collect));
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
  // What is given to an unknown option may be a secret: `--vra=password=…`.
  const message = error.message.replace(/^error: /, '').replace(/('-[^'=\n]*)=[^\n]*(?=')/, '$1');
  const [first, ...more] = message.split('\n');
  const words = tokens.filter((token) => /^[a-z]/.test(token));
  const command = commands.find(({ name }) => words.slice(0, name.split(' ').length).join(' ') === name);
  const help = `Run "landform ${command === undefined ? '' : `${command.name} `}--help" for what there is.`;
  const near = more.map((line) => line.replace(/^\((.*)\)$/, '$1'));
  const summary = first!.charAt(0).toUpperCase() + first!.slice(1);
  return new UsageError(CODES[error.code] ?? 'invalid-command-line', summary, [...near, help].join('\n'));
}
