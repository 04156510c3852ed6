import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { hasTerraform } from '../scenarios/terraform.js';
import { BUILT_IN_FUNCTIONS, SPECIAL_FUNCTIONS } from '../../src/engine/evaluate/functions.js';
import { ANSWERS, FIXTURES, LOCALS, sheltered } from '../units/engine/evaluate/functions/questions.js';

const isThere = hasTerraform();
if (!isThere) console.log('skipped: no terraform');

/** The console reads no line beyond 64 KiB. */
const LONGEST = 50_000;

function ask(expressions: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'functions-'));
  try {
    cpSync(FIXTURES, folder, { recursive: true });
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ locals: LOCALS }));
    return linesOf(expressions).flatMap((line) => answers(folder, line));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function linesOf(expressions: readonly string[]): string[][] {
  const lines: string[][] = [[]];
  let length = 0;
  for (const expression of expressions) {
    length += expression.length + 40;
    if (length > LONGEST) {
      lines.push([]);
      length = 0;
    }
    lines.at(-1)!.push(expression);
  }
  return lines;
}

function answers(folder: string, expressions: readonly string[]): string[] {
  const entries = expressions.map((text, index) => `"${String(index).padStart(4, '0')}" = ${sheltered(text)}`);
  const env = { ...process.env, TF_CLI_CONFIG_FILE: '/dev/null', CHECKPOINT_DISABLE: '1' };
  const shown = execFileSync('terraform', ['console', '-no-color'], {
    cwd: folder,
    env,
    input: `{ ${entries.join(', ')} }\n`,
    encoding: 'utf8',
  });
  return shown
    .replace(/\n\}\n?$/, '')
    .split(/\n {2}"\d{4}" = /)
    .slice(1);
}

interface Signature {
  readonly parameters?: readonly { readonly name: string }[];
  readonly variadic_parameter?: { readonly name: string };
}

it.skipIf(!isThere)('every Terraform function exists, with the same parameter names', () => {
  const { function_signatures: signatures } = JSON.parse(
    execFileSync('terraform', ['metadata', 'functions', '-json'], { encoding: 'utf8' }),
  ) as { function_signatures: Record<string, Signature> };
  const names = Object.keys(signatures).filter((name) => !name.includes('::') && !SPECIAL_FUNCTIONS.has(name));
  expect(names.length).toBeGreaterThan(100);
  const theirs = names.map((name) => {
    const { parameters = [], variadic_parameter: rest } = signatures[name]!;
    return [name, parameters.map((parameter) => parameter.name), rest?.name];
  });
  const ours = names.map((name) => {
    const definition = BUILT_IN_FUNCTIONS.get(name);
    return [name, definition?.parameters.map((parameter) => parameter.name), definition?.rest?.name];
  });
  expect(ours).toEqual(theirs);
});

it.skipIf(!isThere).each(Object.keys(ANSWERS))('the stored results of %s match Terraform', async (family) => {
  const expressions = Object.keys(ANSWERS[family]!);
  const given = ask(expressions);
  expect(given).toHaveLength(expressions.length);
  const table = Object.fromEntries(expressions.map((expression, index) => [expression, given[index]]));
  await expect(`${JSON.stringify(table, undefined, 2)}\n`).toMatchFileSnapshot(
    `../units/engine/evaluate/functions/${family}.json`,
  );
});
