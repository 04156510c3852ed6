import type { JsonObject } from '../../model/index.js';

/** How a test file or one of its runs ended. */
export type TestStatus = 'pass' | 'fail' | 'error' | 'skip';

/** One of Terraform's messages about tests: its text, its type, its data, and what it is about. */
export interface TestMessage {
  readonly text: string;
  readonly type: string;
  readonly payload: JsonObject;
  readonly about: TestPlace;
}

/** A test file, or one of its runs. */
export interface TestPlace {
  readonly file?: string;
  readonly run?: string;
}

export const placeJson = ({ file, run }: TestPlace): JsonObject => ({
  ...(file === undefined ? {} : { '@testfile': file }),
  ...(run === undefined ? {} : { '@testrun': run }),
});

export const fileMessage = (path: string, progress: 'starting' | 'teardown', text: string): TestMessage => ({
  text: `${path}... ${text}`,
  type: 'test_file',
  payload: { test_file: { path, progress } },
  about: { file: path },
});

export const fileEnded = (path: string, status: TestStatus): TestMessage => ({
  text: `${path}... ${statusWord(status)}`,
  type: 'test_file',
  payload: { test_file: { path, progress: 'complete', status } },
  about: { file: path },
});

export const runEnded = (path: string, run: string, status: TestStatus): TestMessage => ({
  text: `  "${run}"... ${statusWord(status)}`,
  type: 'test_run',
  payload: { test_run: { path, run, progress: 'complete', status } },
  about: { file: path, run },
});

/** The number of runs by how they ended. */
export type TestCounts = Readonly<Record<TestStatus, number>>;

export const countTests = (statuses: readonly TestStatus[]): TestCounts => {
  const counts = { pass: 0, fail: 0, error: 0, skip: 0 };
  for (const status of statuses) counts[status] += 1;
  return counts;
};

export const testSummary = (status: TestStatus, counts: TestCounts): TestMessage => ({
  text: testSentence(status, counts),
  type: 'test_summary',
  payload: {
    test_summary: {
      status,
      passed: counts.pass,
      failed: counts.fail,
      errored: counts.error,
      skipped: counts.skip,
    },
  },
  about: {},
});

/** `Success: 5 passed, 0 failed.` */
export function testSentence(status: TestStatus, { pass, fail, error, skip }: TestCounts): string {
  const word = status === 'pass' || status === 'skip' ? 'Success' : 'Failure';
  return `${word}: ${pass} passed, ${fail + error} failed${skip === 0 ? '' : `, ${skip} skipped`}.`;
}

const statusWord = (status: TestStatus): string => (status === 'error' ? 'fail' : status);
