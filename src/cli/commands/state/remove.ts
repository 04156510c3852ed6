import { stateRemove } from '../../../operations/index.js';
import type { Run } from '../../command.js';
import type { STATE_REMOVE_OPTIONS } from '../../options.js';
import { lockOptions } from './lock.js';
import { reportEdit } from './report.js';
import { saveEdits } from './save-edits.js';

export const run: Run<typeof STATE_REMOVE_OPTIONS> = async (context, { options, arguments: addresses }) => {
  const saved = await saveEdits(context, options, lockOptions(options), () => ({ kind: 'remove', addresses }));
  if (saved !== undefined) return saved;
  const dryRun = options['dry-run'];
  const result = await stateRemove(context.environment, { ...lockOptions(options), addresses, dryRun });
  const sentence = dryRun ? 'Would remove from state only:' : 'Removed from state; the objects remain:';
  return reportEdit(context, result, sentence);
};
