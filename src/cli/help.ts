import type { Command, Option, Options } from './command.js';
import { GLOBAL_OPTIONS } from './options.js';

/** The screen that a help page should fit on. */
const COLUMNS = 80;
const ROWS = 24;

/** How an option is written: `--out FILE`, `--json`, `--refresh=false`. */
export function optionTerm(name: string, { kind, on, placeholder }: Option<unknown>): string {
  if (name === 'color') return '--no-color';
  if (kind === 'value') return `--${name} ${placeholder}`;
  return on === true ? `--${name}=false` : `--${name}`;
}

/** The page of one command. Options that few runs need are listed by name only where all would not fit on a screen. */
export function commandPage(command: Command, commands: readonly Command[]): string {
  const whole = page(command, commands, () => false);
  return whole.length < ROWS ? text(whole) : text(page(command, commands, ({ rare }) => rare === true));
}

function page(command: Command, commands: readonly Command[], isBrief: (option: Option<unknown>) => boolean): string[] {
  const all = Object.entries(command.options);
  const [brief, told] = [all.filter(([, option]) => isBrief(option)), all.filter(([, option]) => !isBrief(option))];
  const below = commands.filter(({ name }) => name.startsWith(`${command.name} `));
  return [
    `Usage: ${usage(command)}`,
    '',
    ...wrapped(`${command.summary}.${command.description === undefined ? '' : ` ${command.description}`}`),
    '',
    ...rows([
      ...command.arguments.map(({ name, summary }): Row => [name, summary]),
      ...told.map(([name, option]): Row => [optionTerm(name, option), option.summary]),
    ]),
    ...(command.arguments.length + told.length > 0 ? [''] : []),
    ...labelled(
      'More: ',
      brief.map(([name, option]) => optionTerm(name, option)),
    ),
    ...labelled('Global: ', terms(GLOBAL_OPTIONS)),
    ...(below.length === 0
      ? []
      : labelled(
          'See also: ',
          below.map(({ name }) => `landform ${name}`),
        )),
    '',
    ...rows(command.examples),
  ];
}

function usage({ name, arguments: given, options }: Command): string {
  const words = given.map(({ name: word, required, variadic }) => {
    const many = variadic === true ? `${word}...` : word;
    return required === true ? many : `[${many}]`;
  });
  const required = Object.entries(options).flatMap(([option, one]) =>
    one.required === true ? [optionTerm(option, one)] : [],
  );
  return ['landform', name, ...words, ...required, '[OPTIONS]'].join(' ');
}

/** The page of `state`, of `generate`: its commands. */
export function familyPage(family: string, summary: string, commands: readonly Command[]): string {
  const members = commands.filter(({ name }) => name.startsWith(`${family} `));
  return text([
    `Usage: landform ${family} COMMAND [OPTIONS]`,
    '',
    `${summary}.`,
    '',
    ...rows(members.map(({ name, summary: what }): Row => [name.slice(family.length + 1), what])),
    '',
    `"landform ${family} COMMAND --help" explains a command.`,
  ]);
}

/** The page of `landform` itself: the main commands with what they do, the others by name. */
export function mainPage(commands: readonly Command[]): string {
  const inGroup = (group: Command['group']): readonly Command[] => commands.filter((one) => one.group === group);
  const names = (group: Command['group']): readonly string[] => joined(inGroup(group).map(({ name }) => name));
  return text([
    'Usage: landform COMMAND [OPTIONS]',
    '',
    'Plans and applies infrastructure written in TypeScript, HCL or Terraform JSON.',
    '',
    'Main commands:',
    ...rows(inGroup('Main commands').map(({ name, summary }): Row => [name, summary])),
    '',
    ...labelled('More:     ', names('More')),
    ...labelled('State:    ', names('State')),
    ...labelled('Generate: ', names('Generate')),
    ...labelled('Other:    ', [...names('Other'), 'help']),
    ...labelled('Options:  ', [...terms(GLOBAL_OPTIONS), '--version', '--help']),
    '"landform COMMAND --help" explains a command.',
  ]);
}

/** `state list`, `state show` as `state list|show`: in place of the first of them. A long family has several. */
function joined(names: readonly string[]): readonly string[] {
  const pieces: string[] = [];
  const families = new Map<string, number>();
  for (const name of names) {
    const [first = '', second] = name.split(' ');
    const at = second === undefined ? undefined : families.get(first);
    const longer = at === undefined ? '' : `${pieces[at]}|${second}`;
    if (at !== undefined && longer.length <= LONGEST) pieces[at] = longer;
    else {
      if (second !== undefined) families.set(first, pieces.length);
      pieces.push(name);
    }
  }
  return pieces;
}

const LONGEST = 60;

type Row = readonly [term: string, what: string];

function rows(table: readonly Row[]): string[] {
  const width = Math.max(0, ...table.map(([term]) => term.length));
  return table.map(([term, what]) => `  ${term.padEnd(width)}  ${what}`.trimEnd());
}

const terms = (options: Options): string[] => Object.entries(options).map(([name, one]) => optionTerm(name, one));

/** Items behind a label, separated by commas, broken between items. */
function labelled(label: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const pieces = items.map((item, index) => (index < items.length - 1 ? `${item},` : item));
  return filled(label, ' '.repeat(label.length), pieces);
}

const wrapped = (sentence: string): string[] => filled('', '', sentence.split(' '));

function filled(first: string, indent: string, pieces: readonly string[]): string[] {
  const lines: string[] = [];
  let line = first;
  for (const piece of pieces) {
    const isStart = line === first || line === indent;
    const next = isStart ? line + piece : `${line} ${piece}`;
    if (next.length <= COLUMNS || isStart) line = next;
    else {
      lines.push(line);
      line = indent + piece;
    }
  }
  return [...lines, line];
}

const text = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
