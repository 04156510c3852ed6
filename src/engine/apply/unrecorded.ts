import { DiagnosticError, type Diagnostic } from '../../model/index.js';

/**
 * What could not be recorded. The first such failure ends the run: calls under way come to their end, so that what they answer is
 * remembered with the state, and nothing new is begun.
 */
export class Unrecorded {
  readonly #diagnostics = new Map<string, Diagnostic>();

  get some(): boolean {
    return this.#diagnostics.size > 0;
  }

  /** Gives what the work gives, or `instead` when it was refused a record; any other error is a bug and goes on. */
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

  /** Each cause once. That the journal is closed only repeats the cause, unless nothing else is known. */
  diagnostics(): readonly Diagnostic[] {
    const all = [...this.#diagnostics.values()];
    const causes = all.filter(({ code }) => code !== 'journal-closed');
    return causes.length > 0 ? causes : all;
  }
}
