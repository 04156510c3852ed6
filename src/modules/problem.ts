/** Why a module cannot be found or installed, in the words of a diagnostic. */
export interface ModuleProblem {
  readonly code: string;
  readonly summary: string;
  readonly detail: string;
}

/** Thrown while a module is installed; becomes a diagnostic at the `source` of the call. */
export class ModuleError extends Error {
  readonly problem: ModuleProblem;

  constructor(code: string, summary: string, detail: string) {
    super(summary);
    this.problem = { code, summary, detail };
  }
}
