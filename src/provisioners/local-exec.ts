import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Block, isJsonList, type Json, listOf, mapOf, objectIn, traceVariables } from '../model/index.js';
import { exitReason } from './exit-reason.js';
import { goQuoted } from './go-quoted.js';
import { LineReader, LastLines } from './lines.js';
import type { Failure, ProvisionerRequest } from './request.js';

/** The arguments of `local-exec`, as Terraform has them. */
export const LOCAL_EXEC: Block = {
  attributes: {
    command: { type: 'string', required: true },
    interpreter: { type: listOf('string'), optional: true },
    working_dir: { type: 'string', optional: true },
    environment: { type: mapOf('string'), optional: true },
    quiet: { type: 'bool', optional: true },
  },
  blockTypes: {},
};

/** The part of the machine that commands see. */
export interface Surroundings {
  /** Of the project: where commands run, unless they say otherwise. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** How long a command has to end by itself once it was asked to. */
const GRACE_MS = 5_000;

/** Runs a command on this machine, in a process group of its own. */
export async function localExec(
  { config, output, stop, signal }: ProvisionerRequest,
  { directory, environment }: Surroundings,
): Promise<Failure | undefined> {
  const { command, quiet, working_dir: folder } = config;
  if (typeof command !== 'string' || command === '') return { reason: 'Its command is empty' };
  const interpreter = textsIn(config['interpreter']);
  if (interpreter === undefined) return { reason: 'Its interpreter contains null' };
  const cwd = path.resolve(directory, typeof folder === 'string' ? folder : '');
  if (!existsSync(cwd)) return { reason: 'Its working directory does not exist', detail: `Directory: ${cwd}` };
  const words = [...(interpreter.length > 0 ? interpreter : SHELL), command];
  output(
    quiet === true
      ? 'local-exec: Executing: Suppressed by quiet=true'
      : `Executing: [${words.map(goQuoted).join(' ')}]`,
  );
  const [program = '', ...rest] = IS_WINDOWS ? words : [...IN_ONE_STREAM, ...words];
  const child = spawn(program, rest, {
    cwd,
    env: { ...environment, ...traceVariables(), ...variablesIn(config['environment']) },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: what the command starts ends with it, and Ctrl-C on the terminal only reaches Landform.
    detached: !IS_WINDOWS,
    windowsHide: true,
  });
  const last = new LastLines();
  const lines = new LineReader((line) => {
    last.add(line);
    output(line);
  });
  const ended = ending(child, lines);
  const undo = endWith(child, stop, signal);
  try {
    const reason = await ended;
    if (reason === undefined) return undefined;
    const stopped = stop.aborted ? ' after the run was stopped' : '';
    return { reason: reason + stopped, detail: `Command: ${command}\nOutput: ${last.text()}` };
  } finally {
    undo();
  }
}

const IS_WINDOWS = process.platform === 'win32';

const SHELL = IS_WINDOWS ? ['cmd', '/C'] : ['/bin/sh', '-c'];

/** Joins what a command says on stdout and stderr, in its order: two pipes would lose that. */
const IN_ONE_STREAM = ['/bin/sh', '-c', 'exec "$@" 2>&1', 'sh'];

/** Resolves when the command has ended and its output is read: undefined if it succeeded. */
function ending(child: ChildProcess, lines: LineReader): Promise<string | undefined> {
  for (const stream of [child.stdout, child.stderr]) {
    const reading = lines.stream();
    stream?.on('data', (chunk: Buffer) => reading.add(chunk));
    stream?.on('end', () => reading.end());
  }
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(`The command could not be started (${error.message})`));
    child.on('close', (code, killedBy) => resolve(exitReason('The command', code, killedBy)));
  });
}

/** Ends the group of the command when the run is stopped: politely first, then at once. */
function endWith(child: ChildProcess, stop: AbortSignal, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined;
  const kill = (by: NodeJS.Signals): void => {
    if (child.pid === undefined) return;
    try {
      if (IS_WINDOWS) child.kill(by);
      else process.kill(-child.pid, by);
    } catch {
      // The group has ended.
    }
  };
  const finish = (): void => {
    kill('SIGKILL');
    // A process that left the group may hold the output open.
    child.stdout?.destroy();
    child.stderr?.destroy();
  };
  const ask = (): void => {
    kill('SIGTERM');
    timer ??= setTimeout(finish, GRACE_MS);
  };
  stop.addEventListener('abort', ask, { once: true });
  signal.addEventListener('abort', finish, { once: true });
  if (stop.aborted) ask();
  if (signal.aborted) finish();
  return () => {
    clearTimeout(timer);
    // What the command left in the background.
    if (stop.aborted) kill('SIGKILL');
    stop.removeEventListener('abort', ask);
    signal.removeEventListener('abort', finish);
  };
}

/** The texts of a list; undefined if one is null. */
function textsIn(value: Json | undefined): readonly string[] | undefined {
  if (value === undefined || !isJsonList(value)) return [];
  const texts = value.filter((item) => typeof item === 'string');
  return texts.length === value.length ? texts : undefined;
}

/** A variable that is null is not set. */
const variablesIn = (value: Json | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(objectIn(value)).flatMap(([name, text]) => (typeof text === 'string' ? [[name, text]] : [])),
  );
