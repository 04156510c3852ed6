import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createHarness } from '../../../src/testing/index.js';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'landform-empty-state-'));
  await writeFile(path.join(directory, 'main.tf.json'), '{"locals":{"x":1}}');
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test('an apply writes a state even if it is empty', async () => {
  const file = path.join(directory, 'terraform.tfstate');
  const harness = createHarness({ directory });
  await harness.plan({ out: 'plan.json' });
  expect(existsSync(file)).toBe(false);
  await harness.apply({ planFile: 'plan.json' });
  const text = await readFile(file, 'utf8');
  expect(JSON.parse(text)).toMatchObject({ version: 4, serial: 1, outputs: {}, resources: [] });
  await harness.apply({});
  expect(await readFile(file, 'utf8')).toBe(text);
});
