import { hasErrors } from '../../model/index.js';
import { plan } from '../../operations/index.js';
import type { Run } from '../command.js';
import { DONE } from '../exit-code.js';
import type { ROLLBACK_OPTIONS } from '../options.js';
import { UsageError } from '../usage-error.js';
import { applyAndReport } from './applying.js';
import { commonOptions, nextSteps, showPlans } from './planning.js';

/** Like `plan` with --out, like `apply` without. */
export const run: Run<typeof ROLLBACK_OPTIONS> = async (context, { options }) => {
  const { out, 'sign-key': signKey, 'compact-warnings': compactWarnings, 'auto-approve': autoApprove } = options;
  const planning = { ...commonOptions(context, options), rollback: true };
  if (out === undefined)
    return applyAndReport(context, {
      planning,
      approvedPolicies: options['approve-policy'],
      autoApprove,
      input: options.input,
      compactWarnings,
    });
  if (autoApprove)
    throw new UsageError(
      'contradicting-options',
      '--out and --auto-approve exclude each other',
      'A saved plan is applied with "landform apply". Remove one of them.',
    );
  const result = await plan(context.environment, { ...planning, out, ...(signKey === undefined ? {} : { signKey }) });
  showPlans(context, result.stacks, out === '-');
  if (!hasErrors(result.diagnostics) && context.present.messages === undefined)
    context.present.say(...nextSteps(out, undefined, [], 0));
  return context.present.diagnostics(result.diagnostics, DONE, { compactWarnings });
};
