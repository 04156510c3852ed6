import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DECLARATIONS, QUESTIONS } from '../units/engine/evaluate/expressions.js';

const TERRAFORM = 'terraform';
const isThere = spawnSync(TERRAFORM, ['version']).status === 0;
if (!isThere) console.log('skipped: no terraform');

/** The console reads no line beyond 64 KiB, and shows only its last result. */
const TOGETHER = 500;

/** One run of the console answers hundreds of expressions, which are the attributes of one object. */
function ask(expressions: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'evaluate-'));
  const options = { cwd: folder, env: { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' } };
  try {
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(DECLARATIONS));
    execFileSync(TERRAFORM, ['init', '-no-color'], options);
    const answers: string[] = [];
    for (let start = 0; start < expressions.length; start += TOGETHER) {
      const some = expressions.slice(start, start + TOGETHER);
      const entries = some.map((expression, index) => `"${String(index).padStart(4, '0')}" = ${expression}`);
      const input = `{ ${entries.join(', ')} }\n`;
      const output = execFileSync(TERRAFORM, ['console', '-no-color'], { ...options, input, encoding: 'utf8' });
      answers.push(
        ...output
          .replace(/\n\}\n?$/, '')
          .split(/\n {2}"\d{4}" = /)
          .slice(1),
      );
    }
    return answers;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

it.skipIf(!isThere)('the expected results of the evaluator match Terraform', async () => {
  const answers = ask(QUESTIONS.map(({ sheltered }) => sheltered));
  expect(answers).toHaveLength(QUESTIONS.length);
  const table = Object.fromEntries(QUESTIONS.map(({ expression }, index) => [expression, answers[index]]));
  await expect(`${JSON.stringify(table, undefined, 2)}\n`).toMatchFileSnapshot(
    '../units/engine/evaluate/terraform-answers.json',
  );
});
