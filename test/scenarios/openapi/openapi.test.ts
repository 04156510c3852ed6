import { spawnSync } from 'node:child_process';
import { cp, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { generateConstructs, type ProviderSchemaJson } from '../../../src/generate/index.js';
import type { Diagnostic } from '../../../src/model/index.js';
import { createHarness } from '../../support/built-harness.mjs';
import { generateProvider } from '../../support/generated.js';
import { Folder, type Ran } from '../../support/run-landform.js';
import { serve, type Served } from './serve.js';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const MOST_LINES_BY_HAND = 10;

/** What each description is there for. */
const SCENARIOS = {
  nested: 'things that lie in things',
  'merge-patch': 'changes by JSON Merge Patch, objects in an envelope',
  'put-only': 'names of the client, made and replaced by PUT',
  'several-keys': 'things that several keys tell apart',
  cursor: 'lists by cursor, numbers for ids, no ids of operations',
  asynchronous: 'work with a status of its own',
  'version-3-0': 'OpenAPI 3.0 and a schema that contains itself',
} as const;

/** What is generated for these is looked at too; other tests use it. */
const GENERATED = [...Object.keys(SCENARIOS), 'actions'];

let folder: Folder;
let served: Served | undefined;

beforeEach(async () => {
  folder = await Folder.make({ 'landform.json': { providers: { 'acme/acme': './acme/provider.ts' } } });
  await mkdir(path.join(folder.path, 'node_modules'));
  for (const [name, from] of [
    ['landform', ROOT],
    ['constructs', path.join(ROOT, 'node_modules/constructs')],
    ['vitest', path.join(ROOT, 'node_modules/vitest')],
    ['@types', path.join(ROOT, 'node_modules/@types')],
  ] as const)
    await symlink(from, path.join(folder.path, 'node_modules', name));
});

afterEach(async () => {
  await served?.stop();
  served = undefined;
  await folder.remove();
});

async function landform(line: string): Promise<Ran> {
  return folder.run(line, { env: served?.environment ?? {} });
}

async function succeeds(line: string): Promise<Ran> {
  const ran = await landform(line);
  expect(ran.code, `${line}\n${ran.stdout}${ran.stderr}`).toBe(0);
  return ran;
}

async function textOf(name: string): Promise<string | undefined> {
  return readFile(name, 'utf8').catch(() => undefined);
}

/** Generates, and changes the mapping as the scenario's patch says. */
async function generate(scenario: string, out = 'acme'): Promise<void> {
  const source = path.join(HERE, scenario);
  const description = (await readdir(source)).find((name) => name.startsWith('openapi.'))!;
  await cp(path.join(source, description), path.join(folder.path, description));
  await generateProvider(folder, description, 'acme', out);
  const patch = await textOf(path.join(source, 'mapping.patch'));
  if (patch !== undefined)
    await folder.write(`${out}/mapping.ts`, changedByHand(await folder.read(`${out}/mapping.ts`), patch));
}

async function emulate(): Promise<void> {
  const description = (await readdir(folder.path)).find((name) => name.startsWith('openapi.'))!;
  served = await serve(folder, ['generate', 'sandbox', '--openapi', description, '--name', 'acme']);
}

/** Lines that begin with `-` are removed and replaced by the lines with `+` that follow. */
function changedByHand(mapping: string, patch: string): string {
  const lines = patch.split('\n').filter((line) => /^[-+]/.test(line));
  expect(lines.length).toBeLessThanOrEqual(MOST_LINES_BY_HAND);
  const changes = [...`${lines.join('\n')}\n`.matchAll(/((?:-.*\n)+)((?:\+.*\n)*)/g)];
  const plain = (text: string): string => text.replaceAll(/^[-+]/gm, '');
  return changes.reduce((text, [, out, back]) => {
    expect(text).toContain(plain(out!));
    return text.replace(plain(out!), () => plain(back!));
  }, mapping);
}

/** Within this process: the command line is started once for each scenario. */
const harness = () => createHarness({ directory: folder.path, environment: served?.environment ?? {} });

const errorsIn = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.filter(({ severity }) => severity === 'error');

async function completes(command: 'apply' | 'destroy'): Promise<void> {
  const { diagnostics } = await harness()[command]();
  expect(errorsIn(diagnostics)).toEqual([]);
}

/** Whether there is something to apply. */
async function hasChanges(): Promise<boolean> {
  const { stacks, diagnostics } = await harness().plan();
  expect(errorsIn(diagnostics)).toEqual([]);
  return stacks.some(({ plan }) => plan.applyable);
}

async function configure(scenario: string, name: string): Promise<void> {
  await folder.write('main.tf.json', await readFile(path.join(HERE, scenario, name), 'utf8'));
}

describe.each(Object.entries(SCENARIOS))('a provider generated for %s: %s', (scenario) => {
  it('plans, applies, reads back, updates and destroys', { timeout: 120_000 }, async () => {
    await generate(scenario);
    await emulate();
    await configure(scenario, 'first.tf.json');
    expect(await hasChanges()).toBe(true);
    await completes('apply');
    expect(await hasChanges()).toBe(false);

    await configure(scenario, 'second.tf.json');
    const update = await landform('plan --detailed-exitcode');
    expect(update.code, update.stdout + update.stderr).toBe(2);
    expect(update.stdout).toMatch(await expectedSummary(scenario));
    await completes('apply');
    expect(await hasChanges()).toBe(false);

    await completes('destroy');
    expect(await served!.held()).toEqual([]);
    for (const name of await readdir(folder.path))
      if (name.startsWith('terraform.tfstate')) expect(await folder.read(name), name).not.toContain('s3cr3t');
  });
});

/** The first line of `second.tf.json` says what the change comes to. */
async function expectedSummary(scenario: string): Promise<RegExp> {
  const text = await readFile(path.join(HERE, scenario, 'second.tf.json'), 'utf8');
  const { '//': summary } = JSON.parse(text) as { '//': string };
  return new RegExp(summary);
}

describe('a generated provider', () => {
  it('compiles', { timeout: 120_000 }, async () => {
    for (const scenario of GENERATED) await generate(scenario, scenario);
    const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
    await folder.write('package.json', { type: 'module' });
    const settings = [
      '--noEmit',
      '--strict',
      '--skipLibCheck',
      '--target',
      'es2022',
      '--module',
      'nodenext',
      '--types',
      'node',
    ];
    const files = GENERATED.flatMap((scenario) =>
      ['mapping.ts', 'provider.ts', 'constructs.ts', 'acme.test.ts'].map((name) => `${scenario}/${name}`),
    );
    const compiled = spawnSync(process.execPath, [tsc, ...settings, ...files], { cwd: folder.path, encoding: 'utf8' });
    expect(compiled.stdout).toBe('');
  });

  it('has tests that pass', { timeout: 120_000 }, async () => {
    await generate('nested');
    const vitest = path.join(ROOT, 'node_modules/vitest/vitest.mjs');
    const given = [vitest, 'run', '--root', folder.path];
    const tested = spawnSync(process.execPath, given, { cwd: folder.path, encoding: 'utf8' });
    expect(tested.status, tested.stdout + tested.stderr).toBe(0);
  });

  it.each(GENERATED)('has classes for %s that match its schema', async (scenario) => {
    await generate(scenario);
    await configure(scenario, 'first.tf.json');
    const { stdout } = await succeeds('providers schema --json');
    const { provider_schemas: schemas } = JSON.parse(stdout) as {
      provider_schemas: Record<string, ProviderSchemaJson>;
    };
    const library = { name: 'acme', source: 'acme/acme', library: 'landform', header: [] };
    const expected = generateConstructs({ ...library, schema: schemas['registry.terraform.io/acme/acme']! });
    const withoutWords = (text: string): string => text.replaceAll(/^ *(\/\*\*|\*|\/\/).*\n/gm, '');
    expect(withoutWords(await folder.read('acme/constructs.ts'))).toBe(withoutWords(expected));
  });
});
