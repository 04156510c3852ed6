import { errorDiagnostic, type Diagnostic } from '../../../model/index.js';

/** One small function per message about processes of plugins. `name` is the source in its short form. */

export function pluginNotStarted(
  name: string,
  executable: string,
  reason: string,
  output: readonly string[],
): Diagnostic {
  return errorDiagnostic('plugin-not-started', `The provider ${name} could not be started: ${reason}`, {
    detail: `The executable is ${executable}. Check that it is a Terraform provider for this system, and install it again with landform init.${lastOutput(output)}`,
  });
}

export function pluginSilent(name: string, executable: string, seconds: number, output: readonly string[]): Diagnostic {
  return errorDiagnostic('plugin-silent', `The provider ${name} did not start within ${seconds} seconds`, {
    detail: `${executable} was started but did not say where it listens, so it was ended. Run the command again on a machine with less load, or report it to the provider's authors.${lastOutput(output)}`,
  });
}

export function pluginCrashed(name: string, call: string, how: string, output: readonly string[]): Diagnostic {
  return errorDiagnostic('plugin-crashed', `The provider ${name} ended during a call: ${how}`, {
    detail: `The call was ${call}. This is a defect of the provider: report it to its authors, with the output below if there is any.${lastOutput(output)}`,
  });
}

export function pluginGone(name: string, call: string): Diagnostic {
  return errorDiagnostic('plugin-gone', `The provider ${name} has ended and cannot be asked any more`, {
    detail: `The call ${call} was not made. Another message says how it ended. Run the command again once that is fixed.`,
  });
}

export function pluginFailed(name: string, call: string, reason: string): Diagnostic {
  return errorDiagnostic('plugin-failed', `The provider ${name} did not answer a call: ${reason}`, {
    detail: `The call was ${call}. This is a defect of the provider: report it to its authors.`,
  });
}

export function pluginStopped(name: string, call: string): Diagnostic {
  return errorDiagnostic('stopped', `The provider ${name} was stopped during a call`, {
    detail: `The call was ${call}. You asked to stop at once. Run the command again.`,
  });
}

const lastOutput = (output: readonly string[]): string =>
  output.length === 0 ? '' : `\nIts last output:\n${output.map((line) => `  ${line}`).join('\n')}`;
