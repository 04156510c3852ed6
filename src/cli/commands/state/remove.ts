import { stateRemove } from '../../../operations/index.js';
import type { Run } from '../../command.js';
import type { STATE_EDIT_OPTIONS } from '../../options.js';
import { lockOptions } from './lock.js';
import { reportEdit } from './report.js';

export const run: Run<typeof STATE_EDIT_OPTIONS> = async (context, { options, arguments: addresses }) =>
  reportEdit(
    context,
    await stateRemove(context.environment, { ...lockOptions(options), addresses }),
    'Forgotten, and left as they are:',
  );
