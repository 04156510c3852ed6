import {
  addressIn,
  asWarning,
  type CheckConfiguration,
  type Diagnostic,
  type ModuleConfiguration,
  type ResourceConfiguration,
} from '../../model/index.js';
import { checkName } from '../graph/build.js';
import { type CheckRecorder, judge } from './conditions.js';
import type { Values } from './values.js';

/** The values of one instance of a module, and the results of the conditions in it. */
interface Inside {
  readonly values: Values;
  readonly checks: CheckRecorder;
}

/** The address of a check block, without the keys of its module. */
export const checkAddress = ({ path }: Pick<ModuleConfiguration, 'path'>, name: string): string =>
  addressIn(path, checkName(name));

/** Evaluates the assertions of a check block in one instance of its module. A failure is a warning. */
export function judgeCheck({ values, checks }: Inside, check: CheckConfiguration): readonly Diagnostic[] {
  const address = addressIn(values.instance, checkName(check.name));
  return check.assertions.flatMap((assertion) => {
    const { status, diagnostics, message } = judge(assertion, 'assert', address, values.scope());
    checks.add('check', checkAddress(values.module, check.name), address, status, message);
    return diagnostics.map((diagnostic) => ({
      ...diagnostic,
      ...(check.origin === undefined ? {} : { origin: check.origin }),
    }));
  });
}

/** Records that the result of a check is unknown, since something that it refers to was not planned or not applied. */
export function leaveOpen({ values, checks }: Inside, { name }: CheckConfiguration): void {
  checks.add('check', checkAddress(values.module, name), addressIn(values.instance, checkName(name)), 'unknown');
}

/**
 * The problems of reading the data source of a check, which fail the check and nothing else: errors become warnings.
 */
export function dataProblems(
  { values, checks }: Inside,
  { check = '' }: ResourceConfiguration,
  diagnostics: readonly Diagnostic[],
): readonly Diagnostic[] {
  const address = addressIn(values.instance, checkName(check));
  for (const { severity, summary, detail } of diagnostics) {
    const problem = detail === undefined ? summary : `${summary}: ${detail}`;
    if (severity === 'error') checks.add('check', checkAddress(values.module, check), address, 'fail', problem);
  }
  return diagnostics.map(asWarning);
}
