import { describe, expect, it } from 'vitest';
import { optionNames, parseArguments } from '../../../src/cli/arguments.js';
import { COMMANDS } from '../../../src/cli/registry.js';
import { UsageError } from '../../../src/cli/usage-error.js';

function parse(line: string): {
  name: string;
  options: Readonly<Record<string, unknown>>;
  given: readonly string[];
  globals: object;
} {
  const parsed = parseArguments(line.split(' ').filter(Boolean), COMMANDS);
  if (parsed.kind !== 'command') throw new Error(`${line} is ${parsed.kind}`);
  return { name: parsed.command.name, options: parsed.options, given: parsed.arguments, globals: parsed.globals };
}

function refusal(line: string): { code: string; summary: string; detail: string } {
  try {
    parseArguments(line.split(' ').filter(Boolean), COMMANDS);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const { code, summary, detail = '' } = error.diagnostic;
    return { code, summary, detail };
  }
  throw new Error(`${line} was understood`);
}

describe('an option', () => {
  it.each([
    ['plan --out x.json', 'out', 'x.json'],
    ['plan -out x.json', 'out', 'x.json'],
    ['plan --out=x.json', 'out', 'x.json'],
    ['plan -out=x.json', 'out', 'x.json'],
    ['plan -out -x', 'out', '-x'],
    ['plan', 'out', undefined],
    ['plan --destroy', 'destroy', true],
    ['plan -destroy', 'destroy', true],
    ['plan -destroy=false', 'destroy', false],
    ['plan', 'destroy', false],
    ['plan -refresh=false', 'refresh', false],
    ['plan --no-refresh', 'refresh', false],
    ['plan -refresh=true', 'refresh', true],
    ['plan', 'refresh', true],
    ['plan -lock=0', 'lock', false],
    ['apply -input=false', 'input', false],
    ['plan -target a.b -target=c.d', 'target', ['a.b', 'c.d']],
    ['plan', 'target', []],
    [
      'plan -var a=b -var=c=d=e',
      'var',
      [
        { name: 'a', text: 'b' },
        { name: 'c', text: 'd=e' },
      ],
    ],
    ['plan -var-file x --var-file=y', 'var', [{ file: 'x' }, { file: 'y' }]],
    ['plan -var a=1 -var-file x -var a=2', 'var', [{ name: 'a', text: '1' }, { file: 'x' }, { name: 'a', text: '2' }]],
    ['plan -parallelism=3', 'parallelism', 3],
    ['plan', 'parallelism', 10],
    ['plan -lock-timeout=30s', 'lock-timeout', 30_000],
    ['plan -lock-timeout=1h30m', 'lock-timeout', 5_400_000],
    ['plan -lock-timeout=0', 'lock-timeout', 0],
    ['graph --format mermaid', 'format', 'mermaid'],
    ['plan -detailed-exitcode', 'detailed-exitcode', true],
    ['apply -auto-approve', 'auto-approve', true],
  ])('%s', (line, option, value) => {
    expect(parse(line).options[option]).toEqual(value);
  });

  it.each([
    ['-chdir=x plan', { chdir: 'x' }],
    ['-chdir x plan', { chdir: 'x' }],
    ['plan --chdir x', { chdir: 'x' }],
    ['plan -json', { json: true }],
    ['-json plan', { json: true }],
    ['plan -no-color', { color: false }],
    ['plan', { chdir: undefined, json: false, color: true }],
    ['state list -json', { json: true }],
  ])('is known to every command: %s', (line, globals) => {
    expect(parse(line).globals).toMatchObject(globals);
  });
});

describe('a command', () => {
  it.each([
    ['state mv a.b c.d', 'state mv', ['a.b', 'c.d']],
    ['state rm a b c', 'state rm', ['a', 'b', 'c']],
    ['state push -', 'state push', ['-']],
    ['import a.b -- -id-', 'import', ['a.b', '-id-']],
    ['output -raw url', 'output', ['url']],
    ['apply -auto-approve plan.json', 'apply', ['plan.json']],
    ['providers schema -json', 'providers schema', []],
  ])('%s', (line, name, given) => {
    expect(parse(line)).toMatchObject({ name, given });
  });
});

describe('an invalid command line', () => {
  it.each([
    ['plna', 'unknown-command', "Unknown command 'plna'", 'Did you mean plan?'],
    ['state lst', 'unknown-command', "Unknown command 'lst'", 'Did you mean list?'],
    ['plan --ot x', 'unknown-option', "Unknown option '--ot'", 'Did you mean --out?'],
    ['plan -targt=x', 'unknown-option', "Unknown option '--targt'", '--target'],
    ['plan extra', 'too-many-arguments', 'Too many arguments', 'landform plan --help'],
    ['state mv a', 'missing-argument', "Missing required argument 'TO'", 'landform state mv --help'],
    ['plan --out', 'missing-option-value', "Option '--out <FILE>' argument missing", 'landform plan --help'],
    ['plan -parallelism=x', 'invalid-option', '--parallelism takes a whole number, 1 or more, not "x"', ''],
    ['plan -parallelism=0', 'invalid-option', '--parallelism takes a whole number, 1 or more, not "0"', ''],
    ['plan -lock-timeout=5', 'invalid-option', '--lock-timeout takes a duration, not "5"', '30s'],
    ['plan -refresh=maybe', 'invalid-option', '--refresh takes true or false, not "maybe"', ''],
    ['plan -var secret', 'invalid-option', '--var takes NAME=VALUE', 'region'],
    ['graph -format=png', 'invalid-option', '--format takes dot or mermaid or text, not "png"', ''],
  ])('%s', (line, code, summary, detail) => {
    const refused = refusal(line);
    expect(refused.code).toBe(code);
    expect(refused.summary).toContain(summary);
    expect(refused.detail).toContain(detail);
  });
});

describe('help', () => {
  const help = (line: string): { text: string; failed: boolean } => {
    const parsed = parseArguments(line.split(' ').filter(Boolean), COMMANDS);
    if (parsed.kind !== 'help') throw new Error(`${line} is ${parsed.kind}`);
    return parsed;
  };

  it.each(['', 'state'])('is shown if no command is given: "%s"', (line) => {
    expect(help(line).failed).toBe(true);
  });

  it.each(['--help', '-h', '-help', 'help', 'plan --help', 'plan -help', 'help plan', 'state mv -h'])(
    'is shown on request: %s',
    (line) => {
      expect(help(line).failed).toBe(false);
    },
  );

  it.each(COMMANDS.map((command) => [command.name, command] as const))(
    'of %s includes its summary, options and examples',
    (name, command) => {
      const { text } = help(`${name} --help`);
      const flat = text.replace(/\s+/g, ' ');
      expect(flat).toContain(command.summary);
      expect(command.examples.length).toBeGreaterThan(0);
      for (const [line] of command.examples) expect(text).toContain(line);
      for (const option of Object.keys(command.options)) expect(text).toContain(`--${option}`);
      for (const argument of command.arguments) expect(text).toContain(argument.name);
    },
  );
});

describe('the command table', () => {
  it('declares each option with the same kind in every command', () => {
    const { flags, values } = optionNames(COMMANDS);
    expect([...flags].filter((name) => values.has(name))).toEqual([]);
  });

  it.each(COMMANDS.flatMap(({ name, examples }) => examples.map(([line]) => [name, line] as const)))(
    '%s has an example that parses: %s',
    (name, example) => {
      const line = /landform ([^|<>&]*)/.exec(example)![1]!.replace(/ >.*/, '').replaceAll("'", '').replaceAll(')', '');
      expect(parse(line).name).toBe(name);
    },
  );

  it.each(COMMANDS.map((command) => [command.name, command] as const))(
    'loads the code of %s',
    async (_name, command) => {
      expect(await command.load()).toBeTypeOf('function');
    },
  );
});
