export type ExitCode = 0 | 1 | 2 | 3;

export const DONE: ExitCode = 0;

export const FAILED: ExitCode = 1;

/** Nothing failed, and there is something to do (`plan --detailed-exitcode`, `drift`). */
export const CHANGES: ExitCode = 2;

/** Files are not in their canonical style (`fmt --check`). */
export const UNFORMATTED: ExitCode = 3;
