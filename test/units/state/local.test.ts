import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { mkdtemp, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DiagnosticError, EMPTY_STATE } from '../../../src/model/index.js';
import { openBackend, openSession, type Backend, type Lease } from '../../../src/state/index.js';
import { READ_WHOLE } from '../../../src/state/backend.js';
import { readSnapshot } from '../../../src/state/file.js';
import { ownProcess } from '../../../src/state/backends/process-identity.js';
import { HandClock } from '../../conformance/backend.js';
import { endLeases, noteLeases } from '../../support/leases.js';
import { inBytes } from '../../support/bytes.js';
import { anObject, aRef } from '../../support/states.js';

const REQUEST = { operation: 'apply', program: 'landform 1.2.3' };

let folder: string;
let path: string;
let lockPath: string;
const clock = new HandClock();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'landform-local-'));
  path = join(folder, 'terraform.tfstate');
  lockPath = join(folder, '.landform', 'terraform.tfstate.lock');
  await mkdir(join(folder, '.landform'));
});
afterEach(async () => {
  await endLeases();
  await rm(folder, { recursive: true });
});

const local = (): Backend => noteLeases(openBackend('local', { path, place: 'terraform.tfstate', clock }));

const locks = async (): Promise<string[]> => (await readdir(join(folder, '.landform'))).sort();

async function lock(backend: Backend): Promise<Lease> {
  const attempt = await backend.tryLock(REQUEST);
  if ('holder' in attempt) throw new Error('it is locked');
  return attempt.lease;
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'nothing was refused',
    (error: unknown) => (error instanceof DiagnosticError ? error.diagnostics[0]!.code : String(error)),
  );
}

/** Files of the folder that this process holds open. */
function openFiles(): readonly string[] {
  return readdirSync('/proc/self/fd').flatMap((descriptor) => {
    const name = linkOf(`/proc/self/fd/${descriptor}`);
    return name.startsWith(folder) ? [name.slice(folder.length)] : [];
  });
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

describe('files', () => {
  test('a state may be as large as its backend says', async () => {
    const limited = async (mostBytes: number): Promise<string> => {
      const backend = Object.assign(local(), { mostBytes });
      const session = await openSession({ backend, operation: 'test', program: 'landform', write: true });
      const code = await codeOf(session.replace({ ...EMPTY_STATE, serial: 1, lineage: 'l' }));
      await session.release();
      return code;
    };
    expect(local().mostBytes).toBeGreaterThan(2 ** 30);
    expect([await limited(20), await limited(2000)]).toEqual(['state-too-large', 'nothing was refused']);
  });

  test('an invalid state that is longer than a string is reported without its place', async () => {
    const snapshot = { size: 2 ** 30, version: '', chunks: () => [Buffer.from('{"version": 4, ')] };
    expect(() => readSnapshot(snapshot, 'terraform.tfstate')).toThrow('too large to locate the error');
  });

  test('a very large state is read in chunks, which report a concurrent change of the file', async () => {
    const text = `{"version": 4, "serial": 7, "lineage": "l"${' '.repeat(READ_WHOLE)}}`;
    await writeFile(path, text);
    const snapshot = (await local().read())!;
    expect(Math.max(...[...snapshot.chunks()].map((chunk) => chunk.length))).toBeLessThan(text.length / 100);
    expect(snapshot.version).toBe(createHash('sha256').update(text).digest('hex'));
    expect(readSnapshot(snapshot, 'the state')).toMatchObject({ serial: 7, lineage: 'l' });
    await writeFile(path, text.replace('7', '8'));
    expect(await codeOf((async () => readSnapshot(snapshot, 'the state'))())).toBe('state-changed');
  });

  test.runIf(existsSync('/proc/self/fd'))('a lease holds files open, and closes them when it ends', async () => {
    const [backend, next] = [local(), local()];
    const lost = await lock(backend);
    await backend.appendJournal(lost, inBytes('one\n'));
    expect(openFiles()).toHaveLength(2);
    clock.time += 1_000_000;
    const lease = await lock(next);
    await backend.unlock(lost);
    await next.unlock(lease);
    expect(openFiles()).toEqual([]);
  });

  test('the backup is the previous text', async () => {
    const backend = local();
    const lease = await lock(backend);
    const version = await backend.write(lease, ['one'], undefined);
    await backend.write(lease, ['two'], version);
    expect(await readFile(`${path}.backup`, 'utf8')).toBe('one');
  });

  test('a first write leaves no backup, and no write leaves temporary files', async () => {
    const backend = local();
    await backend.write(await lock(backend), ['one'], undefined);
    expect((await readdir(folder)).sort()).toEqual(['.landform', 'terraform.tfstate']);
    expect(await locks()).toEqual(['terraform.tfstate.lock.1']);
  });

  test('a reader that has the old file open can finish reading it', async () => {
    const backend = local();
    const lease = await lock(backend);
    const version = await backend.write(lease, ['one'], undefined);
    const before = (await stat(path)).ino;
    await backend.write(lease, ['two'], version);
    expect([(await stat(path)).ino === before, (await stat(`${path}.backup`)).ino === before]).toEqual([false, true]);
  });

  test('new files are readable only by their owner, because state contains secrets', async () => {
    const backend = local();
    const lease = await lock(backend);
    await backend.write(lease, ['one'], undefined);
    await backend.appendJournal(lease, inBytes('line\n'));
    const modes = await Promise.all([path, `${path}.journal`].map(async (file) => (await stat(file)).mode & 0o777));
    expect(modes).toEqual([0o600, 0o600]);
  });

  test('a write restricts an existing file to its owner, with its backup and journal', async () => {
    await writeFile(path, 'one', { mode: 0o640 });
    await writeFile(`${path}.journal`, '', { mode: 0o644 });
    const backend = local();
    const lease = await lock(backend);
    await backend.write(lease, ['two'], (await backend.read())!.version);
    await backend.appendJournal(lease, inBytes('line\n'));
    const files = [path, `${path}.backup`, `${path}.journal`];
    const modes = await Promise.all(files.map(async (file) => (await stat(file)).mode & 0o777));
    expect(modes).toEqual([0o600, 0o600, 0o600]);
  });

  test('a symbolic link still points to the state', async () => {
    await mkdir(join(folder, 'real'));
    await writeFile(join(folder, 'real', 'state'), 'one');
    await symlink(join(folder, 'real', 'state'), path);
    const backend = local();
    await backend.write(await lock(backend), ['two'], (await backend.read())!.version);
    expect(await readFile(join(folder, 'real', 'state'), 'utf8')).toBe('two');
    expect(await readFile(path, 'utf8')).toBe('two');
  });

  test('temporary files of a killed run are removed by the next one', async () => {
    const lease = await lock(local());
    await writeFile(join(folder, `.terraform.tfstate.${lease.fence}.tmp`), 'half');
    await writeFile(join(folder, `.terraform.tfstate.${lease.fence}.journal.tmp`), 'half');
    await writeFile(join(folder, '.terraform.tfstate.notes'), 'mine');
    clock.time += lease.ttlMs + 1;
    await lock(local());
    expect((await readdir(folder)).sort()).toEqual(['.landform', '.terraform.tfstate.notes']);
    expect(await locks()).toEqual(['terraform.tfstate.lock.2']);
  });

  test('a journal that is deleted during a run rejects further entries', async () => {
    const backend = local();
    const lease = await lock(backend);
    await backend.appendJournal(lease, inBytes('line\n'));
    await rename(`${path}.journal`, join(folder, 'away'));
    const codes = new Set<string>();
    for (let line = 0; line < 100; line += 1) codes.add(await codeOf(backend.appendJournal(lease, inBytes('line\n'))));
    expect(codes).toContain('journal-gone');
  });

  test('the folder of a state is created when the state is locked for the first time', async () => {
    const backend = noteLeases(openBackend('local', { path: join(folder, 'some', 'where', 'state') }));
    await backend.write(await lock(backend), ['one'], undefined);
    expect(await readFile(join(folder, 'some', 'where', 'state'), 'utf8')).toBe('one');
  });

  const places: Record<string, string[]> = {
    'a file in place of the folder': ['file', 'state'],
    'a folder in place of the file': ['folder'],
  };
  test.each(Object.entries(places))('%s is a diagnostic, not a crash', async (_, names) => {
    await writeFile(join(folder, 'file'), '');
    await mkdir(join(folder, 'folder'));
    const backend = openBackend('local', { path: join(folder, ...names) });
    expect(await codeOf(openSession({ backend, ...REQUEST, write: true }))).toBe('state-storage-failed');
  });
});

describe('lock file', () => {
  interface LockFile {
    fence: number;
    holder: { process: Record<string, unknown> } | null;
  }
  /** The record that counts: the one with the highest number. */
  const lastRecord = async (): Promise<string> => join(folder, '.landform', (await locks()).at(-1)!);
  const readLock = async (): Promise<LockFile> => JSON.parse(await readFile(await lastRecord(), 'utf8')) as LockFile;

  /** As if the lease had been taken by another process. */
  async function takenBy(process: Record<string, unknown>): Promise<void> {
    await lock(local());
    const record = await readLock();
    const held = await lastRecord();
    const { mtime } = await stat(held);
    await writeFile(
      held,
      JSON.stringify({ ...record, holder: { ...record.holder, process: { ...ownProcess(), ...process } } }),
    );
    const { utimes } = await import('node:fs/promises');
    await utimes(held, mtime, mtime);
  }

  test('names its holder, and keeps its number after it is released', async () => {
    const backend = local();
    const lease = await lock(backend);
    expect(await readLock()).toMatchObject({
      fence: 1,
      holder: { id: lease.id, ...REQUEST, process: { pid: process.pid, host: hostname() } },
    });
    await backend.unlock(lease);
    expect(await readLock()).toMatchObject({ fence: 1, holder: null });
  });

  const gone = 4_194_305;
  const holders: Record<
    string,
    { process: Record<string, unknown>; free: boolean; needs?: keyof ReturnType<typeof ownProcess> }
  > = {
    'a process that has ended': { process: { pid: gone }, free: true },
    'a process whose number was reused': { process: { started: '1' }, free: true, needs: 'started' },
    'a process from before the last boot': { process: { boot: 'another' }, free: true, needs: 'boot' },
    'a live process': { process: {}, free: false },
    'a process on another host': { process: { host: 'elsewhere', pid: gone }, free: false },
    'a process on another machine with that name': {
      process: { machine: 'another', boot: 'another', pid: gone },
      free: false,
    },
    'a process in another container': { process: { pidNamespace: 'pid:[1]', pid: gone }, free: false },
  };
  test.each(Object.entries(holders))('held by %s', async (_, { process: holder, free, needs }) => {
    if (needs !== undefined && ownProcess()[needs] === undefined) return;
    await takenBy(holder);
    expect('lease' in (await local().tryLock(REQUEST))).toBe(free);
  });

  test('a record that a process left before it died is treated like any other', async () => {
    await takenBy({ pid: gone });
    const record = { ...(await readLock()), revision: 2, fence: 2 };
    await writeFile(`${lockPath}.2`, JSON.stringify(record));
    expect((await lock(local())).fence).toBe(3);
    expect(existsSync(`${lockPath}.2`)).toBe(false);
  });

  test('a number that became free after others moved ahead does not win the lock', async () => {
    const first = local();
    await first.unlock(await lock(first));
    await writeFile(`${lockPath}.1`, '{"version":1,"revision":1,"fence":9,"holder":null}');
    expect((await lock(local())).fence).toBe(2);
    expect(existsSync(`${lockPath}.1`)).toBe(false);
  });

  test('the record of a live process is respected', async () => {
    const backend = local();
    await backend.unlock(await lock(backend));
    const holder = { id: 'theirs', ...REQUEST, process: ownProcess(), created: clock.now(), ttlMs: 30_000 };
    await writeFile(`${lockPath}.3`, JSON.stringify({ version: 1, revision: 3, fence: 2, holder }));
    clock.time = Date.now();
    expect(await local().tryLock(REQUEST)).toMatchObject({ holder: { id: 'theirs' } });
  });

  test('leftover files of locking are removed', async () => {
    await writeFile(`${lockPath}.1`, '{"version":1,"revision":1,"fence":1,"holder":null}');
    await lock(local());
    expect(await locks()).toEqual(['terraform.tfstate.lock.2']);
  });

  const holder = {
    id: 'theirs',
    ...REQUEST,
    process: { user: 'u', host: 'elsewhere', pid: 1 },
    created: 0,
    ttlMs: 30_000,
  };
  const held = (changes: object): string =>
    JSON.stringify({ version: 1, revision: 1, fence: 1, holder: { ...holder, ...changes } });

  test('a complete record of another program is respected', async () => {
    await writeFile(`${lockPath}.1`, held({}));
    clock.time = Date.now();
    expect(await local().tryLock(REQUEST)).toMatchObject({ holder: { id: 'theirs' } });
  });

  test.each<[what: string, text: string, why: string]>([
    ['nothing', '', 'Line 1, column 1: not valid JSON: Expected a value, found the end of the text'],
    [
      'half of a record',
      '{\n  "version": 1,',
      'Line 2, column 16: not valid JSON: Expected a key in double quotes, found',
    ],
    ['another version', '{"version":2,"revision":1,"fence":1,"holder":null}', 'The record.version: expected 1, found'],
    ['no object', '[]', 'The record: expected an object, found a list'],
    ['null', 'null', 'The record: expected an object, found null'],
    [
      'no fence',
      '{"version":1,"revision":1,"holder":null}',
      'The record.fence: expected a whole number, found nothing',
    ],
    ['no holder', '{"version":1,"revision":1,"fence":1}', 'The record.holder: expected an object, found nothing'],
    ['a number as holder', '{"version":1,"revision":1,"fence":1,"holder":1}', 'The record.holder: expected an object'],
    ['an empty holder', '{"version":1,"revision":1,"fence":1,"holder":{}}', 'The record.holder.id: expected a string'],
    [
      'a holder without a process',
      held({ process: null }),
      'The record.holder.process: expected an object, found null',
    ],
    [
      'a process that is not an object',
      held({ process: { user: 'u', host: 'h', pid: -1 } }),
      'The record.holder.process.pid: expected a whole number, found a number',
    ],
    ['an id that a shell would run', held({ id: '$(reboot)' }), 'The record.holder.id: expected at most 64 letters'],
    ['a time without a date', held({ created: 9e15 }), 'The record.holder.created: expected a time'],
    [
      'a lease that is not a number',
      held({ ttlMs: '30' }),
      'The record.holder.ttlMs: expected a whole number, found a string',
    ],
    ['a very long string', held({ program: 'x'.repeat(300) }), 'The record.holder.program: expected at most 256'],
    ['far too much', held({ program: 'x'.repeat(20_000) }), 'Expected at most 16384 bytes, found 20'],
  ])(
    'a record that contains %s is rejected, on lock and on unlock, with what is expected',
    async (_what, text, why) => {
      await writeFile(`${lockPath}.1`, text);
      await expect(local().tryLock(REQUEST)).rejects.toMatchObject({
        diagnostics: [{ code: 'lock-unreadable', detail: expect.stringContaining(why) as string }],
      });
      expect(await codeOf(local().forceUnlock('theirs'))).toBe('lock-unreadable');
      expect(await readFile(`${lockPath}.1`, 'utf8')).toBe(text);
    },
  );

  test.each<[what: string, make: (name: string) => unknown]>([
    ['a folder', (name) => mkdir(name)],
    ['a pipe', (name) => execFileSync('mkfifo', [name])],
    ['a dangling link', (name) => symlink('nowhere', name)],
    ['a link to an infinite file', (name) => symlink('/dev/zero', name)],
  ])('%s in place of a record is rejected', async (_what, make) => {
    await make(`${lockPath}.1`);
    expect(await codeOf(local().tryLock(REQUEST))).toBe('lock-unreadable');
  });

  test.each(['007', '0', '1e3', '99999999999999999999', '9007199254740993', '1000000000', '-1', '1.5'])(
    'the suffix .%s is not the number of a record',
    async (ending) => {
      await writeFile(`${lockPath}.${ending}`, held({}));
      expect((await lock(local())).fence).toBe(1);
    },
  );

  test('the record with the highest number is rejected, because there is no next number', async () => {
    await writeFile(`${lockPath}.999999999`, '{"version":1,"revision":1,"fence":1,"holder":null}');
    expect(await codeOf(local().tryLock(REQUEST))).toBe('lock-unreadable');
  });

  test('a file that is not a lock is rejected and not overwritten', async () => {
    await writeFile(`${lockPath}.1`, 'oops');
    expect(await codeOf(local().tryLock(REQUEST))).toBe('lock-unreadable');
    expect(await readFile(`${lockPath}.1`, 'utf8')).toBe('oops');
  });
});

describe('a state that Terraform writes during a run', () => {
  test('is left as Terraform wrote it', async () => {
    const session = await openSession({ backend: local(), ...REQUEST, write: true, clock });
    await session.recorder.record(aRef('terraform_data.a'), anObject());
    await session.commit();
    await writeFile(path, 'by Terraform');
    await session.recorder.record(aRef('terraform_data.b'), anObject());
    expect(await codeOf(session.commit())).toBe('state-changed');
    expect(await readFile(path, 'utf8')).toBe('by Terraform');
  });
});
