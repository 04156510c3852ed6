import type { Run } from '../command.js';
import type { REFRESH_OPTIONS } from '../options.js';
import { applyAndReport } from './applying.js';
import { commonOptions, selecting } from './planning.js';

export const run: Run<typeof REFRESH_OPTIONS> = (context, { options }) =>
  applyAndReport(context, {
    planning: { ...commonOptions(context, options), ...selecting(options), refreshOnly: true },
    approvedPolicies: [],
    autoApprove: true,
    input: options.input,
    compactWarnings: options['compact-warnings'],
  });
