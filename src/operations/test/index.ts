import path from 'node:path';
import { resolveDiagnostics } from '../../language/index.js';
import { hasErrors, type ConfigurationFile, type Diagnostic } from '../../model/index.js';
import { readVariableFiles } from '../../program/index.js';
import { allProblems } from '../check.js';
import { chooseOne } from '../stacks/choose-one.js';
import type { OperationEnvironment, StackOptions, VariableOptions } from '../environment.js';
import { guarded } from '../guard.js';
import { openProject, type OpenProject, type Stack } from '../project.js';
import { givenValues, type GivenValues } from '../variables.js';
import { runTestFile, type TestedFile, type TestObserver } from './file.js';
import { readTestFiles, testFolder, type TestFileOptions } from './files.js';

export type { TestedFile, TestedRun, TestObserver } from './file.js';

export interface TestOptions extends StackOptions, VariableOptions, TestFileOptions {
  /** Maximum number of concurrent provider calls. Default: 10. */
  readonly parallelism?: number;
  readonly observer?: Partial<TestObserver>;
}

export interface TestResult {
  readonly files: readonly TestedFile[];
  /** Why nothing, or not everything, was tested. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Runs the test files of a project (`*.tftest.hcl` and `*.tftest.json`), as `terraform test` does. What a file's runs
 * create is real unless its providers are mocked, and is destroyed at the end of the file.
 */
export async function test(env: OperationEnvironment, options: TestOptions = {}): Promise<TestResult> {
  return guarded<TestResult>({ files: [] }, async (seen) => {
    const project = await openProject(env, options, seen);
    if (hasErrors(project.diagnostics)) return { files: [], diagnostics: await allProblems(env, project) };
    const stack = chooseOne(project);
    const { tests, diagnostics: problems } = await readTestFiles(project.directory, options, seen);
    const given = await givenValues(env, project, stack, options);
    const folder = await givenInFolder(env, project, stack, options, given);
    seen.push(...folder.files);
    const diagnostics = [...project.diagnostics, ...problems, ...given.diagnostics, ...folder.diagnostics];
    if (hasErrors(diagnostics)) return { files: [], diagnostics };
    const files: TestedFile[] = [];
    const resolved = <T extends { readonly diagnostics: readonly Diagnostic[] }>(found: T): T => ({
      ...found,
      diagnostics: resolveDiagnostics(found.diagnostics, seen),
    });
    const { observer = {} } = options;
    for (const file of tests) {
      if (env.stopping()) break;
      const tested = await runTestFile(
        {
          // What a run does in detail is not shown.
          env: { ...env, emit: () => undefined },
          project,
          stack,
          given: path.dirname(file.name) === folder.name ? folder.values : given.values,
          parallelism: options.parallelism ?? 10,
          observer: {
            started: (one) => observer.started?.(one),
            ran: (one, run) => observer.ran?.(one, resolved(run)),
            cleansUp: (one) => observer.cleansUp?.(one),
            ended: (one) => observer.ended?.(resolved(one)),
          },
          seen,
        },
        file,
      );
      files.push({ ...resolved(tested), runs: tested.runs.map(resolved) });
    }
    return { files, diagnostics };
  });
}

/**
 * The values for the tests in a folder of their own, whose files with values of variables come before the options of the command.
 * Problems that the values of the project have are not reported again.
 */
async function givenInFolder(
  env: OperationEnvironment,
  project: OpenProject,
  stack: Stack,
  options: TestOptions,
  given: GivenValues,
): Promise<GivenValues & { readonly name: string; readonly files: readonly ConfigurationFile[] }> {
  const name = testFolder(project.directory, options);
  const { variableFiles, diagnostics } = await readVariableFiles(path.join(project.directory, name), name);
  // Those of the project are read with its configuration.
  if (name === '' || variableFiles.length === 0) return { name, files: [], values: given.values, diagnostics };
  const own = { ...stack, variableFiles: [...stack.variableFiles, ...variableFiles] };
  const { values, diagnostics: all } = await givenValues(env, project, own, options);
  const known = new Set(given.diagnostics.map(({ summary, detail = '' }) => `${summary}\n${detail}`));
  const fresh = all.filter(({ summary, detail = '' }) => !known.has(`${summary}\n${detail}`));
  return { name, files: variableFiles, values, diagnostics: [...diagnostics, ...fresh] };
}
