import { hasErrors, shellWord } from '../../../model/index.js';
import { policyCheck, type PolicyCheckResult } from '../../../operations/index.js';
import { countOf, planReview } from '../../../render/index.js';
import type { Run } from '../../command.js';
import { DONE, FAILED } from '../../exit-code.js';
import type { POLICY_CHECK_OPTIONS } from '../../options.js';
import { learnSecrets } from '../planning.js';
import { isReport, refuseJsonBeside, withoutFindings, writeReview } from '../reviewing.js';

export const run: Run<typeof POLICY_CHECK_OPTIONS, readonly [file: string]> = async (
  context,
  { options: { format }, arguments: [file] },
) => {
  const { present, globals, environment } = context;
  refuseJsonBeside(context, format);
  const result = await policyCheck(environment, { file });
  const { stacks, findings, diagnostics } = result;
  learnSecrets(context, stacks);
  const wasChecked = stacks.length > 0;
  if (wasChecked && isReport(format)) {
    // What a policy could not check is an error beside what the others found.
    const problems = withoutFindings(diagnostics);
    writeReview(context, format, planReview(stacks, 'plan', present.withoutSecrets(problems), findings), {
      whole: `landform show ${shellWord(file)}`,
    });
    return present.diagnostics(problems, findings.some(({ level }) => level === 'mandatory') ? FAILED : DONE);
  }
  if (globals.json || format === 'json') {
    present.json({
      format_version: '1.0',
      passed: !hasErrors(diagnostics),
      policies: result.policies.map((policy) => ({ ...policy })),
      findings: findings.map((finding) => ({ ...finding })),
      problems: present.withoutSecrets(withoutFindings(diagnostics)).map(({ code, summary, detail = '', range }) => ({
        code,
        summary,
        detail,
        ...(range === undefined ? {} : { location: `${range.file}:${range.start.line}:${range.start.column}` }),
      })),
    });
    return hasErrors(diagnostics) ? FAILED : DONE;
  }
  if (wasChecked) present.text(sentence(result));
  return present.diagnostics(diagnostics, DONE);
};

function sentence({ policies, findings }: PolicyCheckResult): string {
  const of = (level: string): number => findings.filter((finding) => finding.level === level).length;
  const found = `${of('mandatory')} not allowed, ${of('needs-approval')} to approve, ${of('advisory')} advised against`;
  return `${countOf(policies.length, 'policy', 'policies')} checked: ${findings.length === 0 ? 'nothing found' : found}.\n`;
}
