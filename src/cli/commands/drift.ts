import { drift } from '../../operations/index.js';
import type { Run } from '../command.js';
import { CHANGES, DONE } from '../exit-code.js';
import type { DRIFT_OPTIONS } from '../options.js';
import { commonOptions, selecting, showPlans } from './planning.js';

export const run: Run<typeof DRIFT_OPTIONS> = async (context, { options }) => {
  const result = await drift(context.environment, { ...commonOptions(context, options), ...selecting(options) });
  showPlans(context, result.stacks);
  const ending = result.drifted ? CHANGES : DONE;
  return context.present.diagnostics(result.diagnostics, ending, { compactWarnings: options['compact-warnings'] });
};
