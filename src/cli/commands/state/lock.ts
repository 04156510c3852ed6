import type { LockOptions, StackOptions } from '../../../operations/index.js';
import type { OptionValues } from '../../command.js';
import type { STATE_EDIT_OPTIONS } from '../../options.js';
import { stackOptions } from '../stacks.js';

export function lockOptions(options: OptionValues<typeof STATE_EDIT_OPTIONS>): StackOptions & LockOptions {
  return { ...stackOptions(options), lock: options.lock, lockTimeoutMs: options['lock-timeout'] };
}
