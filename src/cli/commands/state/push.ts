import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { statePush } from '../../../operations/index.js';
import type { Run } from '../../command.js';
import type { Context } from '../../context.js';
import type { STATE_PUSH_OPTIONS } from '../../options.js';
import { UsageError } from '../../usage-error.js';
import { lockOptions } from './lock.js';
import { reportEdit } from './report.js';

export const run: Run<typeof STATE_PUSH_OPTIONS> = async (context, { options, arguments: [file] }) => {
  const given = await readState(context, file!);
  const result = await statePush(context.environment, { ...lockOptions(options), ...given, force: options.force });
  return reportEdit(context, result, 'The state was replaced:');
};

async function readState({ terminal }: Context, file: string): Promise<{ text: string; from: string }> {
  if (file === '-') return { text: await readAll(terminal.input), from: 'standard input' };
  try {
    return { text: await readFile(file, 'utf8'), from: file };
  } catch (error) {
    throw new UsageError('unreadable-file', `The state ${file} cannot be read`, (error as Error).message);
  }
}
