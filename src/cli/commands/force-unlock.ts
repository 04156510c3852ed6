import { forceUnlock } from '../../operations/index.js';
import { toned } from '../../render/index.js';
import type { Run } from '../command.js';
import { DONE, FAILED } from '../exit-code.js';
import type { FORCE_UNLOCK_OPTIONS } from '../options.js';
import { confirm } from './confirm.js';
import { stackOptions } from './stacks.js';

export const run: Run<typeof FORCE_UNLOCK_OPTIONS, [id: string]> = async (context, { options, arguments: [id] }) => {
  const { present } = context;
  const warning = 'A process that still holds this lock cannot write any more, and may leave changes incomplete.';
  if (
    !(await confirm(context, {
      question: 'Do you really want to release this lock?',
      warning,
      approved: options.force,
      flag: '--force',
      input: options.input,
    }))
  ) {
    return FAILED;
  }
  const result = await forceUnlock(context.environment, { ...stackOptions(options), id });
  if (result.unlocked) present.say([toned('success', `Released the lock ${id}.`)]);
  return present.diagnostics(result.diagnostics, DONE);
};
