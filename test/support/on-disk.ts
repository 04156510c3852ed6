import process from 'node:process';
import { afterAll } from 'vitest';

/**
 * Keeps the temporary folders of a file on disk. In memory (in-memory.ts) a run is often over before a test can kill it in
 * the middle of its records, or see a file that exists for a moment.
 */
export function onDisk(): void {
  const { TMPDIR: memory, ON_DISK_TMPDIR: disk } = process.env;
  if (memory === undefined || disk === undefined) return;
  process.env['TMPDIR'] = disk;
  afterAll(() => {
    process.env['TMPDIR'] = memory;
  });
}
