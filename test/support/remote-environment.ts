import type { OperationEnvironment } from '../../src/operations/environment.js';

/** What opening a remote backend needs of an environment. */
export const remoteEnvironment = (
  environment: Readonly<Record<string, string>> = {},
): Pick<OperationEnvironment, 'environment' | 'version' | 'learn'> => ({
  environment,
  version: '1.2.3',
  learn: () => undefined,
});
