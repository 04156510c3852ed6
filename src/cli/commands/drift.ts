import { hasErrors } from '../../model/index.js';
import { drift } from '../../operations/index.js';
import { planReview } from '../../render/index.js';
import type { Run } from '../command.js';
import { CHANGES, DONE } from '../exit-code.js';
import type { DRIFT_OPTIONS } from '../options.js';
import { driftIssue, forgeOfIssue } from './drift-issue.js';
import { commonOptions, learnSecrets, repeatedChoice, selecting, showPlans } from './planning.js';
import { isReport, refuseJsonBeside, writeReview } from './reviewing.js';

export const run: Run<typeof DRIFT_OPTIONS> = async (context, { options }) => {
  const { format } = options;
  refuseJsonBeside(context, format);
  const forge = forgeOfIssue(options);
  const result = await drift(context.environment, { ...commonOptions(context, options), ...selecting(options) });
  const repair = ['landform plan', ...repeatedChoice(options)].join(' ');
  const stacks = result.stacks.map((stack) => ({ ...stack, repair }));
  const review = () => planReview(stacks, 'drift', context.present.withoutSecrets(result.diagnostics));
  if (isReport(format)) {
    learnSecrets(context, result.stacks);
    writeReview(context, format, review());
  } else {
    showPlans(context, result.stacks);
    if (result.drifted) context.present.say([], [`To plan the repair:  ${repair}`]);
  }
  const diagnostics = [...result.diagnostics];
  // What could not be compared is not known to be as it was.
  if (forge !== undefined && !hasErrors(result.diagnostics))
    diagnostics.push(...(await driftIssue(context, forge, options, result.drifted ? review() : undefined)));
  const ending = result.drifted ? CHANGES : DONE;
  return context.present.diagnostics(diagnostics, ending, { compactWarnings: options['compact-warnings'] });
};
