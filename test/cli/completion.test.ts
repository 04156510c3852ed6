import { spawn, spawnSync } from 'node:child_process';
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Folder, MAIN } from '../support/run-landform.js';

const PROGRAM = `
import { App, Output, Stack, Variable } from 'landform';
import { TerraformData } from 'landform/providers/terraform';
const app = new App();
for (const name of ['network', 'web']) {
  const stack = new Stack(app, name);
  const region = new Variable(stack, 'region', { type: 'string', default: 'eu' });
  new Variable(stack, 'fast', { type: 'bool', default: true });
  const data = new TerraformData(stack, name + '_data', { input: region.value });
  if (name === 'web') new TerraformData(stack, 'many', { forEach: { 'a b': 1 }, input: 'x' });
  new Output(stack, name + '_id', { value: data.id });
}
app.synth();
`;

let folder: Folder;
beforeAll(async () => {
  folder = await Folder.make({
    'landform.json': { program: 'main.ts' },
    'main.ts': PROGRAM,
    'sub/main.tf.json': { resource: { terraform_data: { inner: {} } } },
    'plans/next.plan': '',
    // Completes as landform does; what it is run with otherwise is printed, a word in brackets each.
    'bin/landform': `#!/bin/sh
if [ "$1" = complete ] || [ "$1" = completion ]; then exec '${process.execPath}' '${MAIN}' "$@"; fi
printf 'RAN'; printf '[%s]' "$@"; echo .
`,
    rc: `PS1='READY> '; PROMPT='READY> '; HISTFILE=; `,
  });
  await chmod(path.join(folder.path, 'bin/landform'), 0o755);
  await folder.link();
  await folder.landform('apply --auto-approve');
});
afterAll(() => folder.remove());

/** Candidates for the last word. */
async function offered(...words: string[]): Promise<string[]> {
  const { stdout, code } = await folder.run(['complete', '--', ...words]);
  expect(code).toBe(0);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t')[0]!);
}

const WORDS: readonly (readonly [what: string, words: string[], candidates: string[]])[] = [
  ['commands', ['pl'], ['plan']],
  ['subcommands', ['state', 'r'], ['rm', 'replace-provider', 'rotate']],
  ['help topics', ['help', 'sta'], ['state']],
  ['options', ['plan', '--re'], ['--replace=', '--refresh=false', '--refresh-only']],
  ['options with one dash', ['plan', '-det'], ['-detailed-exitcode']],
  ['options of every command', ['--no-color', 'plan', '--js'], ['--json']],
  ['fixed values', ['graph', '--format', ''], ['dot', 'mermaid', 'text']],
  ['fixed values behind "="', ['graph', '--format=m'], ['--format=mermaid']],
  ['values of a flag', ['plan', '--refresh='], ['--refresh=true', '--refresh=false']],
  ['fixed arguments', ['completion', 'f'], ['fish']],
  ['starting points of init', ['init', '--from', 'c'], ['cdktf']],
  ['stacks', ['plan', '--stack', ''], ['network', 'web']],
  ['stacks behind "="', ['plan', '--stack=w'], ['--stack=web']],
  ['addresses in the configuration', ['plan', '--target', 'terraform_data.n'], ['terraform_data.network_data']],
  ['addresses in state', ['state', 'show', 'terraform_data.many['], ['terraform_data.many["a b"]']],
  ['addresses of the selected stack', ['plan', '--stack', 'network', '--target', ''], ['terraform_data.network_data']],
  ['outputs', ['output', 'w'], ['web_id']],
  ['variables', ['plan', '--var', 'r'], ['region=']],
  ['variables and their values', ['plan', '--var=fast='], ['--var=fast=true', '--var=fast=false']],
  [
    'providers',
    ['state', 'replace-provider', 'registry.terraform.io/landform/co'],
    ['registry.terraform.io/landform/conductor'],
  ],
  ['addresses in another directory', ['--chdir', 'sub', 'taint', ''], ['terraform_data.inner']],
  ['nothing after the last argument', ['taint', 'terraform_data.many', ''], []],
  ['no options after --', ['taint', '--', '-'], []],
];

describe('landform complete', () => {
  it.each(WORDS)('completes %s', async (_what, words, expected) => {
    const found = await offered(...words);
    expect(found.pop()).toBe(':none');
    expect(found.sort()).toEqual([...expected].sort());
  });

  it.each([
    [['apply', 'pl'], ':file'],
    [['plan', '--out='], ':file'],
    [['plan', '--chdir', ''], ':directory'],
  ])('leaves file names to the shell: %j', async (words, directive) => {
    expect((await offered(...words)).pop()).toBe(directive);
  });

  it('describes commands and options', async () => {
    const { stdout } = await folder.run(['complete', '--', 'plan', '--ou']);
    expect(stdout).toBe('--out=\tSave the plan to this file\n:none\n');
  });

  it('prints no names and no error outside a project', async () => {
    const empty = await Folder.make();
    const ran = await empty.run(['complete', '--', 'plan', '--stack', '']);
    expect(ran).toMatchObject({ code: 0, stdout: ':none\n', stderr: '' });
    await empty.remove();
  });
});

/** How each shell is started at a terminal with the completion loaded. */
const SHELLS: Readonly<Record<string, string>> = {
  bash: `cat rc > .bashrc; landform completion bash >> .bashrc; exec bash --noprofile --rcfile .bashrc -i`,
  zsh: `cat rc > .zshrc; landform completion zsh >> .zshrc; exec zsh -d -i`,
  fish: `landform completion fish > .fish; exec fish --no-config -C 'function fish_prompt; echo -n "READY> "; end; source .fish' -i`,
};

/** Types a line, Tab and Enter; what the command was run with then, one word each. */
function typed(shell: string, line: string): Promise<string[]> {
  return new Promise((resolve) => {
    const child = spawn('script', ['-q', '-E', 'always', '-c', SHELLS[shell]!, '/dev/null'], {
      cwd: folder.path,
      env: {
        PATH: `${path.join(folder.path, 'bin')}:${process.env['PATH']}`,
        HOME: folder.path,
        ZDOTDIR: folder.path,
        TERM: 'xterm',
        COLUMNS: '200',
        SHELL: '/bin/sh',
      },
    });
    let seen = '';
    let sent = false;
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      seen += text;
      const ran = /RAN((?:\[[^\n]*\])*)\./.exec(seen);
      if (!sent && seen.includes('READY> ')) {
        sent = true;
        child.stdin.write(`landform ${line}\t\r`);
      } else if (ran !== null) {
        child.kill();
        resolve(ran[1]!.slice(1, -1).split(']['));
      }
    });
    child.on('close', () => resolve([seen]));
  });
}

for (const shell of Object.keys(SHELLS)) {
  const missing = spawnSync(shell, ['--version']).status !== 0;
  if (missing) console.log(`completion in ${shell} skipped: ${shell} is not installed`);
  describe.skipIf(missing)(`Tab in ${shell}`, () => {
    it.each([
      ['a command', 'pl', ['plan']],
      ['a subcommand', 'state li', ['state', 'list']],
      ['an option', 'plan --detail', ['plan', '--detailed-exitcode']],
      ['a stack', 'plan --stack w', ['plan', '--stack', 'web']],
      ['a stack behind "="', 'plan --stack=w', ['plan', '--stack=web']],
      [
        'an address that needs quotes',
        'state show terraform_data.many\\[',
        ['state', 'show', 'terraform_data.many["a b"]'],
      ],
      ['an address in quotes', "state show 'terraform_data.netw", ['state', 'show', 'terraform_data.network_data']],
      ['a variable', 'plan --var=reg', ['plan', '--var=region=']],
      ['a file', 'apply plans/ne', ['apply', 'plans/next.plan']],
      ['a file behind "="', 'plan --out=plans/ne', ['plan', '--out=plans/next.plan']],
    ])('completes %s', async (_what, line, expected) => {
      expect(await typed(shell, line)).toEqual(expected);
    });
  });
}
