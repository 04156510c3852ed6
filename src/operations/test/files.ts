import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readMockFile, readTestFile, type MockedProvider, type Override, type TestFile } from '../../language/index.js';
import {
  codeOf,
  DiagnosticError,
  errorDiagnostic,
  reasonOf,
  type ConfigurationFile,
  type Diagnostic,
} from '../../model/index.js';
import { readConfigurationFile } from '../../program/index.js';

export interface TestFileOptions {
  /** The folder with test files, besides the project's own; `tests` by default. */
  readonly testDirectory?: string | undefined;
  /** Names of the test files to run, relative to the project; all if empty. */
  readonly filter?: readonly string[];
}

/** Whether a file of this name contains tests. */
const isTestFile = (name: string): boolean => /\.(?:tftest|tofutest)\.(?:hcl|json)$/.test(name);

/** The folder with test files, relative to the project; empty if it is the project's own. */
export const testFolder = (project: string, { testDirectory = 'tests' }: TestFileOptions): string =>
  path.relative(project, path.resolve(project, testDirectory));

/** Reads the test files of a project, sorted by name. Their documents are added to `seen`. */
export async function readTestFiles(
  project: string,
  { filter = [], ...options }: TestFileOptions,
  seen: ConfigurationFile[],
): Promise<{ readonly tests: readonly TestFile[]; readonly diagnostics: readonly Diagnostic[] }> {
  const all = [...(await filesIn(project, '')), ...(await filesIn(project, testFolder(project, options)))];
  const found = new Set(all.filter(isTestFile));
  // A file for OpenTofu replaces the one of the same name, as in OpenTofu.
  for (const name of all) if (name.includes('.tofutest.')) found.delete(name.replace('.tofutest.', '.tftest.'));
  const wanted = filter.map((name) => path.relative(project, path.resolve(project, name)));
  const missing = wanted.filter((name) => !found.has(name));
  if (missing.length > 0) throw new DiagnosticError(missing.map((name) => noTestFile(name, [...found].sort())));
  const tests: TestFile[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const name of [...found].sort()) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const file = readConfigurationFile(path.join(project, name), name);
    seen.push(file);
    const read = readTestFile(file);
    const mocks = new Map<string, MockedProvider>();
    for (const [key, mock] of read.test.mocks) mocks.set(key, await withFiles(project, mock, seen, diagnostics));
    tests.push({ ...read.test, mocks });
    diagnostics.push(...read.diagnostics);
  }
  return { tests, diagnostics };
}

/** A mocked provider with the types in the folder that it names. What its own block says of a type takes precedence. */
async function withFiles(
  project: string,
  mock: MockedProvider,
  seen: ConfigurationFile[],
  diagnostics: Diagnostic[],
): Promise<MockedProvider> {
  if (mock.from === undefined) return mock;
  const names = (await filesIn(project, path.normalize(mock.from))).filter((name) =>
    /\.tfmock\.(?:hcl|json)$/.test(name),
  );
  if (names.length === 0) {
    const source = { ...mock.source, path: [...mock.source.path, 'source'] };
    diagnostics.push(
      errorDiagnostic('no-mock-files', `${mock.from} has no files *.tfmock.hcl or *.tfmock.json`, {
        source,
        detail: 'Correct the folder, which is relative to the project, or remove the argument.',
      }),
    );
  }
  const [resources, dataSources] = [new Map(mock.resources), new Map(mock.dataSources)];
  const overrides: Override[] = [];
  for (const name of names.toSorted()) {
    const file = readConfigurationFile(path.join(project, name), name);
    seen.push(file);
    const read = readMockFile(file, mock.during);
    diagnostics.push(...read.diagnostics);
    for (const [type, values] of read.resources) if (!resources.has(type)) resources.set(type, values);
    for (const [type, values] of read.dataSources) if (!dataSources.has(type)) dataSources.set(type, values);
    overrides.push(...read.overrides);
  }
  // Of two for the same target, the last one counts.
  return { ...mock, resources, dataSources, overrides: [...overrides, ...mock.overrides] };
}

/** The files of a folder, relative to the project. */
async function filesIn(project: string, folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(path.join(project, folder), { withFileTypes: true });
    return entries.flatMap((entry) => (entry.isDirectory() ? [] : path.join(folder, entry.name)));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw new DiagnosticError([
      errorDiagnostic('unreadable-file', `The folder ${folder} cannot be read`, { detail: reasonOf(error) }),
    ]);
  }
}

const noTestFile = (name: string, known: readonly string[]): Diagnostic =>
  errorDiagnostic('unknown-test-file', `There is no test file ${name}`, {
    detail: known.length === 0 ? 'The project has none.' : `The project has ${known.join(', ')}.`,
  });
