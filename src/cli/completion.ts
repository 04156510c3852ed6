import type { Argument, Command, Option, Options } from './command.js';
import { GLOBAL_OPTIONS } from './options.js';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export type Shell = (typeof SHELLS)[number];

/** A script that completes commands, options and files, made from the table of commands. */
export function completionScript(shell: Shell, commands: readonly Command[]): string {
  switch (shell) {
    case 'bash':
      return bash(commands);
    case 'zsh':
      // zsh runs completions of bash when it is told to.
      return `#compdef landform\nautoload -U +X bashcompinit && bashcompinit\n${bash(commands)}`;
    case 'fish':
      return fish(commands);
  }
}

const optionsOf = (command: Command): Options => ({ ...command.options, ...GLOBAL_OPTIONS });

function optionWord(name: string, option: Option<unknown>): string {
  if (name === 'color') return '--no-color';
  if (option.on === true) return `--${name}=false`;
  return option.kind === 'flag' ? `--${name}` : `--${name}=`;
}

function firstWords(commands: readonly Command[]): string[] {
  return [...new Set(commands.map(({ name }) => name.split(' ')[0]!)), 'help'];
}

function secondWords(commands: readonly Command[], first: string): string[] {
  return commands.flatMap(({ name }) => {
    const [word, second] = name.split(' ');
    return word === first && second !== undefined ? [second] : [];
  });
}

function bash(commands: readonly Command[]): string {
  const families = firstWords(commands).filter((word) => secondWords(commands, word).length > 0);
  const cases = commands.map((command) => {
    const words = Object.entries(optionsOf(command)).map(([name, option]) => optionWord(name, option));
    const values = command.arguments.flatMap(({ completion }) =>
      Array.isArray(completion) ? (completion as string[]) : [],
    );
    return `    ${JSON.stringify(command.name)}) words=${JSON.stringify([...words, ...values].join(' '))};;`;
  });
  return `_landform() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" command="" word words=""
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "$word" in
      -*) ;;
      *) case "$command" in
          "") command="$word";;
          ${families.join('|')}) command="$command $word";;
        esac;;
    esac
  done
  case "$previous" in
    --chdir) COMPREPLY=($(compgen -d -- "$current")); return;;
    --out|--var-file|--state-file) COMPREPLY=($(compgen -f -- "$current")); return;;
  esac
  case "$command" in
    "") words="${firstWords(commands).join(' ')}";;
${families.map((family) => `    ${family}) words="${secondWords(commands, family).join(' ')}";;`).join('\n')}
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [ \${#COMPREPLY[@]} -eq 0 ]; then COMPREPLY=($(compgen -f -- "$current")); fi
  case "\${COMPREPLY[0]}" in *=) compopt -o nospace 2>/dev/null;; esac
}
complete -F _landform landform
`;
}

function fish(commands: readonly Command[]): string {
  const lines = ['complete -c landform -f'];
  for (const word of firstWords(commands)) {
    const summary = commands.find(({ name }) => name === word)?.summary ?? `${word} …`;
    lines.push(`complete -c landform -n __fish_use_subcommand -a ${word} -d ${quote(summary)}`);
  }
  for (const [name, option] of Object.entries(GLOBAL_OPTIONS)) lines.push(fishOption('', name, option));
  for (const command of commands) {
    const [first, second] = command.name.split(' ');
    if (second !== undefined) {
      const others = secondWords(commands, first!).join(' ');
      const condition = `'__fish_seen_subcommand_from ${first}; and not __fish_seen_subcommand_from ${others}'`;
      lines.push(`complete -c landform -n ${condition} -a ${second} -d ${quote(command.summary)}`);
    }
    const condition =
      second === undefined
        ? `'__fish_seen_subcommand_from ${first}'`
        : `'__fish_seen_subcommand_from ${first}; and __fish_seen_subcommand_from ${second}'`;
    for (const [name, option] of Object.entries(command.options))
      lines.push(fishOption(` -n ${condition}`, name, option));
    for (const argument of command.arguments) lines.push(...fishArgument(condition, argument));
  }
  return `${lines.join('\n')}\n`;
}

function fishOption(condition: string, name: string, option: Option<unknown>): string {
  const word = optionWord(name, option).replace(/^--/, '').replace(/=$/, '');
  const { completion } = option;
  const files = completion === 'file' || completion === 'directory' ? ' -F' : '';
  const words = Array.isArray(completion) ? ` -a ${quote((completion as string[]).join(' '))}` : '';
  const value = option.kind === 'value' ? ` -r${files}${words}` : '';
  return `complete -c landform${condition} -l ${word}${value} -d ${quote(option.summary)}`;
}

function fishArgument(condition: string, { completion, summary }: Argument): string[] {
  if (completion === undefined) return [];
  const what = Array.isArray(completion) ? `-a ${quote((completion as string[]).join(' '))}` : '-F';
  return [`complete -c landform -n ${condition} ${what} -d ${quote(summary)}`];
}

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
