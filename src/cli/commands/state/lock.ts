import type { LockOptions, StackOptions } from '../../../operations/index.js';
import type { OptionValues } from '../../command.js';
import type { STATE_EDIT_OPTIONS } from '../../options.js';

export function lockOptions(options: OptionValues<typeof STATE_EDIT_OPTIONS>): StackOptions & LockOptions {
  return { stacks: options.stack, lock: options.lock, lockTimeoutMs: options['lock-timeout'] };
}
