import { statePush } from '../../../operations/index.js';
import type { Run } from '../../command.js';
import type { STATE_PUSH_OPTIONS } from '../../options.js';
import { givenState } from './given-state.js';
import { lockOptions } from './lock.js';
import { reportEdit } from './report.js';

export const run: Run<typeof STATE_PUSH_OPTIONS, [file: string]> = async (context, { options, arguments: [file] }) => {
  const given = await givenState(context, file);
  const result = await statePush(context.environment, { ...lockOptions(options), ...given, force: options.force });
  return reportEdit(context, result, 'The state was replaced:');
};
