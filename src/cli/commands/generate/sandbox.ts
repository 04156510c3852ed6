import path from 'node:path';
import { emulate } from '../../../testing/index.js';
import type { Run } from '../../command.js';
import type { GENERATE_SANDBOX_OPTIONS } from '../../generating-options.js';
import { serveUntilStopped } from '../serving.js';

export const run: Run<typeof GENERATE_SANDBOX_OPTIONS> = async (context, { options }) => {
  const { openapi, name = 'api', without, port, 'allow-host': allowHosts } = options;
  const file = options['state-file'];
  return serveUntilStopped(context, () =>
    emulate({
      description: openapi,
      provider: name,
      without,
      allowHosts,
      port,
      ...(file === undefined ? {} : { file: path.resolve(context.environment.directory, file) }),
    }),
  );
};
