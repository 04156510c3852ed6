import { resolveDiagnostics } from '../../language/index.js';
import { hasErrors, type Diagnostic } from '../../model/index.js';
import { allProblems } from '../check.js';
import { chooseOne } from '../stacks/choose-one.js';
import type { OperationEnvironment, StackOptions, VariableOptions } from '../environment.js';
import { guarded } from '../guard.js';
import { openProject } from '../project.js';
import { givenValues } from '../variables.js';
import { runTestFile, type TestedFile, type TestObserver } from './file.js';
import { readTestFiles, type TestFileOptions } from './files.js';

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
    const diagnostics = [...project.diagnostics, ...problems, ...given.diagnostics];
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
          given: given.values,
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
