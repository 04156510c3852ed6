import { startSandbox, SandboxError } from '../../testing/index.js';
import { errorDiagnostic } from '../../model/index.js';
import { toned } from '../../render/index.js';
import type { Run } from '../command.js';
import type { Context } from '../context.js';
import { DONE, FAILED } from '../exit-code.js';
import type { SANDBOX_OPTIONS } from '../options.js';

export const run: Run<typeof SANDBOX_OPTIONS> = async (context, { options, arguments: systems }) => {
  const { present } = context;
  const file = options['state-file'];
  try {
    const sandbox = await startSandbox({
      port: options.port,
      systems,
      ...(file === undefined ? {} : { file }),
      ...(options.token === undefined ? {} : { token: options.token }),
      ...(options.organisation === undefined ? {} : { organisation: options.organisation }),
    });
    if (context.globals.json) present.json({ url: sandbox.url, environment: { ...sandbox.environment } });
    else {
      present.text(
        Object.entries(sandbox.environment)
          .map(([name, value]) => `export ${name}=${shellWord(value)}\n`)
          .join(''),
      );
      present.say(
        [],
        [
          toned('success', `The sandbox serves ${sandbox.url}`),
          '. Export the lines above in another terminal; Ctrl-C ends it.',
        ],
      );
    }
    await untilStopped(context);
    await sandbox.close();
    return DONE;
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    return present.diagnostics([errorDiagnostic(error.code.replaceAll('_', '-'), error.message)], FAILED);
  }
};

const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** Signals set a flag that is looked at; the open server keeps the process alive. */
function untilStopped({ environment }: Context): Promise<void> {
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (!environment.stopping()) return;
      clearInterval(timer);
      resolve();
    }, 50);
  });
}
