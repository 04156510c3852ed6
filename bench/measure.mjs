// Runs a command as a whole process and says how long it took, of the clock and of the processor, and how much memory it held at its peak.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * @typedef {{ seconds: number, cpuSeconds: number, megabytes: number, code: number | null, stderr: string, timedOut: boolean }} Measured
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
    let cpuSeconds = 0;
    let timedOut = false;
    let stderr = '';
    child.stderr.on('data', (/** @type {Buffer} */ chunk) => {
      if (stderr.length < 4000) stderr += chunk.toString('utf8');
    });
    const look = setInterval(() => {
      peak = Math.max(peak, highWater(child.pid));
      cpuSeconds = Math.max(cpuSeconds, processorTime(child.pid));
    }, 20);
    const limit = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, timeoutSeconds * 1000);
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(look);
      clearTimeout(limit);
      const seconds = (performance.now() - started) / 1000;
      resolve({ seconds, cpuSeconds, megabytes: peak / 1024, code, stderr, timedOut });
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

/** The ticks of Linux's `/proc/PID/stat`, of which a second has a hundred. */
const TICKS_PER_SECOND = 100;

/**
 * User and system time of all threads so far.
 * @param {number | undefined} pid
 */
function processorTime(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the command, in brackets, may hold blanks; behind it come the third field and those after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
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

/**
 * The one in the middle, by processor time.
 * @param {readonly Measured[]} results
 */
export function middleCpu(results) {
  const sorted = [...results].sort((left, right) => left.cpuSeconds - right.cpuSeconds);
  return sorted[Math.floor(sorted.length / 2)];
}
