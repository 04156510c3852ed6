import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Backend, HistoryStore, Lease, LockAttempt, LockHolder, LockRequest, Snapshot } from '../../backend.js';
import { systemClock, type Clock } from '../../clock.js';
import { lockLost, notLocked, otherLock, stateChanged, storageFailed } from '../../diagnostics.js';
import { versionOf } from '../files.js';
import { historyFile } from '../history-file.js';
import { JournalFile } from '../journal-file.js';
import { LockFile } from '../lock-file.js';
import { holderOf, newLockInfo, type LockInfo } from '../remote/lock-info.js';
import { LockList } from './lock-list.js';
import { chunksIn, WholeBytes } from '../remote/whole-bytes.js';
import type { DocumentServer } from './server.js';

export interface DocumentBackendOptions {
  readonly server: DocumentServer;
  /** Where the journal, the history and the lock of this machine are, without the endings of their names. */
  readonly path: string;
  /** Display name of `path`. */
  readonly place: string;
  readonly clock?: Clock;
}

/**
 * State at a server with room for one document, so the journal and the history are files of this machine, and so is a
 * lock that excludes other runs here before the server is asked. That lock tells whether a holder on this machine died; the server's lock
 * has no lease.
 */
export class DocumentBackend implements Backend {
  readonly place: string;
  readonly journalPlace: string;
  readonly mostBytes: number;
  readonly history: HistoryStore;
  readonly #server: DocumentServer;
  readonly #clock: Clock;
  readonly #path: string;
  readonly #journal: JournalFile;
  readonly #lock: LockFile;
  readonly #list: LockList;
  /** What this process holds at the server. */
  #held: LockInfo | undefined;

  constructor({ server, path, place, clock = systemClock }: DocumentBackendOptions) {
    this.place = server.place;
    this.journalPlace = `${place}.journal`;
    this.mostBytes = server.mostBytes;
    this.#server = server;
    this.#clock = clock;
    this.#path = path;
    this.#journal = new JournalFile(`${path}.journal`, this.journalPlace);
    this.#lock = new LockFile(`${path}.lock`, this.place, clock);
    this.#list = new LockList(`${path}.held`);
    const check = (lease: Lease): void => this.#lock.check(lease);
    this.history = { ...historyFile(`${path}.history`, `${place}.history`, check), isOnlyHere: true };
  }

  async read(): Promise<Snapshot | undefined> {
    const bytes = await this.#server.read();
    if (bytes === undefined) return undefined;
    return { size: bytes.length, chunks: () => chunksIn(bytes), version: versionOf(bytes) };
  }

  async write(
    lease: Lease,
    pieces: Iterable<string>,
    expected: string | undefined,
    replacing?: (version: string) => Promise<void>,
  ): Promise<string> {
    this.#lock.check(lease);
    // The protocol has no conditional write: the lock prevents others from writing, and this detects those who ignore it.
    // The old text is dropped before the new one is made: two large ones might not fit into memory.
    if ((await this.read())?.version !== expected) throw stateChanged(this.place);
    const bytes = WholeBytes.of(pieces);
    const version = versionOf(bytes);
    await replacing?.(version);
    this.#lock.check(lease);
    let outcome: Awaited<ReturnType<DocumentServer['write']>>;
    try {
      outcome = await this.#server.write(bytes, this.#held);
    } catch (error) {
      if (await this.#isStored(version)) return version;
      throw error;
    }
    if (outcome === 'written') return version;
    // The first attempt may have been stored without a reply; some servers refuse the second one for that.
    if (await this.#isStored(version)) return version;
    throw lockLost(this.place, outcome);
  }

  async #isStored(version: string): Promise<boolean> {
    const content = await this.#server.read().catch(() => undefined);
    return content !== undefined && versionOf(content) === version;
  }

  readJournal(): Promise<Uint8Array> {
    return this.#journal.read();
  }

  async appendJournal(lease: Lease, line: Iterable<Uint8Array>): Promise<void> {
    this.#lock.check(lease);
    await this.#journal.append(line);
  }

  async replaceJournal(lease: Lease, pieces: Iterable<Uint8Array> | undefined): Promise<void> {
    this.#lock.check(lease);
    await this.#journal.replace(pieces, `${this.#path}.${lease.fence}.journal.tmp`);
  }

  async tryLock(request: LockRequest): Promise<LockAttempt> {
    await mkdir(dirname(this.#path), { recursive: true }).catch((error: unknown) => {
      throw storageFailed('Creating the folder of', this.journalPlace, error);
    });
    const attempt = await this.#lock.tryLock(request);
    if ('holder' in attempt || !this.#server.hasLock) return attempt;
    const { lease } = attempt;
    try {
      const holder = await this.#lockAtServer(lease, request);
      if (holder === undefined) return attempt;
      await this.#lock.unlock(lease);
      return { holder };
    } catch (error) {
      await this.#lock.unlock(lease);
      throw error;
    }
  }

  /** Returns the holder of the lock, unless it is taken now. */
  async #lockAtServer(lease: Lease, request: LockRequest): Promise<LockHolder | undefined> {
    const info = newLockInfo(lease.id, request, this.#clock.now(), '', `journal: ${basename(this.journalPlace)}`);
    const earlier = this.#list.read();
    // Before it is requested: its reply may be lost.
    await this.#list.write([...earlier, info]);
    let answer = await this.#server.lock(info);
    const holder = answer === 'taken' ? undefined : answer.ID;
    const dead = earlier.find(({ ID }) => ID === holder);
    if (dead !== undefined) {
      await this.#server.unlock(dead);
      answer = await this.#server.lock(info);
    }
    if (answer !== 'taken') {
      await this.#list.write([]);
      return holderOf(answer);
    }
    this.#held = info;
    await this.#list.write([info]);
    return undefined;
  }

  async renew(lease: Lease): Promise<void> {
    this.#lock.renew(lease);
  }

  async unlock(lease: Lease): Promise<void> {
    await this.#journal.close();
    const held = this.#held;
    if (held?.ID === lease.id) {
      this.#held = undefined;
      // If another run took the lock over, it has released this one.
      if (this.#isHeldHere(lease)) {
        await this.#server.unlock(held);
        await this.#list.write([]);
      }
    }
    await this.#lock.unlock(lease);
  }

  #isHeldHere(lease: Lease): boolean {
    try {
      this.#lock.check(lease);
      return true;
    } catch {
      return false;
    }
  }

  async forceUnlock(id: string): Promise<LockHolder> {
    if (!this.#server.hasLock) return await this.#lock.forceUnlock(id);
    const holder = await this.#server.holder(id);
    if (holder === undefined) throw notLocked(this.place);
    if (holder.ID !== '' && holder.ID !== id) throw otherLock(this.place, id, holderOf(holder));
    await this.#server.forceUnlock({ ...holder, ID: id });
    if (this.#list.read().some(({ ID }) => ID === id)) await this.#list.write([]);
    try {
      return await this.#lock.forceUnlock(id);
    } catch {
      // Held by another machine or another program.
      return holderOf({ ...holder, ID: id });
    }
  }
}
