import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DiagnosticError } from '../../src/model/index.js';
import { openBackend, openSession, type Session } from '../../src/state/index.js';
import { onDisk } from '../support/on-disk.js';
import { aCall, anObject, aRef } from '../support/states.js';

onDisk();

const folder = mkdtempSync(join(tmpdir(), 'landform-full-'));
const path = join(folder, 'terraform.tfstate');
const filler = join(folder, 'filler');

/** A disk that is soon full can be mounted by root on Linux. */
function mount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const canMount = mount();
if (canMount) execFileSync('umount', [folder]);
else {
  rmSync(folder, { recursive: true });
  console.log('Skipped: a small file system cannot be mounted here.');
}

const open = (): Promise<Session> =>
  openSession({ backend: openBackend('local', { path }), operation: 'test', program: 'test', write: true });

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'done',
    (error: unknown) => (error instanceof DiagnosticError ? error.diagnostics[0]!.code : String(error)),
  );
}

/** Leaves about this many bytes. */
async function fill(bytesLeft: number): Promise<void> {
  await writeFile(filler, '');
  const { bavail, bsize } = await import('node:fs/promises').then((fs) => fs.statfs(folder));
  await writeFile(filler, Buffer.alloc(Math.max(0, bavail * bsize - bytesLeft)));
}

const big = (id: string): ReturnType<typeof anObject> => anObject({ attributes: { id, text: 'x'.repeat(1500) } });

describe.skipIf(!canMount)('a disk that fills up', () => {
  beforeEach(() => void mount());
  afterEach(() => void execFileSync('umount', [folder]));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Creates until the disk refuses; says what was durable, and how it was refused. */
  async function createUntilRefused(session: Session): Promise<{ made: string[]; refusal: string }> {
    const made: string[] = [];
    for (let number = 0; number < 1000; number += 1) {
      const address = `terraform_data.n${number}`;
      try {
        const begin = await session.recorder.begin(aCall(address));
        await session.recorder.settle(begin, { object: big(address), failed: false });
      } catch (error) {
        return { made, refusal: (error as DiagnosticError).diagnostics[0]!.code };
      }
      made.push(address);
    }
    throw new Error('the disk is not full');
  }

  for (const left of [4096, 8192, 20_000, 50_000]) {
    test(`with ${left} bytes left, keeps all durable records and damages no file`, async () => {
      const before = await open();
      await before.recorder.record(aRef('terraform_data.old'), anObject());
      await before.commit();
      await before.release();
      const text = await readFile(path, 'utf8');

      const session = await open();
      await fill(left);
      const { made, refusal } = await createUntilRefused(session);
      expect(refusal).toBe('state-disk-full');
      expect(await codeOf(session.recorder.begin(aCall('terraform_data.more')))).toBe('journal-closed');
      const length = (await stat(`${path}.journal`).catch(() => ({ size: 0 }))).size;
      const journal = length === 0 ? '' : await readFile(`${path}.journal`, 'utf8');
      expect(journal === '' || journal.endsWith('\n')).toBe(true);
      expect(await codeOf(session.commit())).toBe('state-disk-full');
      expect(await readFile(path, 'utf8')).toBe(text);
      await session.release();

      // Still full: the next run says so, and the one after that, with room, continues.
      expect(await codeOf(open().then((session) => session.release()))).toMatch(/^(?:state-disk-full|done)$/);
      await writeFile(filler, '');
      const next = await open();
      for (const address of ['terraform_data.old', ...made])
        expect([...next.state.resources.keys()]).toContain(address);
      const known = next.state.resources.size + next.interrupted.length;
      expect(known - made.length).toBeLessThanOrEqual(2);
      await next.release();
    });
  }

  test('the run that hit the full disk saves everything once there is space again', async () => {
    const session = await open();
    await session.recorder.record(aRef('terraform_data.old'), anObject());
    await fill(8192);
    const { made } = await createUntilRefused(session);
    await writeFile(filler, '');
    await session.commit();
    await session.recorder.record(aRef('terraform_data.after'), anObject());
    await session.release();
    const next = await open();
    for (const address of ['terraform_data.old', ...made, 'terraform_data.after'])
      expect([...next.state.resources.keys()]).toContain(address);
    expect(next.interrupted).toEqual([]);
    await next.release();
  });
});
