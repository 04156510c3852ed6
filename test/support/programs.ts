import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const STARTER = fileURLToPath(new URL('starter.mjs', import.meta.url));

export interface Program {
  readonly command: string;
  readonly line: readonly string[];
  readonly directory: string;
  readonly env: Readonly<Record<string, string>>;
  readonly input?: string;
  /** The user (and group) to run as; only root may choose. */
  readonly user?: number | undefined;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Outcome = Ended | { readonly failed: string };

/** The process of this worker that starts programs. It ends with the worker. */
let starter: ChildProcess | undefined;
let asked = 0;
const running = new Map<number, (outcome: Outcome) => void>();

/** Runs a program to its end, started by a small process (starter.mjs says why). */
export async function runProgram(program: Program): Promise<Ended> {
  starter ??= startStarter();
  const id = (asked += 1);
  const ended = new Promise<Outcome>((resolve) => running.set(id, resolve));
  // The program inherits the mask that the test has set.
  starter.send({ input: '', ...program, id, mask: process.umask() });
  const outcome = await ended;
  running.delete(id);
  if ('failed' in outcome) throw new Error(`${program.command}: ${outcome.failed}`);
  return outcome;
}

function startStarter(): ChildProcess {
  const started = fork(STARTER, { execArgv: [] });
  // The file beside this one sends nothing else.
  started.on('message', ({ id, ...outcome }: Outcome & { readonly id: number }) => running.get(id)?.(outcome));
  started.on('exit', () => {
    starter = undefined;
    for (const resolve of running.values()) resolve({ failed: 'the process that starts programs ended' });
  });
  started.unref();
  started.channel?.unref();
  return started;
}
