// Runs a command as a whole process and says how long it took and how much memory it held at its peak.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * @typedef {{ seconds: number, megabytes: number, code: number | null, stderr: string, timedOut: boolean }} Measured
 */

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutSeconds?: number }} [options]
 * @returns {Promise<Measured>}
 */
export function measure(command, args, { cwd, env = process.env, timeoutSeconds = 1800 } = {}) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, {
      ...(cwd === undefined ? {} : { cwd }),
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let peak = 0;
    let timedOut = false;
    let stderr = '';
    child.stderr.on('data', (/** @type {Buffer} */ chunk) => {
      if (stderr.length < 4000) stderr += chunk.toString('utf8');
    });
    const look = setInterval(() => {
      peak = Math.max(peak, highWater(child.pid));
    }, 20);
    const limit = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, timeoutSeconds * 1000);
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(look);
      clearTimeout(limit);
      resolve({ seconds: (performance.now() - started) / 1000, megabytes: peak / 1024, code, stderr, timedOut });
    });
  });
}

/** @param {number | undefined} pid */
function highWater(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/**
 * The median of several runs, by time.
 * @param {number} times
 * @param {() => Promise<Measured>} run
 */
export async function median(times, run) {
  const results = [];
  for (let turn = 0; turn < times; turn += 1) results.push(await run());
  return middle(results);
}

/**
 * The one in the middle, by time.
 * @param {readonly Measured[]} results
 */
export function middle(results) {
  const sorted = [...results].sort((left, right) => left.seconds - right.seconds);
  return sorted[Math.floor(sorted.length / 2)];
}
