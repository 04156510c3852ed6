import { stateMove } from '../../../operations/index.js';
import type { Run } from '../../command.js';
import type { STATE_MOVE_OPTIONS } from '../../options.js';
import { lockOptions } from './lock.js';
import { reportEdit } from './report.js';
import { saveEdits } from './save-edits.js';

export const run: Run<typeof STATE_MOVE_OPTIONS, [from: string, to: string]> = async (
  context,
  { options, arguments: [from, to] },
) => {
  const saved = await saveEdits(context, options, lockOptions(options), () => ({ kind: 'move', from, to }));
  if (saved !== undefined) return saved;
  const dryRun = options['dry-run'];
  const result = await stateMove(context.environment, { ...lockOptions(options), from, to, dryRun });
  return reportEdit(context, result, dryRun ? 'Would move:' : 'Moved:');
};
