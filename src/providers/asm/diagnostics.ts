import { errorDiagnostic, type Diagnostic } from '../../model/index.js';

/** A provider attribute that the other settings require. */
export function missing(attribute: string, variable: string, why: string): Diagnostic {
  return errorDiagnostic('provider-not-configured', `The provider has no ${attribute}`, {
    detail: `Set ${attribute} in the provider configuration, or the environment variable ${variable}: ${why}.`,
    path: [attribute],
  });
}
