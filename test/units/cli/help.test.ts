import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../src/cli/arguments.js';
import { COMMANDS, FAMILIES } from '../../../src/cli/registry.js';
import { UsageError } from '../../../src/cli/usage-error.js';

const CLI = fileURLToPath(new URL('../../../src/cli', import.meta.url));

/** Words that read like a translation; what to write instead depends on the sentence. */
const STILTED =
  /\b(can not|nobody|somebody|whoever|stands|is told|be told|goes on|go on|is there for|look what|looks what|looks how|under management|under way|nothing new is begun|(?<!there )is no [a-z]+|as it is there|make this object anew|colours)\b/i;

function help(line: string): string {
  const parsed = parseArguments(line.split(' ').filter(Boolean), COMMANDS);
  if (parsed.kind !== 'help') throw new Error(`${line} is ${parsed.kind}`);
  return parsed.text;
}

const PAGES = ['', ...Object.keys(FAMILIES), ...COMMANDS.map(({ name }) => name)];

describe('a help page', () => {
  it.each(PAGES)('fits on a terminal of 80 columns and 24 rows: landform %s', (name) => {
    const lines = help(`${name} --help`).trimEnd().split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.length).toBeLessThanOrEqual(24);
  });

  it.each(COMMANDS.map((command) => [command.name, command] as const))(
    'describes every common option of %s',
    (name, { options }) => {
      const page = help(`${name} --help`);
      for (const { rare, summary } of Object.values(options)) if (rare !== true) expect(page).toContain(summary);
    },
  );

  it('of landform lists every command', () => {
    const page = help('--help').replaceAll(/\b(\w+) ([\w-]+(?:\|[\w-]+)+)/g, (_, family: string, names: string) =>
      names
        .split('|')
        .map((name) => `${family} ${name}`)
        .join(', '),
    );
    for (const { name, group } of COMMANDS)
      if (group !== 'Internal') expect(page).toMatch(new RegExp(`(^  |: +|, |^ +)${name}\\b`, 'm'));
  });
});

describe('the text of the command line', () => {
  const files = readdirSync(CLI, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const strings = (text: string): string[] =>
    [...text.matchAll(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g)].map(([literal]) => literal);

  it.each(files)('are plain English: %s', (name) => {
    const found = strings(readFileSync(path.join(CLI, name), 'utf8')).filter((literal) => STILTED.test(literal));
    expect(found).toEqual([]);
  });

  it.each(
    COMMANDS.flatMap(({ name, summary, options }) => [
      [`landform ${name}`, summary] as const,
      ...Object.entries(options).map(([option, one]) => [`landform ${name} --${option}`, one.summary] as const),
    ]),
  )('begins with a capital and ends without a full stop: %s', (_place, summary) => {
    expect(summary).toMatch(/^[A-Z].*[^.]$/);
  });
});

describe('a command from another tool', () => {
  const refusal = (line: string): { summary: string; detail: string | undefined } => {
    try {
      parseArguments(line.split(' '), COMMANDS);
    } catch (error) {
      if (error instanceof UsageError) return { summary: error.diagnostic.summary, detail: error.diagnostic.detail };
    }
    throw new Error(`${line} was understood`);
  };

  it.each([
    ['env new dev', 'Run "landform workspace list", "new", "select" or "delete".'],
    ['modules', 'Run "landform get --json" to see what modules are called.'],
    ['login', 'environment variables'],
    ['state ls', 'landform state list'],
    ['state remove a.b', 'landform state rm'],
    ['diff', 'Run "landform plan".'],
    ['deploy --auto-approve', 'Run "landform apply".'],
    ['preview', 'Run "landform plan".'],
    ['up', 'Run "landform apply".'],
    ['new typescript', 'Run "landform init".'],
    ['down', 'Run "landform destroy".'],
    ['config set region eu', '--var'],
    ['cancel', 'force-unlock'],
  ])('is answered with its Landform equivalent: %s', (line, advice) => {
    const { summary, detail } = refusal(line);
    expect(summary).toMatch(/^Landform has no command "/);
    expect(detail).toContain(advice);
  });

  it('is not redirected if Landform has the command', () => {
    expect(refusal('taint').summary).toContain("Missing required argument 'ADDRESS'");
    expect(refusal('plna').detail).toContain('Did you mean plan?');
  });

  it('is answered only with commands that exist', () => {
    const text = readFileSync(path.join(CLI, 'foreign-commands.ts'), 'utf8');
    for (const [, line] of text.matchAll(/"landform ([a-z][^"]*)"/g)) {
      if (line!.includes('/')) continue; // a module of the package
      const words = line!.split(' ');
      expect(
        COMMANDS.some(({ name }) => [words[0], words.slice(0, 2).join(' ')].includes(name)),
        line,
      ).toBe(true);
    }
  });
});
