import { DiagnosticError, type Diagnostic } from '../model/index.js';

/** Turns a thrown DiagnosticError into diagnostics, with a result that says nothing was done. */
export async function guarded<T extends { readonly diagnostics: readonly Diagnostic[] }>(
  nothing: Omit<T, 'diagnostics'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DiagnosticError) return { ...nothing, diagnostics: error.diagnostics } as T;
    throw error;
  }
}
