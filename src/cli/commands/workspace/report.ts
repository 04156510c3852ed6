import { hasErrors, type Diagnostic } from '../../../model/index.js';
import { toned } from '../../../render/index.js';
import type { Context } from '../../context.js';
import { DONE, type ExitCode } from '../../exit-code.js';

/** Says what was done with a workspace, unless it failed. */
export function reportWorkspace({ present }: Context, diagnostics: readonly Diagnostic[], sentence: string): ExitCode {
  if (!hasErrors(diagnostics)) present.say([toned('success', sentence)]);
  return present.diagnostics(diagnostics, DONE);
}

export const created = (name: string): string => `Created and selected the workspace ${name}.`;
