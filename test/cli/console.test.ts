import { afterAll, beforeAll, expect, test } from 'vitest';
import { Folder } from '../support/run-landform.js';

let folder: Folder;
beforeAll(async () => {
  folder = await Folder.make({ 'main.tf.json': { resource: { terraform_data: { a: { input: 'x' } } } } });
});
afterAll(() => folder.remove());

test.each(['terraform_data.b', 'data.terraform_data.a', 'var.x', 'local.x', '[terraform_data.b.id]'])(
  'console refuses %s, which is not declared',
  async (text) => {
    const { code, stderr } = await folder.landform('console', { input: `${text}\n` });
    expect([code, stderr]).toEqual([1, expect.stringContaining('[unknown-reference]')]);
  },
);

test('console knows a declared resource that does not exist yet, and prints no prompt for piped input', async () => {
  const { code, stdout } = await folder.landform('console', { input: 'terraform_data.a.id\n' });
  expect([code, stdout]).toEqual([0, '(known after apply)\n']);
});
