import { errorDiagnostic, type Diagnostic } from '../model/index.js';

/** The command line cannot be understood: nothing was done. */
export class UsageError extends Error {
  readonly diagnostic: Diagnostic;

  constructor(code: string, summary: string, detail?: string) {
    super(summary);
    this.name = 'UsageError';
    this.diagnostic = errorDiagnostic(code, summary, detail === undefined ? {} : { detail });
  }
}
