import { resolveDiagnostics } from '../language/index.js';
import {
  DiagnosticError,
  errorDiagnostic,
  ValueShapeError,
  type ConfigurationFile,
  type Diagnostic,
} from '../model/index.js';

/**
 * Runs an operation so that it always returns a result: a thrown DiagnosticError becomes diagnostics next to a result which states
 * that nothing was done, and every diagnostic about a place in one of the `seen` documents gets its line and column.
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
    // Only stored values, in a state or its journal, are read by type without a previous check.
    if (error instanceof ValueShapeError) return { ...nothing, diagnostics: [misshapen(error)] } as unknown as T;
    throw error;
  }
}

const misshapen = ({ message }: ValueShapeError): Diagnostic =>
  errorDiagnostic('corrupt-state', `The state or its journal contains a value of the wrong type: ${message}`, {
    detail: 'Everything recorded so far is safe. Restore the state from its backup, or correct the value.',
  });
