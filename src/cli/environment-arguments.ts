import type { Command } from './command.js';
import type { OptionNames } from './normalize.js';
import { splitWords } from './split-words.js';
import { UsageError } from './usage-error.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The command line with what `TF_CLI_ARGS` and `TF_CLI_ARGS_<command>` add right behind the command, so that what is typed wins, as
 * Terraform does. Throws a UsageError when a quote in one of them is not closed.
 */
export function withEnvironmentArguments(
  argv: readonly string[],
  environment: Environment,
  commands: readonly Command[],
  names: OptionNames,
): readonly string[] {
  const found = findCommand(argv, commands, names);
  if (found === undefined) return argv;
  const { command, end } = found;
  const own = `TF_CLI_ARGS_${command.name.replaceAll(/[ -]/g, '_')}`;
  const added = [own, 'TF_CLI_ARGS'].flatMap((name) => wordsOf(name, environment[name] ?? ''));
  return [...argv.slice(0, end), ...added, ...argv.slice(end)];
}

/** The command that a command line names, and the index behind its name. */
export function findCommand(
  argv: readonly string[],
  commands: readonly Command[],
  { values }: OptionNames,
): { readonly command: Command; readonly end: number } | undefined {
  let start = 0;
  for (let word = argv[0]; word?.startsWith('-') === true; word = argv[start])
    start += values.has(word.replace(/^--?/, '')) ? 2 : 1;
  for (const count of [2, 1]) {
    const name = argv.slice(start, start + count).join(' ');
    const command = commands.find((each) => each.name === name);
    if (command !== undefined) return { command, end: start + count };
  }
  return undefined;
}

function wordsOf(name: string, text: string): readonly string[] {
  const words = splitWords(text);
  if (words !== undefined) return words;
  throw new UsageError(
    'invalid-environment',
    `${name} contains an unterminated quote or a trailing backslash`,
    'Complete the quoting, or unset the variable.',
  );
}
