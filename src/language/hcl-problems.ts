import { type Diagnostic, errorDiagnostic } from '../model/index.js';
import { LineIndex } from './line-index.js';
import type { Problem } from './problem.js';

/** The diagnostics for problems of syntax in a file. */
export function syntaxDiagnostics(file: string, text: string, problems: readonly Problem[]): readonly Diagnostic[] {
  if (problems.length === 0) return [];
  const lines = new LineIndex(text);
  return problems.map(({ message, detail, span }) => {
    // The end of the file has no text to mark.
    const range = { file, ...lines.range(span.start, Math.max(span.end, span.start + 1)) };
    return errorDiagnostic('invalid-hcl', message, { ...(detail !== undefined && { detail }), range });
  });
}
