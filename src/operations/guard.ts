import { resolveDiagnostics } from '../language/index.js';
import { DiagnosticError, type ConfigurationFile, type Diagnostic } from '../model/index.js';

/**
 * Runs an operation so that it always answers: a thrown DiagnosticError becomes diagnostics beside a result that says nothing was
 * done, and every diagnostic about a place in a document that was `seen` gets its line and column.
 */
export async function guarded<T extends { readonly diagnostics: readonly Diagnostic[] }>(
  nothing: Omit<T, 'diagnostics'>,
  work: (seen: ConfigurationFile[]) => Promise<T>,
): Promise<T> {
  const seen: ConfigurationFile[] = [];
  try {
    const result = await work(seen);
    return { ...result, diagnostics: resolveDiagnostics(result.diagnostics, seen) };
  } catch (error) {
    if (error instanceof DiagnosticError)
      return { ...nothing, diagnostics: resolveDiagnostics(error.diagnostics, seen) } as T;
    throw error;
  }
}
