import { hasErrors, type Diagnostic } from '../../model/index.js';
import type { TestStatus } from './test-messages.js';
import { xml } from '../formats/junit.js';

/** A test file as far as JUnit's XML has a place for it. */
export interface TestSuite {
  readonly name: string;
  readonly cases: readonly TestCase[];
  /** Of the file, and of destroying what its runs created. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface TestCase {
  readonly name: string;
  readonly status: TestStatus;
  readonly seconds: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** The results of test files as JUnit's XML, as Terraform's `-junit-xml` has them: a suite for each file, a case for each run. */
export function testJunit(suites: readonly TestSuite[]): string {
  const pieces = suites.map(({ name, cases, diagnostics }) => {
    const cleanUp: readonly TestCase[] = hasErrors(diagnostics)
      ? [{ name: 'cleanup', status: 'error', seconds: 0, diagnostics }]
      : [];
    const all = [...cases, ...cleanUp];
    const count = (status: TestStatus): number => all.filter((one) => one.status === status).length;
    const counts = `tests="${all.length}" skipped="${count('skip')}" failures="${count('fail')}" errors="${count('error')}"`;
    return `  <testsuite name="${xml(name)}" ${counts}>\n${all.map((one) => caseOf(name, one)).join('')}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${pieces.join('')}</testsuites>\n`;
}

function caseOf(file: string, { name, status, seconds, diagnostics }: TestCase): string {
  const start = `    <testcase name="${xml(name)}" classname="${xml(file)}" time="${seconds.toFixed(3)}"`;
  const parts = [outcome(status, diagnostics), warnings(diagnostics)].filter((part) => part !== '');
  return parts.length === 0 ? `${start}/>\n` : `${start}>\n${parts.join('')}    </testcase>\n`;
}

function outcome(status: TestStatus, diagnostics: readonly Diagnostic[]): string {
  if (status === 'pass') return '';
  if (status === 'skip') return '      <skipped/>\n';
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const kind = status === 'fail' ? 'failure' : 'error';
  const [first] = errors;
  return `      <${kind} type="${xml(first?.code ?? kind)}" message="${xml(first?.summary ?? '')}">${xml(textOf(errors))}</${kind}>\n`;
}

function warnings(diagnostics: readonly Diagnostic[]): string {
  const found = diagnostics.filter(({ severity }) => severity === 'warning');
  return found.length === 0 ? '' : `      <system-err>${xml(textOf(found))}</system-err>\n`;
}

const textOf = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics
    .map(({ summary, detail, range }) => {
      const place = range === undefined ? [] : [`${range.file}:${range.start.line}:${range.start.column}`];
      return [summary, ...place, ...(detail === undefined ? [] : [detail])].join('\n');
    })
    .join('\n\n');
