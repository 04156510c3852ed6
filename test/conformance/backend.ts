import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DiagnosticError } from '../../src/model/index.js';
import type { Backend, Clock, Lease } from '../../src/state/index.js';
import { inBytes, textOf } from '../support/bytes.js';

/** One store with two backends, like two processes. */
export interface BackendWorld {
  readonly backend: Backend;
  readonly other: Backend;
  /** Lets time pass where the backend does not use the given clock. */
  pass?(ms: number): Promise<void>;
  /** For backends behind a network. */
  readonly faults?: {
    /** After `after` more calls, the replies of the next ones are lost when their work is done. */
    lose(count: number, after: number): void;
    /** Calls so far. */
    calls(): number;
  };
  /** For backends where Terraform has a lock. */
  readonly foreign?: {
    /** Terraform takes the lock. */
    lock(): void | Promise<void>;
    /** Whether Terraform would find the state locked. */
    isLocked(): boolean | Promise<boolean>;
  };
  close(): Promise<void>;
}

export interface BackendAbilities {
  /** Whether the previous snapshot is kept. */
  readonly keepsBackup?: boolean;
  /** How far the time of the backend may be from what the tests let pass: 0 if it uses the given clock. */
  readonly vagueMs?: number;
  /** Whether it is behind a network, so that its world has `faults`. */
  readonly losesReplies?: boolean;
  /** Whether Terraform has a lock there, so that its world has `foreign`. */
  readonly seesTerraform?: boolean;
}

/** A clock that tests advance. */
export class HandClock implements Clock {
  time = Date.parse('2030-01-01T00:00:00Z');
  #set = 0;

  /** Sets the system clock; no time passes. */
  set(ms: number): void {
    this.time += ms;
    this.#set += ms;
  }

  now = (): number => this.time;
  uptime = (): number => this.time - this.#set;
  sleep = async (ms: number): Promise<void> => {
    this.time += ms;
  };
  every =
    (_ms: number, _callback: () => void): (() => void) =>
    () =>
      undefined;
}

const REQUEST = { operation: 'apply', program: 'landform 1.2.3' };

/** The contract of every backend (src/state/backend.ts). */
export function describeBackend(
  name: string,
  open: (clock: HandClock) => Promise<BackendWorld>,
  { keepsBackup = true, vagueMs = 0, losesReplies = false, seesTerraform = false }: BackendAbilities = {},
): void {
  describe(`backend ${name}`, () => {
    let clock: HandClock;
    let world: BackendWorld;
    let backend: Backend;
    let other: Backend;

    beforeEach(async () => {
      clock = new HandClock();
      world = await open(clock);
      ({ backend, other } = world);
    });
    afterEach(() => world.close());

    const pass = async (ms: number): Promise<void> => {
      clock.time += ms;
      await world.pass?.(ms);
    };
    const lock = async (from: Backend): Promise<Lease> => {
      const attempt = await from.tryLock(REQUEST);
      if ('holder' in attempt) throw new Error(`held by ${attempt.holder.id}`);
      return attempt.lease;
    };
    const storedIn = async (from: Backend): Promise<string | undefined> => {
      const snapshot = await from.read();
      return snapshot === undefined ? undefined : textOf(snapshot.chunks());
    };
    const journalOf = async (from: Backend): Promise<string> => Buffer.from(await from.readJournal()).toString();
    const historyIn = (from: Backend): NonNullable<Backend['history']> => {
      if (from.history === undefined) throw new Error('it keeps no history');
      return from.history;
    };
    const historyOf = async (from: Backend): Promise<string> => Buffer.from(await historyIn(from).read()).toString();
    const codeOf = async (promise: Promise<unknown>): Promise<string> =>
      promise.then(
        () => 'nothing was refused',
        (error: unknown) => (error instanceof DiagnosticError ? error.diagnostics[0]!.code : String(error)),
      );

    describe('snapshot', () => {
      test('does not exist before the first write', async () => {
        expect(await backend.read()).toBeUndefined();
      });

      test('reads back exactly as written, in every process', async () => {
        const text = '{ "ä": "\u{1F600}\\u2028", "n": 0.1000 }\n';
        const version = await backend.write(await lock(backend), text, undefined);
        expect(await storedIn(other)).toBe(text);
        expect(await other.read()).toMatchObject({ version, size: Buffer.byteLength(text) });
      });

      test.runIf(keepsBackup)('is kept as a backup by the next write, with its location', async () => {
        const lease = await lock(backend);
        const first = await backend.write(lease, ['one'], undefined);
        await backend.write(lease, ['two'], first);
        expect([await storedIn(other), await other.read()]).toMatchObject([
          'two',
          { backup: expect.any(String) as string },
        ]);
      });

      test('is not overwritten by a write based on an older version', async () => {
        const lease = await lock(backend);
        const first = await backend.write(lease, ['one'], undefined);
        const second = await backend.write(lease, ['two'], first);
        expect(await codeOf(backend.write(lease, ['three'], first))).toBe('state-changed');
        expect(await codeOf(backend.write(lease, ['three'], undefined))).toBe('state-changed');
        expect([await storedIn(backend), await backend.read()]).toMatchObject(['two', { version: second }]);
      });

      test('has its new version before it replaces the old snapshot', async () => {
        const lease = await lock(backend);
        const first = await backend.write(lease, ['one'], undefined);
        let meanwhile: unknown;
        const second = await backend.write(lease, ['t', 'wo'], first, async (version) => {
          meanwhile = { version, stored: await storedIn(other) };
        });
        expect(meanwhile).toEqual({ version: second, stored: 'one' });
        expect([await storedIn(other), await other.read()]).toMatchObject(['two', { version: second }]);
      });

      test('is not replaced if the callback before the replacement rejects', async () => {
        const lease = await lock(backend);
        const first = await backend.write(lease, ['one'], undefined);
        const refused = backend.write(lease, ['two'], first, () => Promise.reject(new Error('not now')));
        await expect(refused).rejects.toThrow('not now');
        expect([await storedIn(other), await other.read()]).toMatchObject(['one', { version: first }]);
      });

      test('is not created by a write based on a version that does not exist', async () => {
        expect(await codeOf(backend.write(await lock(backend), ['one'], 'a version'))).toBe('state-changed');
        expect(await backend.read()).toBeUndefined();
      });
    });

    describe('journal', () => {
      test('does not exist before the first line', async () => {
        expect(await journalOf(backend)).toBe('');
      });

      test('returns lines in the order in which they were appended', async () => {
        const lease = await lock(backend);
        for (const line of ['one\n', 'zwei ä\n', 'three\n']) await backend.appendJournal(lease, inBytes(line));
        expect(await journalOf(other)).toBe('one\nzwei ä\nthree\n');
      });

      test('is replaced as a whole, and accepts lines after that', async () => {
        const lease = await lock(backend);
        await backend.appendJournal(lease, inBytes('old\n'));
        await backend.replaceJournal(lease, inBytes('new\n'));
        await backend.appendJournal(lease, inBytes('more\n'));
        expect(await journalOf(other)).toBe('new\nmore\n');
      });

      test('is deleted when it is replaced by nothing, and can start again', async () => {
        const lease = await lock(backend);
        await backend.appendJournal(lease, inBytes('old\n'));
        await backend.replaceJournal(lease, undefined);
        expect(await journalOf(other)).toBe('');
        await backend.appendJournal(lease, inBytes('new\n'));
        expect(await journalOf(other)).toBe('new\n');
      });

      test('outlives the lease it was written under', async () => {
        const lease = await lock(backend);
        await backend.appendJournal(lease, inBytes('one\n'));
        await backend.unlock(lease);
        await other.appendJournal(await lock(other), inBytes('two\n'));
        expect(await journalOf(backend)).toBe('one\ntwo\n');
      });
    });

    describe('history', () => {
      test('does not exist before it is written', async () => {
        expect(await historyOf(backend)).toBe('');
        await backend.unlock(await lock(backend));
        expect(await historyOf(other)).toBe('');
      });

      test('is replaced as a whole, and read in every process', async () => {
        const lease = await lock(backend);
        await historyIn(backend).replace(lease, inBytes('one ä\n'));
        expect([await historyOf(backend), await historyOf(other)]).toEqual(['one ä\n', 'one ä\n']);
        await historyIn(backend).replace(lease, inBytes('two\n'));
        expect([await historyOf(backend), await historyOf(other)]).toEqual(['two\n', 'two\n']);
      });

      test('may be large, and small again', async () => {
        const lease = await lock(backend);
        // Longer than what Consul takes as one value, and not to be compressed.
        const large = Array.from({ length: 9000 }, (_, index) =>
          createHash('sha256').update(`${index}`).digest('hex'),
        ).join('');
        for (const text of [large, `${large}more`, 'small']) await historyIn(backend).replace(lease, inBytes(text));
        expect(await historyOf(other)).toBe('small');
        await historyIn(backend).replace(lease, inBytes(large));
        expect((await historyOf(other)) === large).toBe(true);
      });

      test('is removed when it is replaced by nothing, and can be written again', async () => {
        const lease = await lock(backend);
        await historyIn(backend).replace(lease, undefined);
        await historyIn(backend).replace(lease, inBytes('one\n'));
        await historyIn(backend).replace(lease, undefined);
        expect([await historyOf(backend), await historyOf(other)]).toEqual(['', '']);
        await historyIn(backend).replace(lease, inBytes('two\n'));
        expect(await historyOf(other)).toBe('two\n');
      });

      test('outlives the journal, the lease and the next run', async () => {
        const lease = await lock(backend);
        await backend.appendJournal(lease, inBytes('line\n'));
        await historyIn(backend).replace(lease, inBytes('one\n'));
        await backend.write(lease, ['state'], undefined);
        await backend.replaceJournal(lease, undefined);
        await backend.unlock(lease);
        const next = await lock(other);
        await other.appendJournal(next, inBytes('line\n'));
        await other.replaceJournal(next, undefined);
        expect([await historyOf(other), await historyOf(backend), await journalOf(backend)]).toEqual([
          'one\n',
          'one\n',
          '',
        ]);
      });

      test('is that of the new holder after a lease was taken over', async () => {
        const lease = await lock(backend);
        await historyIn(backend).replace(lease, inBytes('one\n'));
        await pass(lease.ttlMs + vagueMs + 1);
        const next = await lock(other);
        await historyIn(other).replace(next, inBytes('two\n'));
        expect([
          await codeOf(historyIn(backend).replace(lease, inBytes('late\n'))),
          await codeOf(historyIn(backend).replace(lease, undefined)),
        ]).toEqual(['lock-lost', 'lock-lost']);
        expect(await historyOf(other)).toBe('two\n');
      });

      test.runIf(losesReplies)('costs at most four calls', async () => {
        const { faults } = world;
        if (faults === undefined) throw new Error('this world counts no calls');
        const lease = await lock(backend);
        for (const text of ['one\n', 'two\n', undefined, 'three\n']) {
          const before = faults.calls();
          await historyIn(backend).replace(lease, text === undefined ? undefined : inBytes(text));
          expect(faults.calls() - before).toBeLessThanOrEqual(4);
        }
        // A run that finds none has nothing to ask.
        await historyIn(backend).replace(lease, undefined);
        const before = faults.calls();
        await historyOf(backend);
        expect(faults.calls() - before).toBeLessThanOrEqual(1);
      });
    });

    describe('lock', () => {
      test('excludes other processes, and reports its holder and since when', async () => {
        const lease = await lock(backend);
        await pass(1000);
        expect(await other.tryLock({ operation: 'plan', program: 'x' })).toEqual({
          holder: expect.objectContaining({ id: lease.id, ...REQUEST, created: clock.time - 1000 }) as object,
        });
      });

      test('excludes a second user of the same backend', async () => {
        await lock(backend);
        expect(await backend.tryLock(REQUEST)).toHaveProperty('holder');
      });

      test('is free after unlocking', async () => {
        await backend.unlock(await lock(backend));
        expect(await other.tryLock(REQUEST)).toHaveProperty('lease');
      });

      test('gives each lease the next fencing number, also in another process', async () => {
        const fences: number[] = [];
        for (const from of [backend, other, backend]) {
          const lease = await lock(from);
          fences.push(lease.fence);
          await from.unlock(lease);
        }
        expect(fences).toEqual([1, 2, 3]);
      });

      test('expires if the lease is not renewed', async () => {
        const lease = await lock(backend);
        await pass(lease.ttlMs - vagueMs);
        expect(await other.tryLock(REQUEST)).toHaveProperty('holder');
        await pass(2 * vagueMs + 1);
        expect(await other.tryLock(REQUEST)).toMatchObject({ lease: { fence: lease.fence + 1 } });
      });

      test('neither expires early nor lasts longer if the system clock is changed', async () => {
        const lease = await lock(backend);
        for (const ms of [60_000, -3_600_000, 86_400_000]) {
          clock.set(ms);
          expect(await other.tryLock(REQUEST)).toHaveProperty('holder');
          await pass(lease.ttlMs - vagueMs - 1);
          await backend.renew(lease);
          expect(await other.tryLock(REQUEST)).toHaveProperty('holder');
        }
        clock.set(-3_600_000);
        await pass(lease.ttlMs + vagueMs + 1);
        expect(await other.tryLock(REQUEST)).toMatchObject({ lease: { fence: lease.fence + 1 } });
      });

      test('lasts as long as the lease is renewed', async () => {
        const lease = await lock(backend);
        for (let round = 0; round < 5; round += 1) {
          await pass(lease.ttlMs - vagueMs - 1);
          await backend.renew(lease);
        }
        expect(await other.tryLock(REQUEST)).toMatchObject({
          holder: { renewed: vagueMs === 0 ? clock.time : (expect.any(Number) as number) },
        });
      });

      test('rejects writes and renewals under a lease that was taken over', async () => {
        const lease = await lock(backend);
        await backend.write(lease, ['one'], undefined);
        await backend.appendJournal(lease, inBytes('one\n'));
        await pass(lease.ttlMs + vagueMs + 1);
        await lock(other);
        const { version } = (await backend.read())!;
        expect([
          await codeOf(backend.write(lease, ['two'], version)),
          await codeOf(backend.appendJournal(lease, inBytes('two\n'))),
          await codeOf(backend.replaceJournal(lease, undefined)),
          await codeOf(backend.renew(lease)),
        ]).toEqual(['lock-lost', 'lock-lost', 'lock-lost', 'lock-lost']);
        expect([await storedIn(other), await journalOf(other)]).toEqual(['one', 'one\n']);
      });

      test('stays with its new holder when the old lease is unlocked', async () => {
        const lease = await lock(backend);
        await pass(lease.ttlMs + vagueMs + 1);
        const next = await lock(other);
        await backend.unlock(lease);
        await other.renew(next);
        expect(await backend.tryLock(REQUEST)).toMatchObject({ holder: { id: next.id } });
      });

      test('stays with its new holder when the old lease is renewed late', async () => {
        const lease = await lock(backend);
        await pass(lease.ttlMs + vagueMs + 1);
        const next = await lock(other);
        expect(await codeOf(backend.renew(lease))).toBe('lock-lost');
        await other.appendJournal(next, inBytes('mine\n'));
        expect(await journalOf(other)).toBe('mine\n');
      });

      test('can be renewed after expiry if no other process took it', async () => {
        const lease = await lock(backend);
        await pass(10 * lease.ttlMs);
        await backend.appendJournal(lease, inBytes('late\n'));
        expect(await journalOf(other)).toBe('late\n');
      });
    });

    describe('force-unlock', () => {
      test('releases the lock with this ID, and its lease', async () => {
        const lease = await lock(backend);
        expect(await other.forceUnlock(lease.id)).toMatchObject({ id: lease.id, operation: 'apply' });
        expect(await codeOf(backend.appendJournal(lease, inBytes('late\n')))).toBe('lock-lost');
        expect(await other.tryLock(REQUEST)).toMatchObject({ lease: { fence: lease.fence + 1 } });
      });

      test('rejects any other ID', async () => {
        const lease = await lock(backend);
        expect(await codeOf(other.forceUnlock('another'))).toBe('other-lock');
        await backend.appendJournal(lease, inBytes('mine\n'));
      });

      test('fails if nothing is locked', async () => {
        expect(await codeOf(other.forceUnlock('any'))).toBe('state-not-locked');
        await backend.unlock(await lock(backend));
        expect(await codeOf(other.forceUnlock('any'))).toBe('state-not-locked');
      });
    });

    describe('replies that are lost', () => {
      test.runIf(losesReplies)('at any call, change nothing about the outcome of a run', async () => {
        const { faults } = world;
        if (faults === undefined) throw new Error('this world loses no replies');
        const run = async (): Promise<void> => {
          const lease = await lock(backend);
          await backend.appendJournal(lease, inBytes('one\n'));
          await backend.appendJournal(lease, inBytes('two\n'));
          expect(await journalOf(backend)).toBe('one\ntwo\n');
          const version = (await backend.read())?.version;
          await historyIn(backend).replace(lease, inBytes(`leads to ${version ?? 'nothing'}`));
          await backend.write(lease, [`after ${version ?? 'nothing'}`], version, () =>
            backend.appendJournal(lease, inBytes('seal\n')),
          );
          await backend.replaceJournal(lease, undefined);
          await backend.renew(lease);
          await backend.unlock(lease);
        };
        await run();
        const [first, before] = [await storedIn(other), faults.calls()];
        await run();
        const calls = faults.calls() - before;
        expect(first).toBe('after nothing');
        for (let at = 0; at < calls; at += 1) {
          const version = (await other.read())?.version;
          faults.lose(1, at);
          await run();
          faults.lose(0, 0);
          expect([await storedIn(other), await journalOf(other), await historyOf(other)]).toEqual([
            `after ${version}`,
            '',
            `leads to ${version}`,
          ]);
        }
      });
    });

    describe('the lock of Terraform', () => {
      test.runIf(seesTerraform)('keeps Landform out, and tells who holds it', async () => {
        const { foreign } = world;
        if (foreign === undefined) throw new Error('Terraform has no lock in this world');
        await foreign.lock();
        expect(await backend.tryLock(REQUEST)).toMatchObject({
          holder: { program: expect.stringContaining('erraform') as string, ends: expect.any(String) as string },
        });
      });

      test.runIf(seesTerraform)('is what a lease of Landform looks like to Terraform', async () => {
        const { foreign } = world;
        if (foreign === undefined) throw new Error('Terraform has no lock in this world');
        const lease = await lock(backend);
        expect(await foreign.isLocked()).toBe(true);
        await backend.unlock(lease);
        expect(await foreign.isLocked()).toBe(false);
      });
    });
  });
}
