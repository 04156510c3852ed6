import { startSandbox } from '../../testing/index.js';
import type { Run } from '../command.js';
import type { SANDBOX_OPTIONS } from '../generating-options.js';
import { serveUntilStopped } from './serving.js';

export const run: Run<typeof SANDBOX_OPTIONS> = async (context, { options, arguments: systems }) => {
  const file = options['state-file'];
  return serveUntilStopped(context, () =>
    startSandbox({
      port: options.port,
      systems,
      answers: options.answers,
      ...(file === undefined ? {} : { file }),
      ...(options.token === undefined ? {} : { token: options.token }),
      ...(options.organisation === undefined ? {} : { organisation: options.organisation }),
    }),
  );
};
