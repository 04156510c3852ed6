import { codeOf } from '../../model/index.js';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';

/** The identity of a process, unique even if its PID is reused. */
export interface ProcessIdentity {
  readonly user: string;
  readonly host: string;
  readonly machine?: string;
  /** Changes when the machine boots. */
  readonly boot?: string;
  /** Process IDs are only meaningful inside their namespace (containers). */
  readonly pidNamespace?: string;
  readonly pid: number;
  /** In ticks since the machine booted. */
  readonly started?: string;
}

let own: ProcessIdentity | undefined;

export function ownProcess(): ProcessIdentity {
  own ??= identify();
  return own;
}

/** Whether two processes see the same uptime; false if unknown. */
export function isSameBoot(one: ProcessIdentity, other: ProcessIdentity): boolean {
  return one.boot !== undefined && one.boot === other.boot && one.host === other.host && one.machine === other.machine;
}

/** Only true if certain: a process elsewhere may be alive although it is not visible here. */
export function isDead(other: ProcessIdentity): boolean {
  const self = ownProcess();
  if (other.host !== self.host || other.machine !== self.machine) return false;
  if (other.boot !== undefined && self.boot !== undefined && other.boot !== self.boot) return true;
  if (other.pidNamespace !== self.pidNamespace) return false;
  if (!hasProcess(other.pid)) return true;
  const now = processState(other.pid);
  if (now === undefined || other.started === undefined) return false;
  return now.gone || now.started !== other.started;
}

function identify(): ProcessIdentity {
  const machine = textOf(() => readFileSync('/etc/machine-id', 'utf8'));
  const boot = textOf(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8'));
  const pidNamespace = textOf(() => readlinkSync('/proc/self/ns/pid'));
  const started = processState(process.pid)?.started;
  return {
    user: textOf(() => userInfo().username) ?? 'unknown',
    host: hostname(),
    pid: process.pid,
    ...(machine === undefined ? {} : { machine }),
    ...(boot === undefined ? {} : { boot }),
    ...(pidNamespace === undefined ? {} : { pidNamespace }),
    ...(started === undefined ? {} : { started }),
  };
}

function textOf(read: () => string): string | undefined {
  try {
    return read().trim();
  } catch {
    return undefined;
  }
}

function hasProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

/** From /proc, if it exists. A zombie process counts as gone. */
function processState(pid: number): { readonly gone: boolean; readonly started: string } | undefined {
  const stat = textOf(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  if (stat === undefined) return undefined;
  // The name, in parentheses, may contain spaces and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { gone: fields[0] === 'Z' || fields[0] === 'X', started: fields[19] ?? '' };
}
