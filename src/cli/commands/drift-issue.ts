import type { Diagnostic } from '../../model/index.js';
import { issue } from '../../operations/index.js';
import { formatMarkdown, reviewTitle, type Review } from '../../render/index.js';
import type { OptionValues } from '../command.js';
import type { Context } from '../context.js';
import type { DRIFT_OPTIONS } from '../options.js';
import { UsageError } from '../usage-error.js';
import { forgeOf, refuseOtherNames, type ForgeName } from './forge-options.js';

type Values = Pick<OptionValues<typeof DRIFT_OPTIONS>, 'issue' | 'github' | 'gitlab' | 'name' | 'repository'>;

/** Characters of a title that both forges take. */
const TITLE = 255;

const ADVICE = `
\`landform apply\` restores what the configuration says; \`landform apply --refresh-only\` only updates the state. A later check without drift closes this issue.
`;

/** The forge of the issue, if one is asked for. */
export function forgeOfIssue(options: Values): ForgeName | undefined {
  if (options.issue) {
    if (options.name !== undefined) refuseOtherNames(options.name);
    return forgeOf(options, 'where the issue is');
  }
  const lone = (['github', 'gitlab', 'name', 'repository'] as const).find(
    (name) => options[name] !== false && options[name] !== undefined,
  );
  if (lone === undefined) return undefined;
  throw new UsageError('missing-option', `--${lone} needs --issue`, 'Add --issue, which writes the issue.');
}

/** Opens or updates the issue about drift, or closes it if there is no review to report. Says what was done. */
export async function driftIssue(
  { environment, present }: Context,
  forge: ForgeName,
  { name = 'drift', repository }: Values,
  review: Review | undefined,
): Promise<readonly Diagnostic[]> {
  const { done, url, diagnostics } = await issue(environment, {
    forge,
    name,
    repository,
    title: review === undefined ? '' : reviewTitle(review).replace(/\.$/, '').slice(0, TITLE),
    body:
      review && ((limit) => formatMarkdown(review, { limit: limit - ADVICE.length, whole: 'landform drift' }) + ADVICE),
  });
  if (done !== undefined && done !== 'none') present.say([`Issue ${done}${url === undefined ? '' : `: ${url}`}`]);
  return diagnostics;
}
