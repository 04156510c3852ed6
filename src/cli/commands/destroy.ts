import type { Run } from '../command.js';
import type { DESTROY_OPTIONS } from '../options.js';
import { applyAndReport } from './applying.js';
import { lostCreateOptions } from './lost-creates.js';
import { commonOptions, selecting } from './planning.js';

export const run: Run<typeof DESTROY_OPTIONS> = (context, { options }) =>
  applyAndReport(context, {
    planning: {
      ...commonOptions(context, options),
      ...lostCreateOptions(context, options),
      ...selecting(options),
      refresh: options.refresh,
      destroy: true,
    },
    approvedPolicies: options['approve-policy'],
    autoApprove: options['auto-approve'],
    input: options.input,
    compactWarnings: options['compact-warnings'],
  });
