import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findProject } from '../../../src/program/project.js';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'landform-project-'));
});

afterEach(() => rm(directory, { recursive: true }));

const settings = (text: string): Promise<void> => writeFile(path.join(directory, 'landform.json'), text);

test('landform.json sets the program, providers and variables of stacks', async () => {
  await settings(
    JSON.stringify({
      program: 'main.ts',
      providers: { 'acme/thing': './provider.ts' },
      requiredProviders: { aws: { source: 'hashicorp/aws', version: '~> 5.0' } },
      stacks: { prod: { variables: { size: 3 } } },
    }),
  );
  expect(await findProject(directory)).toEqual({
    project: {
      directory,
      program: 'main.ts',
      providers: { 'acme/thing': './provider.ts' },
      requiredProviders: { aws: { source: 'hashicorp/aws', version: '~> 5.0' } },
      stacks: { prod: { variables: { size: 3 } } },
    },
    diagnostics: [],
  });
});

test('a folder with *.tf.json needs no settings', async () => {
  await writeFile(path.join(directory, 'main.tf.json'), '{}');
  expect(await findProject(directory)).toEqual({ project: { directory, providers: {}, stacks: {} }, diagnostics: [] });
});

test('settings next to *.tf.json need no program', async () => {
  await writeFile(path.join(directory, 'main.tf.json'), '{}');
  await settings('{"providers": {"acme/thing": "p.ts"}, "variables": {"a": 1}}');
  const { project } = await findProject(directory);
  expect(project).toEqual({ directory, providers: { 'acme/thing': 'p.ts' }, stacks: { '': { variables: { a: 1 } } } });
});

test.each<[string, string, string, number, RegExp]>([
  ['broken JSON', '{\n  "program": main.ts\n}', 'invalid-json', 2, /not valid JSON/],
  ['an unknown key', '{\n  "program": "a.ts",\n  "provider": {}\n}', 'unknown-argument', 3, /Did you mean "providers"/],
  ['a program that is not a string', '{\n  "program": 1\n}', 'invalid-value', 2, /name of a file/],
  ['no program at all', '{\n}', 'missing-program', 1, /Add "program"/],
  [
    'a provider that is not a source',
    '{"program": "a.ts",\n "providers": {\n  "thing": "x"}}',
    'invalid-value',
    3,
    /namespace\/name/,
  ],
  [
    'stacks that are not an object',
    '{"program": "a.ts",\n "stacks": []}',
    'wrong-shape',
    2,
    /"stacks" must be an object/,
  ],
  [
    'an unknown setting of a stack',
    '{"program": "a.ts",\n "stacks": {"p": {\n "variable": {}}}}',
    'unknown-argument',
    3,
    /variables/,
  ],
  [
    'encryption that is not an object',
    '{"program": "a.ts",\n "encryption": "aes"}',
    'wrong-shape',
    2,
    /"encryption" must be an object/,
  ],
  [
    'an unknown block in the encryption of a stack',
    '{"program": "a.ts",\n "stacks": {"p": {"encryption": {\n "states": {}}}}}',
    'unknown-argument',
    3,
    /Did you mean "state"/,
  ],
])('%s is an error at its line', async (_, text, code, line, message) => {
  await settings(text);
  const { project, diagnostics } = await findProject(directory);
  expect(project).toBeUndefined();
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]).toMatchObject({ code, range: { file: 'landform.json', start: { line } } });
  expect(`${diagnostics[0]!.summary} ${diagnostics[0]!.detail}`).toMatch(message);
});

test.each(['main.tf', 'main.tf.json', 'main.tofu', 'main.tofu.json'])('a folder with %s is a project', async (file) => {
  await writeFile(path.join(directory, file), '');
  expect(await findProject(directory)).toMatchObject({ project: { directory }, diagnostics: [] });
});

test.each([
  ['an empty folder', undefined, /landform init/],
  ['a folder with only a program', 'main.ts', /create a landform\.json: \{ "program": "main\.ts" \}/],
])('%s is not a project', async (_, file, message) => {
  if (file !== undefined) await writeFile(path.join(directory, file), '');
  const { project, diagnostics } = await findProject(directory);
  expect(project).toBeUndefined();
  expect(diagnostics).toMatchObject([{ code: 'no-project' }]);
  expect(diagnostics[0]!.detail).toMatch(message);
});

test('a missing folder is not a project', async () => {
  const { diagnostics } = await findProject(path.join(directory, 'nowhere'));
  expect(diagnostics).toMatchObject([{ code: 'no-project' }]);
});
