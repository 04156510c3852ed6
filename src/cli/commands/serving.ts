import { errorDiagnostic } from '../../model/index.js';
import { toned } from '../../render/index.js';
import { SandboxError, type Sandbox } from '../../testing/index.js';
import type { Context } from '../context.js';
import { DONE, FAILED, type ExitCode } from '../exit-code.js';

/** Serves a sandbox until somebody stops it, and says what a client needs. */
export async function serveUntilStopped(context: Context, start: () => Promise<Sandbox>): Promise<ExitCode> {
  const { present } = context;
  try {
    context.environment.hold();
    const sandbox = await start();
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
          toned('success', `The sandbox listens on ${sandbox.url}`),
          '. Export these variables in another terminal; press Ctrl-C here to stop.',
        ],
      );
    }
    await untilStopped(context.environment);
    await sandbox.close();
    return DONE;
  } catch (error) {
    if (!(error instanceof SandboxError)) throw error;
    return present.diagnostics([errorDiagnostic(error.code.replaceAll('_', '-'), error.message)], FAILED);
  }
}

const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** The open server keeps the process alive. */
function untilStopped({ stop }: Context['environment']): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) resolve();
    else stop.addEventListener('abort', () => resolve(), { once: true });
  });
}
