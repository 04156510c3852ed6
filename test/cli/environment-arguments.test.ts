import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { splitWords } from '../../src/cli/split-words.js';
import { Folder } from '../support/run-landform.js';

describe('splitting TF_CLI_ARGS into words', () => {
  test.each([
    ['', []],
    ['  -a   b ', ['-a', 'b']],
    [`-var 'a=b c' -var="d=\\"e"`, ['-var', 'a=b c', '-var=d="e']],
    [`a\\ b ''`, ['a b', '']],
    [`'a`, undefined],
    [`"a`, undefined],
    ['a\\', undefined],
  ])('%j', (text, words) => expect(splitWords(text)).toEqual(words));
});

describe('the environment', () => {
  let folder: Folder;
  beforeAll(async () => {
    folder = await Folder.make({
      'main.tf.json': { variable: { v: {} }, output: { o: { value: '${var.v}' } } },
    });
  });
  afterAll(() => folder.remove());

  test.each<[line: string, env: Record<string, string>, value: string]>([
    ['plan', { TF_CLI_ARGS_plan: "-var 'v=own value'" }, 'own value'],
    ['--chdir . plan', { TF_CLI_ARGS: '-var v=all' }, 'all'],
    ['plan -var v=typed', { TF_CLI_ARGS_plan: '-var v=own' }, 'typed'],
    ['plan -var v=typed', { TF_CLI_ARGS_apply: '-wrong' }, 'typed'],
  ])('%s with %j', async (line, env, value) => {
    const { code, stdout } = await folder.landform(line, { env });
    expect([code, stdout]).toEqual([0, expect.stringContaining(`"${value}"`)]);
  });

  test('an unterminated quote is an error', async () => {
    const { code, stderr } = await folder.landform('plan', { env: { TF_CLI_ARGS: "-var 'v=1" } });
    expect([code, stderr]).toEqual([1, expect.stringContaining('[invalid-environment]')]);
  });

  test('-no-color also applies to errors and unknown options', async () => {
    const { stdout } = await folder.atTerminal('plan --wrong', { env: { TF_CLI_ARGS: '-no-color' } });
    expect(stdout).toContain('unknown-option');
    expect(stdout).not.toContain('\u001B[3');
  });

  test('TF_LOG prints a one-line warning', async () => {
    const { code, stderr } = await folder.landform('validate', { env: { TF_LOG: 'TRACE' } });
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^Warning: TF_LOG has no effect; .*--debug.*\n$/)]);
  });

  test('with --json an unknown option is a diagnostic message', async () => {
    const { code, stdout } = await folder.landform('plan --json --wrong');
    const last = JSON.parse(stdout.trim().split('\n').at(-1)!) as unknown;
    expect([code, last]).toEqual([1, expect.objectContaining({ type: 'diagnostic' })]);
  });
});
