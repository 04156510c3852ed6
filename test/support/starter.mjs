/**
 * Starts programs for the test process that forked this one. To start a program, a process copies the table of its memory, and
 * afterwards each page that it writes to: a worker with hundreds of megabytes pays ten times as much for that as this one.
 * The parent sends `{ id, command, line, directory, env, input, user, mask }` and gets back `{ id, code, signal, stdout, stderr }`, or
 * `{ id, failed }` if the program could not be started.
 */
import { spawn } from 'node:child_process';
import process from 'node:process';

process.on('disconnect', () => process.exit());
process.on('message', ({ id, command, line, directory, env, input, user, mask }) => {
  process.umask(mask);
  const identity = user === undefined ? {} : { uid: user, gid: user };
  const child = spawn(command, line, { cwd: directory, env, stdio: 'pipe', ...identity });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  child.on('error', (error) => process.send({ id, failed: error.message }));
  child.on('close', (code, signal) => process.send({ id, code, signal, stdout, stderr }));
  // A program may end without reading its input.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
});
