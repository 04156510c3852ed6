import { spawn } from 'node:child_process';

/** What a program in another language may use of the machine. */
export interface AppSurroundings {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted by the first request to stop. */
  readonly stop?: AbortSignal | undefined;
  /** Aborted to end the program at once. */
  readonly signal: AbortSignal;
}

export interface AppEnd {
  /** The program's exit code; `null` if a signal ended it. */
  readonly code: number | null;
  readonly endedBy: NodeJS.Signals | null;
  /** The end of what it wrote, on either stream. */
  readonly output: string;
}

/** Characters of output that are kept. */
const KEPT = 16_384;

const IS_WINDOWS = process.platform === 'win32';

/** Runs a command line in a shell and a process group of its own. Throws if no shell can be started. */
export function runApp(command: string, { directory, environment, stop, signal }: AppSurroundings): Promise<AppEnd> {
  const child = spawn(command, {
    shell: true,
    cwd: directory,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !IS_WINDOWS,
    windowsHide: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => (output = (output + text).slice(-KEPT)));
  }
  const end = (by: NodeJS.Signals) => (): void => {
    if (child.pid === undefined) return;
    try {
      if (IS_WINDOWS) child.kill(by);
      else process.kill(-child.pid, by);
    } catch {
      // The group has ended.
    }
  };
  const ask = end('SIGTERM');
  const kill = end('SIGKILL');
  stop?.addEventListener('abort', ask, { once: true });
  signal.addEventListener('abort', kill, { once: true });
  if (stop?.aborted === true) ask();
  if (signal.aborted) kill();
  return new Promise<AppEnd>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, endedBy) => resolve({ code, endedBy, output }));
  }).finally(() => {
    stop?.removeEventListener('abort', ask);
    signal.removeEventListener('abort', kill);
  });
}
