import { stateMove } from '../../../operations/index.js';
import type { Run } from '../../command.js';
import type { STATE_EDIT_OPTIONS } from '../../options.js';
import { lockOptions } from './lock.js';
import { reportEdit } from './report.js';

export const run: Run<typeof STATE_EDIT_OPTIONS> = async (context, { options, arguments: [from, to] }) =>
  reportEdit(
    context,
    await stateMove(context.environment, { ...lockOptions(options), from: from!, to: to! }),
    'Moved:',
  );
