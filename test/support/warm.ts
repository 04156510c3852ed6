import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const HOST = fileURLToPath(new URL('warm-landform.mjs', import.meta.url));

export interface CommandLine {
  readonly line: readonly string[];
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input: string;
}

export interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether an error ended the command that nothing caught; the process may be unusable. */
  readonly died: boolean;
}

/** Processes of this worker that wait for a command line. They end with it. */
const idle: ChildProcess[] = [];

/** Runs a command line in a process that is kept; each of several at a time has a process of its own. */
export async function runWarm(asked: CommandLine): Promise<Answer> {
  const host = idle.pop() ?? (await start());
  const answered = new Promise<Answer>((resolve, reject) => {
    host.once('message', resolve);
    host.once('exit', (code, signal) =>
      reject(new Error(`the process ended with ${code ?? signal} while it ran ${asked.line.join(' ')}`)),
    );
  });
  host.send(asked);
  const answer = await answered;
  host.removeAllListeners('exit');
  if (answer.died) host.kill('SIGKILL');
  else idle.push(host);
  return answer;
}

async function start(): Promise<ChildProcess> {
  // Its output is that of no command; landform writes to a file or a device directly, so it gets pipes.
  const host = fork(HOST, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] });
  await once(host, 'message');
  host.unref();
  host.channel?.unref();
  return host;
}
