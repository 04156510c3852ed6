import { DiagnosticError, errorDiagnostic, type Diagnostic } from '../model/index.js';
import { UsageError } from './usage-error.js';

/** What a thrown error says to the user. A stack trace is for those who ask for it. */
export function failureDiagnostics(error: unknown, debug: boolean): readonly Diagnostic[] {
  if (error instanceof UsageError) return [error.diagnostic];
  if (error instanceof DiagnosticError) return error.diagnostics;
  const thrown = error instanceof Error ? error : new Error(String(error));
  const trace = debug ? `\n\n${framesOf(thrown)}` : '';
  return [isSystemError(thrown) ? systemFailure(thrown, trace) : bug(thrown, trace)];
}

/** Where it was thrown. What comes before in a stack repeats the message, and source text that may hold a secret. */
const framesOf = ({ stack = '' }: Error): string =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n');

interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
}

function isSystemError(error: Error): error is SystemError {
  const { code, syscall } = error as Partial<SystemError>;
  return typeof code === 'string' && typeof syscall === 'string';
}

function systemFailure(error: SystemError, trace: string): Diagnostic {
  return errorDiagnostic('system-error', `System error: ${error.message}`, {
    detail: `Fix the cause and run the command again. Recorded changes are safe.${trace}`,
  });
}

function bug(error: Error, trace: string): Diagnostic {
  const how = trace === '' ? ' Run the command again with LANDFORM_DEBUG=1 for a stack trace.' : '';
  return errorDiagnostic('internal-error', `Internal error: ${error.message}`, {
    detail: `This is a bug in Landform. Please report it with the command and this message.${how} Recorded changes are safe.${trace}`,
  });
}
