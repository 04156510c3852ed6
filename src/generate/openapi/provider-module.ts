/** The module that `landform.json` refers to. */
export const providerModule = (): string =>
  [
    "import { defineRestProvider } from 'landform/provider';",
    "import { mapping } from './mapping.js';",
    '',
    'export default defineRestProvider(mapping);',
    '',
  ].join('\n');

/** Tests that create, read and delete one object of each kind in an emulator of the description. */
export function testModule(name: string, description: string): string {
  return `import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createHarness, emulate, type Harness, type Sandbox } from 'landform/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

// Operations of a service may take a while.
const timeout = 60_000;

const here = fileURLToPath(new URL('.', import.meta.url));

let sandbox: Sandbox;
let directory: string;
let project: Harness;

beforeAll(async () => {
  sandbox = await emulate({ provider: '${name}', description: path.join(here, '${description}') });
  directory = await mkdtemp(path.join(tmpdir(), '${name}-'));
  await cp(path.join(here, 'example.tf.json'), path.join(directory, 'main.tf.json'));
  const settings = { providers: { '${name}/${name}': path.join(here, 'provider.ts') } };
  await writeFile(path.join(directory, 'landform.json'), JSON.stringify(settings));
  project = createHarness({ directory, environment: sandbox.environment });
}, timeout);

afterAll(async () => {
  await sandbox.close();
  await rm(directory, { recursive: true });
});

const errorsOf = (result: { readonly diagnostics: readonly { readonly severity: string }[] }): unknown[] =>
  result.diagnostics.filter(({ severity }) => severity === 'error');

test('the example is created, and a second plan has no changes', { timeout }, async () => {
  expect(errorsOf(await project.apply())).toEqual([]);
  const again = await project.plan();
  expect(errorsOf(again)).toEqual([]);
  expect(again.stacks.map(({ plan }) => plan.applyable)).toEqual([false]);
});

test('the example is destroyed', { timeout }, async () => {
  expect(errorsOf(await project.destroy())).toEqual([]);
});
`;
}
