import { describe, expect, it } from 'vitest';
import { failureDiagnostics } from '../../../src/cli/failure.js';
import { UsageError } from '../../../src/cli/usage-error.js';
import { DiagnosticError, errorDiagnostic } from '../../../src/model/index.js';

const only = (error: unknown, debug = false): { code: string; text: string } => {
  const [diagnostic, ...more] = failureDiagnostics(error, debug);
  expect(more).toEqual([]);
  return { code: diagnostic!.code, text: `${diagnostic!.summary}\n${diagnostic!.detail ?? ''}` };
};

describe('an error that was thrown', () => {
  it('for the user is shown as it is', () => {
    const diagnostic = errorDiagnostic('stale-plan', 'The plan is stale');
    expect(failureDiagnostics(new DiagnosticError([diagnostic]), true)).toEqual([diagnostic]);
    expect(only(new UsageError('unknown-option', 'Unknown option', 'Did you mean --out?'))).toEqual({
      code: 'unknown-option',
      text: 'Unknown option\nDid you mean --out?',
    });
  });

  it('by the system is the sentence of the system', () => {
    const error = Object.assign(new Error('EACCES: permission denied, open x'), { code: 'EACCES', syscall: 'open' });
    expect(only(error)).toMatchObject({ code: 'system-error' });
    expect(only(error).text).toContain('permission denied, open x');
  });

  it.each([
    ['an Error', new TypeError('x is not a function')],
    ['something else', 'x is not a function'],
  ])('by a bug (%s) asks to be reported, and shows its trace only when asked', (_what, error) => {
    const { code, text } = only(error);
    expect(code).toBe('internal-error');
    expect(text).toContain('x is not a function');
    expect(text).toContain('Please report it');
    expect(text).toContain('LANDFORM_DEBUG=1');
    expect(text).not.toMatch(/\n\s+at /);
    expect(only(error, true).text).toMatch(/\n\s+at /);
  });
});
