import type { Run } from '../command.js';
import type { APPLY_OPTIONS } from '../options.js';
import { UsageError } from '../usage-error.js';
import { applyAndReport } from './applying.js';
import { planningOptions } from './planning.js';

export const run: Run<typeof APPLY_OPTIONS> = async (context, { options, arguments: [planFile] }) => {
  const planning = planningOptions(context, options);
  const verifyKey = options['verify-key'];
  if (planFile !== undefined) refuseSettled(planning);
  else if (verifyKey !== undefined) {
    throw new UsageError(
      'contradicting-options',
      '--verify-key needs a saved plan',
      'Only plan files are signed. Add one, or remove --verify-key.',
    );
  }
  return applyAndReport(context, {
    planning,
    ...(planFile === undefined ? {} : { planFile }),
    ...(verifyKey === undefined ? {} : { verifyKey }),
    approvedPolicies: options['approve-policy'],
    autoApprove: options['auto-approve'],
    input: options.input,
    compactWarnings: options['compact-warnings'],
  });
};

/** A saved plan has all of this in it, and is applied as it is. */
function refuseSettled(planning: ReturnType<typeof planningOptions>): void {
  const given = [
    ...((planning.targets?.length ?? 0) > 0 ? ['--target'] : []),
    ...((planning.excludes?.length ?? 0) > 0 ? ['--exclude'] : []),
    ...((planning.replace?.length ?? 0) > 0 ? ['--replace'] : []),
    ...(planning.destroy === true ? ['--destroy'] : []),
    ...(planning.refreshOnly === true ? ['--refresh-only'] : []),
    ...(planning.refresh === false ? ['--refresh'] : []),
    ...(planning.invoke === undefined ? [] : ['--invoke']),
  ];
  if (given.length === 0) return;
  throw new UsageError(
    'settled-by-plan',
    `${given.join(', ')} cannot be given with a saved plan`,
    'The saved plan contains these settings. Create a new plan to change them.',
  );
}
