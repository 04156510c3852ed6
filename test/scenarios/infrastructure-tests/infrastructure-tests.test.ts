import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { legible } from '../../../src/model/index.js';
import { test as runTests, type TestResult } from '../../../src/operations/index.js';
import { testEnvironment } from '../../../src/testing/harness.js';
import { hasTerraform } from '../terraform.js';
import { CASES, MAIN, type Case } from './cases.js';
import { DOCUMENTED } from './documented.js';
import { DOCUMENTED_MOCKS } from './documented-mocks.js';
import { SHORT_LIVED_GO } from '../../support/go.js';

const ALL = [...CASES, ...DOCUMENTED, ...DOCUMENTED_MOCKS].map((one) => [one.title, one] as const);

let project: string;

beforeEach(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'landform-tests-'));
});

afterEach(() => rm(project, { recursive: true, force: true }));

describe('landform test', () => {
  it.each(ALL)('%s', async (_, one) => {
    await arrange(one.files);
    const result = await landformTest(one);
    expect(result.diagnostics).toEqual([]);
    expect(verdictsOf(result), messagesOf(result)).toEqual(one.verdicts);
    expect(existsSync(path.join(project, '.landform/test')), 'nothing is left').toBe(false);
    expect(messagesOf(result)).not.toContain('hidden');
  });
});

describe.skipIf(!hasTerraform())('terraform test (skipped: no terraform, if so)', () => {
  it.concurrent.each(ALL)('%s', async (_, one) => {
    const own = await mkdtemp(path.join(tmpdir(), 'landform-tests-'));
    try {
      await arrange(one.files, own);
      expect(await terraformVerdicts(one, own)).toEqual(one.verdicts);
    } finally {
      await rm(own, { recursive: true, force: true });
    }
  });
});

async function arrange(files: Case['files'], directory = project): Promise<void> {
  for (const [name, text] of Object.entries({ 'main.tf': MAIN, ...files })) {
    const file = path.join(directory, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

const landformTest = ({ variables = {} }: Pick<Case, 'variables'>): Promise<TestResult> =>
  runTests(testEnvironment({ directory: project }), {
    variables: Object.entries(variables).map(([name, text]) => ({ name, text })),
  });

const verdictsOf = ({ files }: TestResult): unknown =>
  Object.fromEntries(
    files.map(({ name, runs }) => [name, Object.fromEntries(runs.map((run) => [run.name, run.verdict]))]),
  );

const messagesOf = ({ files }: TestResult): string =>
  files
    .flatMap((file) => [file, ...file.runs])
    .flatMap(({ name, diagnostics }) => diagnostics.map((one) => `${name}: ${JSON.stringify(legible(one))}`))
    .join('\n');

async function terraformVerdicts({ variables = {} }: Case, directory: string): Promise<unknown> {
  const environment = {
    PATH: process.env['PATH'],
    HOME: directory,
    TF_CLI_CONFIG_FILE: '/dev/null',
    CHECKPOINT_DISABLE: '1',
    ...SHORT_LIVED_GO,
  };
  const options = { cwd: directory, env: environment, maxBuffer: 1 << 26 };
  const run = promisify(execFile);
  await run('terraform', ['init', '-input=false'], options);
  const given = Object.entries(variables).flatMap(([name, text]) => ['-var', `${name}=${text}`]);
  const { stdout } = await run('terraform', ['test', '-json', ...given], options).catch(
    (error: { readonly stdout: string }) => error,
  );
  const verdicts: Record<string, Record<string, unknown>> = {};
  for (const line of stdout.split('\n').filter((text) => text.startsWith('{'))) {
    const { type, test_run: ended } = JSON.parse(line) as {
      readonly type: string;
      readonly test_run?: { readonly path: string; readonly run: string; readonly status?: string };
    };
    if (type === 'test_run' && ended?.status !== undefined) (verdicts[ended.path] ??= {})[ended.run] = ended.status;
  }
  return verdicts;
}
