import { DiagnosticError, type Diagnostic } from '../../model/index.js';

/**
 * Collects failures to record. The first one ends the run: running calls finish, so that their results are kept with
 * the state, and nothing new starts.
 */
export class Unrecorded {
  readonly #diagnostics = new Map<string, Diagnostic>();

  get some(): boolean {
    return this.#diagnostics.size > 0;
  }

  /**
   * Returns the result of the work, or `instead` if its record was refused; any other error is a bug and is thrown
   * again.
   */
  async guard<T>(work: () => Promise<T>, instead: T): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      for (const diagnostic of error.diagnostics)
        this.#diagnostics.set(`${diagnostic.code} ${diagnostic.summary}`, diagnostic);
      return instead;
    }
  }

  /** Each cause once. A closed journal only repeats the cause, unless no other is known. */
  diagnostics(): readonly Diagnostic[] {
    const all = [...this.#diagnostics.values()];
    const causes = all.filter(({ code }) => code !== 'journal-closed');
    return causes.length > 0 ? causes : all;
  }
}
