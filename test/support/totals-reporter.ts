import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** The totals of a run as one line with a fixed format, for programs that read the output. */
export function totalsLine(totals: { passed: number; failed: number; skipped: number }): string {
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
  return `${totals.passed} passed, ${totals.failed} failed${skipped}`;
}

/** The suites that every implementation of a contract must pass: `backend s3`, `provider palette`. */
const CONFORMANCE = /^(?:backend|provider) \S+$/;

/** How many cases of its contract each implementation passed. */
export function conformanceLines(passed: ReadonlyMap<string, number>): readonly string[] {
  return [...passed]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, cases]) => `conformance of ${name}: ${cases} passed`);
}

/**
 * Prints the totals as the very last line: it waits for the exit of the process, because other reporters may still write.
 * A file that cannot be loaded and an error outside any test count as failures; otherwise they would look like success.
 */
export default class TotalsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const totals = { passed: 0, failed: unhandled.length, skipped: 0 };
    const conforming = new Map<string, number>();
    for (const module of modules) {
      let failedHere = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') totals.passed += 1;
        else if (state === 'failed') failedHere += 1;
        else totals.skipped += 1;
      }
      for (const suite of module.children.suites()) {
        if (!CONFORMANCE.test(suite.name)) continue;
        const passed = [...suite.children.allTests('passed')].length;
        conforming.set(suite.name, (conforming.get(suite.name) ?? 0) + passed);
      }
      totals.failed += module.state() === 'failed' ? Math.max(failedHere, 1) : failedHere;
    }
    const lines = [...conformanceLines(conforming), totalsLine(totals)];
    process.once('exit', () => process.stdout.write(`${lines.join('\n')}\n`));
  }
}
