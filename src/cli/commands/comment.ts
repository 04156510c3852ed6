import { hasErrors, shellWord, type Diagnostic, type PolicyFinding } from '../../model/index.js';
import { comment, policyCheck, showPlan, type ShownPlan } from '../../operations/index.js';
import { annotationsOf, formatMarkdown, hasFailure, planReview } from '../../render/index.js';
import type { Run } from '../command.js';
import { DONE, FAILED } from '../exit-code.js';
import type { COMMENT_OPTIONS } from '../options.js';
import { UsageError } from '../usage-error.js';
import { forgeOf, refuseOtherNames } from './forge-options.js';
import { learnSecrets } from './planning.js';
import { withoutFindings } from './reviewing.js';

export const run: Run<typeof COMMENT_OPTIONS> = async (context, { options, arguments: files }) => {
  const { present, environment, globals } = context;
  const { gitlab, pull, repository, commit, name = 'plan', check, policies } = options;
  const forge = forgeOf(options, 'where to comment');
  if (check && gitlab)
    throw new UsageError('contradicting-options', '--check is for GitHub', 'GitLab shows no check runs. Remove it.');
  refuseOtherNames(name);
  const plans: ShownPlan[] = [];
  const findings: PolicyFinding[] = [];
  const problems: Diagnostic[] = [];
  for (const file of files) {
    const read = policies
      ? await policyCheck(environment, { file, needsPolicies: false })
      : { ...(await showPlan(environment, { file })), findings: [] };
    const other = withoutFindings(read.diagnostics);
    if (read.stacks.length === 0 && hasErrors(other)) return present.diagnostics(other, FAILED);
    plans.push(...read.stacks);
    findings.push(...read.findings);
    problems.push(...other);
  }
  learnSecrets(context, plans);
  // A policy that could not be asked is part of the comment, and then an error of the command.
  const review = planReview(plans, 'plan', present.withoutSecrets(problems), findings);
  const [{ sentence: title } = { sentence: '' }] = review.stacks;
  const whole = `landform show ${files.map(shellWord).join(' ')}`;
  const result = await comment(environment, {
    forge,
    name,
    pull,
    repository,
    commit,
    body: (limit) => formatMarkdown(review, { limit, whole }),
    ...(check
      ? {
          check: {
            name: `landform ${name}`,
            title: review.stacks.length === 1 ? title : `${review.stacks.length} stacks`,
            summary: formatMarkdown(review, { limit: 65_000, whole }),
            annotations: annotationsOf(review),
            failed: hasFailure(review) || plans.some(({ plan }) => plan.errored),
          },
        }
      : {}),
  });
  const { done, url, checkUrl } = result;
  if (!hasErrors(result.diagnostics)) {
    if (globals.json) present.json({ comment: done ?? '', url: url ?? '', check: checkUrl ?? '' });
    else present.text(`Comment ${done ?? ''}${url === undefined ? '' : `: ${url}`}\n`);
  }
  return present.diagnostics([...problems, ...result.diagnostics], DONE);
};
