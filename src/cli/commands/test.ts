import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DiagnosticError, errorDiagnostic, reasonOf } from '../../model/index.js';
import { test, type TestedRun, type TestObserver } from '../../operations/index.js';
import {
  countTests,
  fileEnded,
  fileMessage,
  lines,
  runEnded,
  testJunit,
  testSentence,
  testSummary,
  toned,
  type Inline,
  type TestMessage,
  type TestStatus,
} from '../../render/index.js';
import type { Run } from '../command.js';
import type { Context } from '../context.js';
import { DONE, FAILED } from '../exit-code.js';
import type { TEST_OPTIONS } from '../options.js';
import { showPlans } from './planning.js';

export const run: Run<typeof TEST_OPTIONS> = async (context, { options }) => {
  const { present, environment } = context;
  const { files, diagnostics } = await test(environment, {
    stacks: options.stack,
    variables: options.var,
    filter: options.filter,
    testDirectory: options['test-directory'],
    parallelism: options.parallelism,
    observer: observing(context, options.verbose),
  });
  const code = present.diagnostics(diagnostics, DONE);
  if (code !== DONE) return code;
  const counts = countTests(files.flatMap(({ runs }) => runs.map(({ verdict }) => verdict)));
  const report = options['junit-xml'];
  if (report !== undefined) await writeReport(context, report, files);
  const isFailed = files.some(({ verdict }) => verdict === 'fail' || verdict === 'error');
  const status = isFailed ? 'fail' : 'pass';
  show(context, testSummary(status, counts), [
    '\n',
    toned(isFailed ? 'error' : 'success', testSentence(status, counts)),
  ]);
  return isFailed ? FAILED : DONE;
};

async function writeReport(
  { present, environment }: Context,
  file: string,
  files: Awaited<ReturnType<typeof test>>['files'],
): Promise<void> {
  const clean = present.withoutSecrets.bind(present);
  const text = testJunit(
    files.map(({ name, runs, diagnostics }) => ({
      name,
      cases: runs.map((run) => ({
        name: run.name,
        status: run.verdict,
        seconds: run.elapsedMs / 1000,
        diagnostics: clean(run.diagnostics),
      })),
      diagnostics: clean(diagnostics),
    })),
  );
  try {
    await writeFile(path.resolve(environment.directory, file), text);
  } catch (error) {
    throw new DiagnosticError([
      errorDiagnostic('file-not-writable', `${file} cannot be written`, {
        detail: `The tests have run; their results are above. ${reasonOf(error)}`,
      }),
    ]);
  }
}

/** Shows each step when it ends, with its diagnostics below. */
function observing(context: Context, verbose: boolean): TestObserver {
  return {
    started: ({ name }) => show(context, fileMessage(name, 'starting', 'in progress'), [name]),
    ran: ({ name: file }, tested) => {
      show(context, runEnded(file, tested.name, tested.verdict), ['  ', wordOf(tested.verdict), `  ${tested.name}`]);
      if (verbose) showPlan(context, tested);
      context.present.diagnostics(tested.diagnostics, DONE, { about: { file, run: tested.name } });
    },
    cleansUp: ({ name }) => show(context, fileMessage(name, 'teardown', 'tearing down')),
    ended: ({ name, verdict, diagnostics }) => {
      show(context, fileEnded(name, verdict));
      context.present.diagnostics(diagnostics, DONE, { about: { file: name } });
    },
  };
}

/** A message for programs, and a line for people, if there is one. */
function show({ present }: Context, message: TestMessage, line?: readonly Inline[]): void {
  if (present.messages !== undefined) present.lines([present.messages.test(message)]);
  else if (line !== undefined) present.page([lines(line)]);
}

function showPlan(context: Context, { planned }: TestedRun): void {
  if (planned !== undefined) showPlans(context, [planned]);
}

const WORDS = {
  pass: toned('success', 'pass '),
  fail: toned('error', 'fail '),
  error: toned('error', 'error'),
  skip: toned('faint', 'skip '),
} as const;

const wordOf = (status: TestStatus): Inline => WORDS[status];
