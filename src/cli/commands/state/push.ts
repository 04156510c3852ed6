import { statePush } from '../../../operations/index.js';
import type { Run } from '../../command.js';
import type { STATE_PUSH_OPTIONS } from '../../options.js';
import { givenState } from './given-state.js';
import { lockOptions } from './lock.js';
import { reportEdit } from './report.js';
import { saveEdits } from './save-edits.js';

export const run: Run<typeof STATE_PUSH_OPTIONS, [file: string]> = async (context, { options, arguments: [file] }) => {
  const given = await givenState(context, file);
  const { force } = options;
  const saved = await saveEdits(context, options, lockOptions(options), () => ({ kind: 'push', given, force }));
  if (saved !== undefined) return saved;
  const result = await statePush(context.environment, { ...lockOptions(options), given, force });
  return reportEdit(context, result, 'The state was replaced:');
};
