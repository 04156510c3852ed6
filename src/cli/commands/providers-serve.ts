import { Console } from 'node:console';
import { serveProvider, type ServeResult } from '../../operations/index.js';
import { shellWord } from '../../model/index.js';
import type { Run } from '../command.js';
import type { Context } from '../context.js';
import { DONE, FAILED } from '../exit-code.js';
import type { PROVIDERS_SERVE_OPTIONS } from '../options.js';

type Served = NonNullable<ServeResult['served']>;

export const run: Run<typeof PROVIDERS_SERVE_OPTIONS, readonly [name: string]> = async (
  context,
  { options: { attach }, arguments: [name] },
) => {
  // The first line of output is the handshake; what a provider prints goes to the log.
  globalThis.console = new Console(process.stderr);
  if (attach) context.environment.hold();
  const { served, diagnostics } = await serveProvider(context.environment, { name, attach, log: logLine });
  const code = context.present.diagnostics(diagnostics, DONE);
  if (served === undefined) return FAILED;
  if (attach) await untilStopped(context, served);
  else await untilClientEnds(context, served);
  await served.close();
  return code;
};

/** As the log library of Go's plugins writes it, which Terraform reads. */
function logLine(level: 'info' | 'error', message: string): void {
  process.stderr.write(
    `${JSON.stringify({ '@level': level, '@message': message, '@timestamp': new Date().toISOString() })}\n`,
  );
}

async function untilStopped({ environment: { stop }, globals, present }: Context, { reattach }: Served): Promise<void> {
  if (globals.json) present.json(JSON.parse(reattach));
  else {
    present.text(`export TF_REATTACH_PROVIDERS=${shellWord(reattach)}\n`);
    present.say([], ['Export this variable in another terminal; press Ctrl-C here to stop.']);
  }
  await new Promise<void>((resolve) => {
    if (stop.aborted) resolve();
    else stop.addEventListener('abort', () => resolve(), { once: true });
  });
}

const PARENT_CHECK_MS = 1000;

/**
 * Until Terraform asks for the end, or has ended. A terminal sends Ctrl-C to all processes, but Terraform decides what it means,
 * and tells.
 */
async function untilClientEnds({ terminal }: Context, { handshake, shutDown }: Served): Promise<void> {
  process.on('SIGINT', () => undefined);
  const parent = process.ppid;
  terminal.out.write(`${handshake}\n`);
  await terminal.out.flush();
  await new Promise<void>((resolve) => {
    const watch = setInterval(() => {
      if (process.ppid !== parent) end();
    }, PARENT_CHECK_MS);
    const end = (): void => {
      clearInterval(watch);
      resolve();
    };
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, end);
    void shutDown.then(end);
  });
}
