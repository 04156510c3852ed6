import { stateReplaceProvider } from '../../../operations/index.js';
import type { Run } from '../../command.js';
import { FAILED } from '../../exit-code.js';
import type { APPROVED_EDIT_OPTIONS } from '../../options.js';
import { confirm } from '../confirm.js';
import { lockOptions } from './lock.js';
import { reportEdit } from './report.js';
import { saveEdits } from './save-edits.js';

export const run: Run<typeof APPROVED_EDIT_OPTIONS, [from: string, to: string]> = async (
  context,
  { options, arguments: [from, to] },
) => {
  const saved = await saveEdits(context, options, lockOptions(options), () => ({ kind: 'replace-provider', from, to }));
  if (saved !== undefined) return saved;
  const approved = await confirm(context, {
    question: `Do you want to change the provider of every object of ${from} to ${to}?`,
    warning: 'The next plan fails for objects that the new provider cannot read.',
    approved: options['auto-approve'],
    flag: '--auto-approve',
    input: options.input,
  });
  if (!approved) return FAILED;
  const result = await stateReplaceProvider(context.environment, { ...lockOptions(options), from, to });
  return reportEdit(context, result, `Changed to ${to}:`);
};
