import { stateTaint } from '../../operations/index.js';
import type { Run } from '../command.js';
import type { TAINT_OPTIONS } from '../options.js';
import { lockOptions } from './state/lock.js';
import { reportEdit } from './state/report.js';
import { saveEdits } from './state/save-edits.js';

export const run: Run<typeof TAINT_OPTIONS, [address: string]> = async (context, { options, arguments: [address] }) => {
  const allowMissing = options['allow-missing'];
  const request = { kind: 'untaint', address, allowMissing } as const;
  const saved = await saveEdits(context, options, lockOptions(options), () => request);
  if (saved !== undefined) return saved;
  const wanted = { ...lockOptions(options), address, tainted: false, allowMissing };
  return reportEdit(context, await stateTaint(context.environment, wanted), 'No longer tainted:');
};
