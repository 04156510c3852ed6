/**
 * Runs command lines of the built `landform` one after another in a process that stays: starting one, and loading the code, takes
 * most commands longer than their work. The parent process sends `{ line, directory, env, input }`, and gets back what a process
 * of its own would have left: `{ code, stdout, stderr }`.
 */
import { Console } from 'node:console';
import process from 'node:process';
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { CommandCode } from '../../dist/cli/command-code.cjs';

const code = new CommandCode(fileURLToPath(new URL('../../dist/command/', import.meta.url)), undefined);
const { main } = code.load('run.cjs');

/** Thrown in place of leaving the process. */
class Left extends Error {
  constructor(exitCode) {
    super(`left with ${exitCode}`);
    this.exitCode = exitCode;
  }
}

process.exit = (exitCode) => {
  throw new Left(Number(exitCode ?? process.exitCode ?? 0));
};

/** Ends the command that runs, for errors that nothing catches: they end a process, unless the command listens for them. */
let stray = () => undefined;
for (const event of ['uncaughtException', 'unhandledRejection'])
  process.on(event, (error) => {
    if (process.listenerCount(event) === 1) stray(error);
  });

process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.on('message', (asked) => void run(asked).then((ran) => process.send(ran)));

async function run({ line, directory, env, input }) {
  const [out, err] = [collector(), collector()];
  const stdin = new Readable({ read: () => undefined });
  stdin.push(input);
  stdin.push(null);
  for (const [name, value] of Object.entries({ stdout: out.stream, stderr: err.stream, stdin }))
    Object.defineProperty(process, name, { configurable: true, writable: true, value });
  globalThis.console = new Console(out.stream, err.stream);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(directory);

  const end = new Promise((_, reject) => (stray = reject));
  let died = false;
  const exitCode = await Promise.race([main(line), end]).catch((error) => {
    if (error instanceof Left) return error.exitCode;
    died = true;
    err.stream.write(`${error?.stack ?? error}\n`);
    return 1;
  });
  leave(exitCode);
  return { code: exitCode, stdout: out.text(), stderr: err.text(), died };
}

/** What the end of a process does: listeners of this run go, those for the exit are called first. */
function leave(exitCode) {
  for (const listener of process.listeners('exit'))
    if (!listened.get('exit')?.has(listener)) Reflect.apply(listener, process, [exitCode]);
  for (const event of process.eventNames())
    for (const listener of process.rawListeners(event))
      if (!listened.get(event)?.has(listener)) process.off(event, listener);
  process.exitCode = undefined;
  process.chdir('/');
}

function listenersNow() {
  return new Map(process.eventNames().map((event) => [event, new Set(process.rawListeners(event))]));
}

function collector() {
  const chunks = [];
  const stream = new Writable({
    decodeStrings: true,
    write(chunk, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, text: () => Buffer.concat(chunks).toString('utf8') };
}

const listened = listenersNow();
process.send('ready');
