import { judge, type Scope } from '../../engine/index.js';
import type { ExpectedFailure, TestRun } from '../../language/index.js';
import {
  errorDiagnostic,
  formatResource,
  hasErrors,
  parseAddress,
  type Diagnostic,
  type SourcePlace,
} from '../../model/index.js';

/** `fail`: an assertion is not met. `error`: the run could not do what it should, so later runs are skipped. */
export type Verdict = 'pass' | 'fail' | 'error' | 'skip';

const CONDITIONS: ReadonlySet<string> = new Set([
  'precondition-failed',
  'postcondition-failed',
  'validation-failed',
  'check-failed',
]);

/**
 * What is left of the diagnostics of a run without the failures that it expects, and with an error for each expected one
 * that did not happen. A failed check, which is a warning otherwise, is an error.
 */
export class Expectations {
  readonly #expected: readonly ExpectedFailure[];
  readonly #met = new Set<string>();

  constructor({ expectFailures }: TestRun) {
    this.#expected = expectFailures;
  }

  /** Whether a diagnostic is the failure of a condition that the run expects. */
  isExpected({ code, address = '' }: Diagnostic): boolean {
    if (!CONDITIONS.has(code)) return false;
    return this.#expected.some((one) => one.address === address || one.address === wholeOf(address));
  }

  remaining(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
    return diagnostics.flatMap((diagnostic) => {
      if (!this.isExpected(diagnostic)) return asError(diagnostic);
      const { address = '' } = diagnostic;
      this.#met.add(address).add(wholeOf(address));
      return [];
    });
  }

  unmet(): readonly Diagnostic[] {
    return this.#expected.flatMap(({ address, source }) =>
      this.#met.has(address)
        ? []
        : errorDiagnostic('missing-failure', `${address} was expected to fail, but did not`, {
            source,
            detail: 'None of its conditions failed. Correct the values of this run, or remove the address.',
          }),
    );
  }
}

/** The address of a resource without the key of an instance. */
function wholeOf(address: string): string {
  const parsed = parseAddress(address);
  return parsed === undefined ? address : formatResource(parsed.resource);
}

const asError = (diagnostic: Diagnostic): Diagnostic =>
  diagnostic.code === 'check-failed' ? { ...diagnostic, severity: 'error' } : diagnostic;

/** Evaluates the assertions of a run. */
export function judgeAssertions(
  { name, assertions }: TestRun,
  scope: Scope,
): { readonly verdict: Verdict; readonly diagnostics: readonly Diagnostic[] } {
  const address = `run.${name}`;
  const diagnostics: Diagnostic[] = [];
  let verdict: Verdict = 'pass';
  for (const assertion of assertions) {
    const judged = judge(assertion, 'assert', address, scope);
    if (judged.status === 'unknown') {
      verdict = 'error';
      diagnostics.push(unknownAssertion(address, assertion.source));
    } else if (judged.status === 'error') {
      verdict = 'error';
      diagnostics.push(...judged.diagnostics);
    } else {
      if (judged.status === 'fail' && verdict === 'pass') verdict = 'fail';
      diagnostics.push(...judged.diagnostics.map((diagnostic) => notMet(diagnostic, judged.message, assertion.source)));
    }
  }
  return { verdict: hasErrors(diagnostics) && verdict === 'pass' ? 'error' : verdict, diagnostics };
}

const notMet = (diagnostic: Diagnostic, message = '', source: SourcePlace): Diagnostic =>
  diagnostic.code === 'check-failed'
    ? { ...diagnostic, severity: 'error', code: 'assertion-failed', summary: message, source: conditionOf(source) }
    : diagnostic;

const conditionOf = ({ file, path }: SourcePlace): SourcePlace => ({ file, path: [...path, 'condition'] });

const unknownAssertion = (address: string, source: SourcePlace): Diagnostic =>
  errorDiagnostic('unknown-assertion', `An assertion of ${address} depends on a value that is not known yet`, {
    address,
    source: conditionOf(source),
    detail:
      'A plan does not know what a provider computes. Run with command = apply, or override the value with override_during = plan.',
  });
