import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blocksOf } from '../support/documents.js';
import { Folder } from '../support/run-landform.js';

const blocks = blocksOf(readFileSync('docs/rollback.md', 'utf8'));
const blockOf = (language: string): string => blocks.find((block) => block.language === language)!.text;

let folder: Folder;
beforeEach(async () => {
  folder = await Folder.make({
    'landform.json': { providers: { 'acme/thing': './provider.ts', 'acme/ops': './ops.ts' } },
    'provider.ts': readFileSync('examples/own-provider/provider.ts', 'utf8'),
  });
  await folder.link();
});
afterEach(() => folder.remove());

const apply = async (): Promise<void> => {
  const { stderr, code } = await folder.run('apply --auto-approve');
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('Error')]);
};
const boxes = async (): Promise<readonly string[]> => {
  const names = readdirSync(path.join(folder.path, 'shelf'));
  const texts = await Promise.all(names.map((name) => folder.read(`shelf/${name}`)));
  return texts
    .map((text) => JSON.parse(text) as { name: string; size: number })
    .map(({ name, size }) => `${name} ${size}`)
    .sort();
};
const shown = (text: string): string => text.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…');

describe('docs/rollback.md', () => {
  it('shows the plan that reverses the last run', async () => {
    await folder.write('main.tf', blockOf('hcl'));
    await apply();
    const toys = `resource "thing_box" "toys" {\n  name = "toys"\n}\n`;
    await folder.write(
      'main.tf',
      `${blockOf('hcl')
        .replace('size = 3', 'size = 9')
        .replace(/resource "thing_box" "paint" [^]*/, '')}${toys}`,
    );
    await apply();
    expect(await boxes()).toEqual(['tools 9', 'toys 1']);
    const planned = await folder.run('rollback --out back.json');
    expect(shown(planned.stdout)).toBe(`${blockOf('console')}\n`);
    expect(planned.stderr).toContain('[program-differs]');
    expect(planned.stderr).toContain('To apply it:  landform apply back.json');
    expect((await folder.run('show --format markdown back.json')).stdout).toContain(
      'Plan: 1 to add, 1 to change, 1 to destroy.',
    );
    expect((await folder.run('rollback')).stderr).toContain('[approval-needed]');
    expect((await folder.run('apply back.json')).code).toBe(0);
    expect(await boxes()).toEqual(['paint 1', 'tools 3']);
    await folder.write('main.tf', blockOf('hcl'));
    expect((await folder.run('plan')).stdout).toContain('No changes.');
  });
});

it('goes back in modules with several instances', async () => {
  await folder.write(
    'main.tf',
    blockOf('hcl').replace(/resource [^]*/, '') +
      'module "m" {\n  source   = "./m"\n  for_each = toset(["a", "b"])\n  name     = each.key\n  providers = { thing = thing }\n}\n',
  );
  const module = (size: number): Promise<void> =>
    folder.write(
      'm/main.tf',
      `terraform {\n  required_providers {\n    thing = { source = "acme/thing" }\n  }\n}\nvariable "name" {}\nresource "thing_box" "x" {\n  count = 2\n  name  = "\${var.name}\${count.index}"\n  size  = ${size}\n}\n`,
    );
  await module(2);
  expect((await folder.run('init')).code).toBe(0);
  await apply();
  await module(5);
  await apply();
  expect(await boxes()).toEqual(['a0 5', 'a1 5', 'b0 5', 'b1 5']);
  const { stdout, code } = await folder.run('rollback --auto-approve');
  expect([code, stdout]).toEqual([0, expect.stringContaining('0 added, 4 changed, 0 destroyed')]);
  expect(await boxes()).toEqual(['a0 2', 'a1 2', 'b0 2', 'b1 2']);
});

describe('what is kept of a run', () => {
  const encrypted = `
terraform {
  encryption {
    key_provider "pbkdf2" "k" {
      passphrase = "a passphrase of many words"
      iterations = 200000
    }
    method "aes_gcm" "m" {
      keys = key_provider.pbkdf2.k
    }
    state {
      method = method.aes_gcm.m
    }
  }
}
`;
  const history = '.landform/terraform.tfstate.history';
  it.each([
    ['as the state', '', true],
    ['encrypted if the state is', encrypted, false],
  ])('is %s', async (_how, more, isPlain) => {
    const document = (text: string): string => `${more}\nresource "terraform_data" "a" {\n  input = "${text}"\n}\n`;
    await folder.write('main.tf', document('planted-secret'));
    await apply();
    await folder.write('main.tf', document('later'));
    await apply();
    expect((await folder.read(history)).includes('planted-secret')).toBe(isPlain);
    const { stdout, code } = await folder.run('rollback --auto-approve');
    expect([code, stdout]).toEqual([0, expect.stringContaining('0 added, 1 changed, 0 destroyed')]);
    expect((await folder.run('state pull')).stdout).toContain('planted-secret');
  });

  it('is refused if it is damaged', async () => {
    await folder.write('main.tf', 'resource "terraform_data" "a" {}\n');
    await apply();
    await folder.write(history, (await folder.read(history)).replace('"remove"', '"removE"'));
    const { stderr, code } = await folder.run('rollback --auto-approve');
    expect([code, stderr]).toEqual([1, expect.stringContaining('[corrupt-journal]')]);
  });
});

it('that is killed leaves what any killed apply leaves', async () => {
  await folder.write(
    'ops.ts',
    `import { existsSync } from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { defineProvider, string } from 'landform/provider';
const log = async () => (await readFile('ops.log', 'utf8').catch(() => '')).split('\\n');
export default defineProvider({
  name: 'acme/ops',
  resources: {
    ops_service: {
      schema: { name: string({ required: true }), id: string({ computed: true, stable: true }) },
      create: async ({ name }) => {
        await appendFile('ops.log', name + '\\n');
        if (existsSync('die')) process.kill(process.pid, 'SIGKILL');
        return { id: name };
      },
      read: async (state) => state,
      update: async () => {},
      delete: async () => {},
      locate: async ({ name }) => ((await log()).includes(name) ? { id: name } : undefined),
      landsWithinSeconds: 0,
    },
  },
});
`,
  );
  const document = (names: readonly string[]): string =>
    `terraform {\n  required_providers {\n    ops = { source = "acme/ops" }\n  }\n}\n${names.map((name) => `resource "ops_service" "${name}" {\n  name = "${name}"\n}\n`).join('')}`;
  await folder.write('main.tf', document(['a', 'b']));
  await apply();
  await folder.write('main.tf', document(['a']));
  await apply();
  await folder.write('ops.log', '');
  await folder.write('die', '');
  expect((await folder.landform('rollback --auto-approve')).signal).toBe('SIGKILL');
  rmSync(path.join(folder.path, 'die'));
  expect((await folder.run('rollback --auto-approve')).stderr).toContain('[unfinished-calls]');
  // The create of b took effect: it is found, and deleted as the program says.
  const { stdout, code } = await folder.run('apply --auto-approve');
  expect([code, stdout]).toEqual([0, expect.stringContaining('0 added, 0 changed, 1 destroyed')]);
  expect(await folder.read('ops.log')).toBe('b\n');
  expect((await folder.run('plan')).stdout).toContain('No changes.');
});
