import { describe, expect, test } from 'vitest';
import { readScenario, scenarioNames } from './scenario.js';
import { runScenario } from './run.js';
import { hasTerraform } from './terraform.js';

/** Everything a run with Terraform at its side takes, on a machine that is busy with other tests. */
const TIMEOUT = 240_000;

const withTerraform = hasTerraform();
if (!withTerraform) console.log('Compared with what the scenarios say; comparing with Terraform skipped: no terraform');

const names = await scenarioNames();

test('every scenario says why it exists', async () => {
  expect(names.length).toBeGreaterThanOrEqual(45);
  for (const name of names) expect((await readScenario(name)).why, name).toMatch(/\S.+/);
});

describe.concurrent('terraform_data behaves as in Terraform, step by step', () => {
  test.for(names)('%s', { timeout: TIMEOUT }, async (name) => {
    await runScenario(name, withTerraform);
  });
});
