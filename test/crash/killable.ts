import { spawn } from 'node:child_process';
import type { Sandbox } from '../../src/sandbox/index.js';
import { MAIN } from '../support/run-landform.js';

export interface Killable {
  readonly kill: () => void;
  readonly ended: Promise<{
    /** Null if it was killed. */
    readonly code: number | null;
    readonly text: string;
  }>;
}

/** Starts `landform` in a folder, against the sandbox. */
export function start(sandbox: Sandbox, directory: string, given: readonly string[]): Killable {
  const child = spawn(process.execPath, [MAIN, ...given], {
    cwd: directory,
    env: { PATH: process.env['PATH'], HOME: directory, NO_COLOR: '1', ...sandbox.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const ended = new Promise<{ code: number | null; text: string }>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, text }));
  });
  return { kill: () => void child.kill('SIGKILL'), ended };
}
