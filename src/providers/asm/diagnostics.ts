import { errorDiagnostic, type Diagnostic } from '../../model/index.js';

/** An attribute of the provider that is needed as things are. */
export function missing(attribute: string, variable: string, why: string): Diagnostic {
  return errorDiagnostic('provider-not-configured', `The provider has no ${attribute}`, {
    detail: `Set ${attribute} in the configuration of the provider, or the environment variable ${variable}: ${why}.`,
    path: [attribute],
  });
}
