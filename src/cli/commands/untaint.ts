import { stateTaint } from '../../operations/index.js';
import type { Run } from '../command.js';
import type { TAINT_OPTIONS } from '../options.js';
import { lockOptions } from './state/lock.js';
import { reportEdit } from './state/report.js';

export const run: Run<typeof TAINT_OPTIONS, [address: string]> = async (context, { options, arguments: [address] }) => {
  const allowMissing = options['allow-missing'];
  const wanted = { ...lockOptions(options), address, tainted: false, allowMissing };
  return reportEdit(context, await stateTaint(context.environment, wanted), 'No longer tainted:');
};
