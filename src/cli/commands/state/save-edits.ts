import { hasErrors } from '../../../model/index.js';
import { planEdits, type CommonOptions, type EditRequest } from '../../../operations/index.js';
import type { Context } from '../../context.js';
import { DONE, type ExitCode } from '../../exit-code.js';
import { UsageError } from '../../usage-error.js';
import { nextSteps, showPlans } from '../planning.js';

interface SavingValues {
  readonly out?: string | undefined;
  readonly append: boolean;
  readonly 'sign-key'?: string | undefined;
  readonly 'dry-run'?: boolean;
  readonly 'auto-approve'?: boolean;
  readonly 'state-out'?: string | undefined;
  readonly backup?: string | undefined;
  readonly 'compact-warnings'?: boolean;
}

/**
 * Saves what a command would do to the state as a plan, and shows it. Undefined without --out: the command then does it. Throws a
 * UsageError if other options contradict --out.
 */
export async function saveEdits(
  context: Context,
  values: SavingValues,
  options: CommonOptions,
  request: () => EditRequest,
): Promise<ExitCode | undefined> {
  const { out, append, 'sign-key': signKey } = values;
  refuseContradictions(context, values);
  if (out === undefined) return undefined;
  const { environment, present } = context;
  const saving = { out, append, ...(signKey === undefined ? {} : { signKey }) };
  const result = await planEdits(environment, { ...options, ...saving }, request());
  showPlans(context, result.stacks, out === '-');
  if (!hasErrors(result.diagnostics) && present.messages === undefined)
    present.say(...nextSteps(out, undefined, [], 0));
  return present.diagnostics(result.diagnostics, DONE, { compactWarnings: values['compact-warnings'] ?? false });
}

function refuseContradictions({ globals }: Context, values: SavingValues): void {
  const { out, append } = values;
  const refuse = (summary: string, detail: string): UsageError =>
    new UsageError('contradicting-options', summary, detail);
  if (out === undefined) {
    const given = append ? '--append' : values['sign-key'] === undefined ? undefined : '--sign-key';
    if (given !== undefined) throw refuse(`${given} is for a plan`, 'Name its file with --out.');
    return;
  }
  const given = [
    ...(values['dry-run'] === true ? ['--dry-run'] : []),
    ...(values['auto-approve'] === true ? ['--auto-approve'] : []),
    ...(values['state-out'] === undefined ? [] : ['--state-out']),
    ...(values.backup === undefined ? [] : ['--backup']),
  ];
  if (given.length > 0)
    throw refuse(
      `${given.join(', ')} cannot be given with --out`,
      'With --out nothing is changed: the change is saved, and made by "landform apply". Remove the other options, or --out.',
    );
  if (out !== '-') return;
  if (append) throw refuse('--append needs a file', 'Standard output cannot be read again. Name a file with --out.');
  if (globals.json)
    throw refuse('--out - and --json both write to standard output', 'Remove --json, or save the plan to a file.');
}
