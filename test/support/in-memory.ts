import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

const MEMORY = '/dev/shm';
/** Twice what tests that run at the same time were seen to hold. */
const NEEDED_BYTES = 4 * 1024 ** 3;

/**
 * The environment that puts temporary folders in memory, where the machine has a file system for it. Landform waits until its
 * records are on disk, and most tests would wait with it for nothing: what they look at is the same. `ON_DISK_TMPDIR` is the
 * usual place (on-disk.ts).
 */
export function inMemory(): Readonly<Record<string, string>> {
  if (process.env['TMPDIR'] !== undefined) return {};
  try {
    removeAbandoned();
    const { bavail, bsize } = statfsSync(MEMORY);
    if (bavail * bsize < NEEDED_BYTES) return {};
    const folder = path.join(MEMORY, `landform-${process.pid}`);
    mkdirSync(folder);
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    // Some tests run commands as another user.
    chmodSync(folder, 0o1777);
    return canExecuteIn(folder) ? { TMPDIR: folder, ON_DISK_TMPDIR: tmpdir() } : {};
  } catch {
    return {};
  }
}

/** A run that was killed leaves its folder behind, and that occupies memory. */
function removeAbandoned(): void {
  for (const name of readdirSync(MEMORY)) {
    const [, pid] = /^landform-(\d+)$/.exec(name) ?? [];
    if (pid === undefined || (pid !== String(process.pid) && isRunning(Number(pid)))) continue;
    rmSync(path.join(MEMORY, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Containers often have memory from which nothing can be executed, but tests start plugins and hooks from their folders. */
function canExecuteIn(folder: string): boolean {
  const script = path.join(folder, 'true');
  writeFileSync(script, '#!/bin/sh\n', { mode: 0o755 });
  const { status } = spawnSync(script);
  rmSync(script);
  return status === 0;
}
