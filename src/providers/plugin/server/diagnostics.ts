import { errorDiagnostic, warningDiagnostic, type Diagnostic } from '../../../model/index.js';

/** What a served provider reports to Terraform beside its own diagnostics. */

export const flatStateUnsupported = (type: string): Diagnostic =>
  errorDiagnostic('flat-state-unsupported', `The state of ${type} is in the format of Terraform 0.11`, {
    detail: 'Landform never wrote this format. Remove the object from the state, and import it.',
  });

export const moveUnsupported = (from: string, to: string): Diagnostic =>
  errorDiagnostic('move-unsupported', `${from} cannot be moved to ${to}`, {
    detail: 'Landform providers do not convert objects of one type to another. Remove the `moved` block.',
  });

export const providerDefect = (source: string, call: string, reason: string): Diagnostic =>
  errorDiagnostic('provider-defect', `The provider ${source} failed unexpectedly: ${reason}`, {
    detail: `It happened in ${call}. This is a defect of the provider: report it to its authors.`,
  });

/** Terraform replaces an object whose create failed. */
export const taintedThoughSound = (type: string): Diagnostic =>
  warningDiagnostic('tainted-though-sound', `The new ${type} is sound, although its create failed`, {
    detail:
      'An update completes it, but Terraform marks it as tainted and would replace it. Run `terraform untaint` with its address before the next apply.',
  });

/** Terraform does not record an object of which it does not know whether it exists. */
export const createUnclear = (type: string): Diagnostic =>
  errorDiagnostic('create-outcome-unknown', `It is unknown whether a ${type} was created`, {
    detail:
      'The reply to the request was lost, and the service cannot tell. Look for the object in the service. If it exists, import it with `terraform import`; otherwise, run the apply again.',
  });
