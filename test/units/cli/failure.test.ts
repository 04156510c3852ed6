import { describe, expect, it } from 'vitest';
import { failureDiagnostics } from '../../../src/cli/failure.js';
import { UsageError } from '../../../src/cli/usage-error.js';
import { DiagnosticError, errorDiagnostic } from '../../../src/model/index.js';

const only = (error: unknown, debug = false): { code: string; text: string } => {
  const [diagnostic, ...more] = failureDiagnostics(error, debug);
  expect(more).toEqual([]);
  return { code: diagnostic!.code, text: `${diagnostic!.summary}\n${diagnostic!.detail ?? ''}` };
};

describe('a thrown error', () => {
  it('meant for the user is shown unchanged', () => {
    const diagnostic = errorDiagnostic('stale-plan', 'The plan is stale');
    expect(failureDiagnostics(new DiagnosticError([diagnostic]), true)).toEqual([diagnostic]);
    expect(only(new UsageError('unknown-option', 'Unknown option', 'Did you mean --out?'))).toEqual({
      code: 'unknown-option',
      text: 'Unknown option\nDid you mean --out?',
    });
  });

  it("from the operating system is shown in the system's words", () => {
    const error = Object.assign(new Error('EACCES: permission denied, open x'), { code: 'EACCES', syscall: 'open' });
    expect(only(error)).toMatchObject({ code: 'system-error' });
    expect(only(error).text).toContain('permission denied, open x');
  });

  it.each([
    ['an Error', new TypeError('x is not a function')],
    ['something else', 'x is not a function'],
  ])('caused by a bug (%s) asks for a report, and shows its stack trace only on request', (_what, error) => {
    const { code, text } = only(error);
    expect(code).toBe('internal-error');
    expect(text).toContain('x is not a function');
    expect(text).toContain('Please report it');
    expect(text).toContain('LANDFORM_DEBUG=1');
    expect(text).not.toMatch(/\n\s+at /);
    expect(only(error, true).text).toMatch(/\n\s+at /);
  });
});
