import { hasErrors } from '../../../model/index.js';
import type { StateEditResult } from '../../../operations/index.js';
import { lines, toned, type Line } from '../../../render/index.js';
import type { Context } from '../../context.js';
import { DONE, type ExitCode } from '../../exit-code.js';

/** What an edit of the state did, a line each. */
export function reportEdit({ present }: Context, { done, diagnostics }: StateEditResult, sentence: string): ExitCode {
  const isNothing = done.length === 0 && diagnostics.length > 0;
  if (!hasErrors(diagnostics) && !isNothing) {
    const rows = done.map((line): Line => [`  ${line}`]);
    if (present.messages !== undefined) present.say([sentence], ...rows);
    else present.page([lines([toned('success', sentence)], ...rows)]);
  }
  return present.diagnostics(diagnostics, DONE);
}
