export type ExitCode = 0 | 1 | 2;

export const DONE: ExitCode = 0;

export const FAILED: ExitCode = 1;

/** Nothing failed, and there is something to do (`plan --detailed-exitcode`, `drift`). */
export const CHANGES: ExitCode = 2;
