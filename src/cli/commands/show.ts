import { hasErrors, LazyRecord, shellWord } from '../../model/index.js';
import {
  isStateFile,
  policyCheck,
  showPlan,
  showState,
  showStateFile,
  TERRAFORM_VERSION,
  type ShowStateResult,
} from '../../operations/index.js';
import { planReview, stateJson, statePage, stateReview } from '../../render/index.js';
import type { Run } from '../command.js';
import type { Context } from '../context.js';
import { DONE, FAILED, type ExitCode } from '../exit-code.js';
import type { SHOW_OPTIONS } from '../options.js';
import { UsageError } from '../usage-error.js';
import { learnSecrets, showPlans } from './planning.js';
import { stackOptions } from './stacks.js';
import { isReport, refuseJsonBeside, withoutFindings, writeReview, type ReviewFormat } from './reviewing.js';

export const run: Run<typeof SHOW_OPTIONS> = async (context, { options, arguments: [file] }) => {
  const { format } = options;
  refuseJsonBeside(context, format);
  if (options.policies) return showWithPolicies(context, format, file);
  if (file === undefined)
    return showStates(context, format, await showState(context.environment, stackOptions(options)));
  if (isStateFile(context.environment, file))
    return showStates(context, format, await showStateFile(context.environment, file));
  return showFile(context, format, file);
};

function showStates(context: Context, format: ReviewFormat, { stacks, diagnostics }: ShowStateResult): ExitCode {
  const { present, globals } = context;
  const code = present.diagnostics(diagnostics, DONE);
  if (hasErrors(diagnostics)) return code;
  if (isReport(format)) {
    writeReview(context, format, stateReview(stacks));
    return code;
  }
  if (globals.json) {
    const documents = stacks.map(
      ({ name, state, schemaOf }) => [name, stateJson(state, schemaOf, TERRAFORM_VERSION)] as const,
    );
    const [only, ...others] = documents;
    present.document(
      only !== undefined && others.length === 0
        ? only[1]
        : new LazyRecord((take) => documents.forEach(([name, document]) => take(name, document))),
    );
    return code;
  }
  stacks.forEach(({ name, state, schemaOf }, index) => {
    if (index > 0) present.text('\n');
    present.page(statePage(state, schemaOf, name));
  });
  return code;
}

async function showFile(context: Context, format: ReviewFormat, file: string): Promise<ExitCode> {
  const { present, globals, environment } = context;
  const decoder = new TextDecoder();
  const copyTo = (bytes: Uint8Array): void => present.text(decoder.decode(bytes, { stream: true }));
  const { stacks, diagnostics } = await showPlan(environment, { file, ...(globals.json ? { copyTo } : {}) });
  if (isReport(format) && stacks.length > 0)
    writeReview(context, format, planReview(stacks), { whole: `landform show ${shellWord(file)}` });
  else showPlans(context, stacks);
  return present.diagnostics(diagnostics, DONE);
}

/** A saved plan, with what the policies of the project find in it now. */
async function showWithPolicies(context: Context, format: ReviewFormat, file: string | undefined): Promise<ExitCode> {
  const { present, globals, environment } = context;
  if (file === undefined || isStateFile(environment, file))
    throw new UsageError(
      'missing-argument',
      '--policies is for a saved plan',
      'Name its file: landform show --policies plan.json',
    );
  if (globals.json)
    throw new UsageError(
      'contradicting-options',
      '--json shows a plan as it is saved, without findings',
      'Remove --policies, or run: landform policy check --json',
    );
  const { stacks, findings, diagnostics } = await policyCheck(environment, { file, needsPolicies: false });
  if (!isReport(format) || stacks.length === 0) {
    showPlans(context, stacks);
    return present.diagnostics(diagnostics, DONE);
  }
  learnSecrets(context, stacks);
  const problems = withoutFindings(diagnostics);
  writeReview(context, format, planReview(stacks, 'plan', present.withoutSecrets(problems), findings), {
    whole: `landform show --policies ${shellWord(file)}`,
  });
  return present.diagnostics(problems, findings.some(({ level }) => level === 'mandatory') ? FAILED : DONE);
}
