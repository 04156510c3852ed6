import { afterEach, describe, expect, it } from 'vitest';
import { Folder } from '../support/run-landform.js';

const CREATE = 'terraform.io/builtin/terraform terraform_data create';
const DURATIONS = '.landform/durations.json';
/** The sample of docs/review.md. */
const SAID = 'Apply takes about 40s, or 1m10s with the longest of such calls so far.';

let folder: Folder;
afterEach(() => folder.remove());

const project = async (durations: unknown): Promise<void> => {
  folder = await Folder.make({
    'main.tf.json': { resource: { terraform_data: { a: { input: 'x' } } } },
    [DURATIONS]: durations,
  });
};

describe('the forecast of a plan', () => {
  it('is printed, kept in the plan file, and compared after the apply', async () => {
    await project({ version: 1, calls: { [CREATE]: { calls: 1, totalMs: 40_000, mostMs: 70_000 } } });
    expect((await folder.run('plan --out plan.json')).stdout).toContain(SAID);
    expect((await folder.run('show plan.json')).stdout).toContain(SAID);
    const messages = (await folder.run('plan --json')).stdout.split('\n').filter((line) => line.includes('"forecast"'));
    expect(messages.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { type: 'forecast', forecast: { calls: 1, calls_seen_before: 1, seconds: 40, longest_seconds: 70 } },
    ]);
    const { code, stdout } = await folder.run('apply plan.json');
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^It took \d+s and 1 provider call; 40s and 1 were forecast\.$/m),
    ]);
  });

  it.each([['not JSON'], [{ version: 1, calls: { [CREATE]: { calls: 'many' } } }]])(
    'is left out if what earlier runs took cannot be read: %j',
    async (durations) => {
      await project(durations);
      const { code, stdout } = await folder.run('plan');
      expect([code, stdout]).toEqual([0, expect.not.stringContaining('Apply takes')]);
    },
  );
});
