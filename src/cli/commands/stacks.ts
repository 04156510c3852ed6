import type { StackOptions } from '../../operations/index.js';

interface Given {
  readonly stack: readonly string[];
  readonly state?: string | undefined;
  readonly backup?: string | undefined;
}

/** Which stacks a command is about, and where their state is. */
export const stackOptions = ({ stack, state, backup }: Given): StackOptions => ({
  stacks: stack,
  statePath: state,
  backupPath: backup,
});
