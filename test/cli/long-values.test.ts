import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Folder } from '../support/run-landform.js';

/** Twice as much, as state has it, is more than is read at once. */
const MEGABYTES = 70;
const LONG = 'x'.repeat(MEGABYTES * 1e6);

/** Room for a long value of configuration, the same from state, and one on its way; not for one more. */
const HEAP = { NODE_OPTIONS: `--max-old-space-size=${3 * MEGABYTES + 50}` };

const configured = (input: string): unknown => ({ resource: { terraform_data: { long: { input } } } });

/** As an apply leaves it. */
const STATE = {
  version: 4,
  terraform_version: '1.11.4',
  serial: 1,
  lineage: '0e4f4ae5-4a6c-4f3a-9d3a-0d4b3c1d2e3f',
  outputs: {},
  resources: [
    {
      mode: 'managed',
      type: 'terraform_data',
      name: 'long',
      provider: 'provider["terraform.io/builtin/terraform"]',
      instances: [
        {
          schema_version: 0,
          attributes: {
            id: '6b8b3c2e-2f0c-4f8e-8f53-6a1f4c1f5f0a',
            input: { value: LONG, type: 'string' },
            output: { value: LONG, type: 'string' },
            triggers_replace: null,
          },
          sensitive_attributes: [],
        },
      ],
    },
  ],
  check_results: null,
};

describe('a long value in configuration and state', () => {
  let folder: Folder;

  beforeEach(async () => {
    folder = await Folder.make({ 'main.tf.json': configured(LONG), 'terraform.tfstate': STATE });
  });

  afterEach(() => folder.remove());

  it.each([
    ['plan', 'No changes.'],
    ['show', 'terraform_data.long'],
    ['destroy --auto-approve', 'Resources: 1 destroyed.'],
  ])('is in memory once for each: %s', async (command, said) => {
    const { code, stdout, stderr } = await folder.run(`${command} --no-color`, { env: HEAP });
    expect({ code, said: stdout.includes(said), stderr }).toMatchObject({ code: 0, said: true });
  });
});

it('an error after a long value is reported at its line', async () => {
  const folder = await Folder.make({ 'main.tf.json': configured('x'.repeat(2e6)) });
  try {
    await folder.write(
      'output.tf.json',
      `{ "//": "${'x'.repeat(2e6)}",\n  "output": { "o": { "value": "\${local.b}" } } }`,
    );
    const { code, stdout, stderr } = await folder.run('plan --no-color');
    expect(code).toBe(1);
    expect(`${stdout}${stderr}`).toContain('output.tf.json:2');
  } finally {
    await folder.remove();
  }
});
