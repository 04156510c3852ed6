import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const TERRAFORM = 'terraform';
const isThere = spawnSync(TERRAFORM, ['version']).status === 0;
if (!isThere) console.log('skipped: no terraform');

const ANSWERS = new URL('../units/engine/evaluate/unknown-answers.json', import.meta.url);

const CONFIGURATION = {
  resource: {
    terraform_data: {
      x: { input: 'hello' },
      s: { input: '${terraform_data.x.output}' },
      l: { input: '${tolist(["a", "b"])}' },
      m: { input: '${tomap({ a = "b" })}' },
      st: { input: '${toset(["a"])}' },
      t: { input: ['a', 'b'] },
      o: { input: { a: 'b', c: 1 } },
    },
  },
  locals: { b: '${terraform_data.x.id == "a"}' },
};

interface PlannedOutput {
  readonly after?: unknown;
  readonly after_unknown: unknown;
}

/** What Terraform knows of each expression while it plans. */
function planned(expressions: readonly string[]): Record<string, unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'unknown-'));
  const env = { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' };
  const terraform = (...args: readonly string[]): string =>
    execFileSync(TERRAFORM, args, { cwd: folder, env, encoding: 'utf8', maxBuffer: 2 ** 26, stdio: 'pipe' });
  const output = Object.fromEntries(
    expressions.map((expression, index) => [`o${index}`, { value: `\${${expression}}` }] as const),
  );
  try {
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ ...CONFIGURATION, output }, undefined, 1));
    terraform('init', '-no-color');
    terraform('plan', '-no-color', '-out', 'p');
    const plan = JSON.parse(terraform('show', '-json', 'p')) as { output_changes: Record<string, PlannedOutput> };
    return Object.fromEntries(
      expressions.map((expression, index) => [expression, shown(plan.output_changes[`o${index}`]!)]),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function shown({ after, after_unknown: unknown }: PlannedOutput): unknown {
  if (unknown === true) return '?';
  return unknown === false ? after : [after, unknown];
}

it.skipIf(!isThere)("the expected results of the evaluator before apply match Terraform's plan", () => {
  const answers = JSON.parse(readFileSync(ANSWERS, 'utf8')) as Record<string, unknown>;
  expect(planned(Object.keys(answers))).toEqual(answers);
});
