import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Folder } from '../support/run-landform.js';

let folder: Folder;
beforeAll(async () => {
  folder = await Folder.make({ 'main.tf.json': { resource: { terraform_data: { a: { input: 'x' } } } } });
});
afterAll(() => folder.remove());

test.each(['terraform_data.b', 'data.terraform_data.a', 'var.x', 'local.x', '[terraform_data.b.id]'])(
  'console rejects %s, which is not declared',
  async (text) => {
    const { code, stderr } = await folder.run('console', { input: `${text}\n` });
    expect([code, stderr]).toEqual([1, expect.stringContaining('[unknown-reference]')]);
  },
);

test('console accepts a declared resource that does not exist yet, and prints no prompt for piped input', async () => {
  const { code, stdout } = await folder.landform('console', { input: 'terraform_data.a.id\n' });
  expect([code, stdout]).toEqual([0, '(known after apply)\n']);
});

const isInstalled = spawnSync('terraform', ['version'], { stdio: 'ignore' }).status === 0;

const types: readonly (readonly [expression: string, printed: string])[] = [
  ['type(1)', 'number'],
  ['type("x")', 'string'],
  ['type(null)', 'dynamic'],
  ['type(sensitive(true))', 'bool'],
  ['type([])', 'tuple([])'],
  ['type({})', 'object({})'],
  ['type(toset(["a"]))', 'set(string)'],
  ['type(tomap({ b = tolist([1]) }))', 'map(list(number))'],
  [
    'type({ b = 1, a = [1, "x"] })',
    'object({\n    a: tuple([\n        number,\n        string,\n    ]),\n    b: number,\n})',
  ],
  ['type(tolist([tolist([{ a = 1 }])]))', 'list(list(\n    object({\n        a: number,\n    }),\n))'],
  ['type(tolist([[]]))', 'list(\n    tuple([]),\n)'],
];

test.each(types)('console prints %s without quotes', async (expression, printed) => {
  const { code, stdout } = await folder.run('console', { input: `${expression}\n` });
  expect([code, stdout]).toEqual([0, `${printed}\n`]);
});

test.skipIf(!isInstalled)('Terraform prints types the same way', () => {
  const env = { PATH: process.env['PATH'], CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: '/dev/null' };
  const printed = types.map(([expression]) => {
    const { stdout } = spawnSync('terraform', ['console'], {
      cwd: folder.path,
      env,
      input: `${expression}\n`,
      encoding: 'utf8',
    });
    return [expression, stdout.trimEnd()];
  });
  expect(printed).toEqual(types);
});
