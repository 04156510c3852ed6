import type { StackOptions } from '../../operations/index.js';

export interface StackValues {
  readonly stack: readonly string[];
  readonly 'changed-since'?: string | undefined;
  readonly state?: string | undefined;
  readonly 'state-out'?: string | undefined;
  readonly backup?: string | undefined;
  readonly var?: StackOptions['variables'];
}

/** Which stacks a command is about, and where their state is. */
export const stackOptions = (given: StackValues): StackOptions => ({
  stacks: given.stack,
  changedSince: given['changed-since'],
  statePath: given.state,
  stateOutPath: given['state-out'],
  backupPath: given.backup,
  variables: given.var,
});
