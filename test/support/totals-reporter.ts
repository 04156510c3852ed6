import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/** The totals of a run as one line with a fixed format, for programs that read the output. */
export function totalsLine(totals: { passed: number; failed: number; skipped: number }): string {
  const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
  return `${totals.passed} passed, ${totals.failed} failed${skipped}`;
}

/**
 * Prints the totals as the very last line: it waits for the exit of the process, because other reporters may still write.
 * A file that cannot be loaded and an error outside any test count as failures; otherwise they would look like success.
 */
export default class TotalsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const totals = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      let failedHere = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') totals.passed += 1;
        else if (state === 'failed') failedHere += 1;
        else totals.skipped += 1;
      }
      totals.failed += module.state() === 'failed' ? Math.max(failedHere, 1) : failedHere;
    }
    process.once('exit', () => process.stdout.write(`${totalsLine(totals)}\n`));
  }
}
