import { drift } from '../../operations/index.js';
import { planReview } from '../../render/index.js';
import type { Run } from '../command.js';
import { CHANGES, DONE } from '../exit-code.js';
import type { DRIFT_OPTIONS } from '../options.js';
import { commonOptions, learnSecrets, selecting, showPlans } from './planning.js';
import { isReport, refuseJsonBeside, writeReview } from './reviewing.js';

export const run: Run<typeof DRIFT_OPTIONS> = async (context, { options }) => {
  const { format } = options;
  refuseJsonBeside(context, format);
  const result = await drift(context.environment, { ...commonOptions(context, options), ...selecting(options) });
  if (isReport(format)) {
    learnSecrets(context, result.stacks);
    writeReview(
      context,
      format,
      planReview(result.stacks, 'drift', context.present.withoutSecrets(result.diagnostics)),
    );
  } else showPlans(context, result.stacks);
  const ending = result.drifted ? CHANGES : DONE;
  return context.present.diagnostics(result.diagnostics, ending, { compactWarnings: options['compact-warnings'] });
};
