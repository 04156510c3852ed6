import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import type { Backend, Lease, LockAttempt, LockHolder, LockRequest, Snapshot } from '../../backend.js';
import { systemClock, type Clock } from '../../clock.js';
import { lockLost, notLocked, otherLock, stateChanged, storageFailed } from '../../diagnostics.js';
import { versionOf } from '../files.js';
import { JournalFile } from '../journal-file.js';
import { LockFile } from '../lock-file.js';
import { remoteFailed, remoteGarbled, remoteRefused } from '../remote/diagnostics.js';
import { holderOf, newLockInfo, parseLockInfo, type LockInfo } from '../remote/lock-info.js';
import { sendRepeatedly, type RemoteReply, type Send } from '../remote/send.js';
import { LockList } from './lock-list.js';
import type { HttpSettings } from './settings.js';

export interface HttpBackendOptions {
  readonly settings: HttpSettings;
  readonly send: Send;
  /** Where the journal and the lock of this machine are, without the endings of their names. */
  readonly path: string;
  /** Display name of `path`. */
  readonly place: string;
  readonly clock?: Clock;
}

/**
 * State at a web address, as in Terraform's `http` backend: GitLab's and others. The server has room for one document,
 * so the journal is a file of this machine, and so is a lock that excludes other runs here before the server is asked.
 * That lock tells whether a holder on this machine died; the server's lock has no lease.
 */
export class HttpBackend implements Backend {
  readonly place: string;
  readonly journalPlace: string;
  readonly #settings: HttpSettings;
  readonly #send: Send;
  readonly #clock: Clock;
  readonly #path: string;
  readonly #journal: JournalFile;
  readonly #lock: LockFile;
  readonly #list: LockList;
  /** What this process holds at the server. */
  #held: LockInfo | undefined;

  constructor({ settings, send, path, place, clock = systemClock }: HttpBackendOptions) {
    // Credentials in the query of an address are common, too.
    this.place = `${settings.address.origin}${settings.address.pathname}`;
    this.journalPlace = `${place}.journal`;
    this.#settings = settings;
    this.#send = send;
    this.#clock = clock;
    this.#path = path;
    this.#journal = new JournalFile(`${path}.journal`, this.journalPlace);
    this.#lock = new LockFile(`${path}.lock`, this.place, clock);
    this.#list = new LockList(`${path}.held`);
  }

  async read(): Promise<Snapshot | undefined> {
    const bytes = await this.#content();
    if (bytes === undefined) return undefined;
    return { size: bytes.length, chunks: () => [bytes], version: versionOf(bytes) };
  }

  async #content(): Promise<Buffer | undefined> {
    const reply = await this.#ask('Reading', 'GET', this.#settings.address);
    if (reply.status === 204 || reply.status === 404) return undefined;
    if (reply.status !== 200) throw remoteRefused('Reading', this.place, reply.status, textOf(reply));
    const bytes = Buffer.from(reply.body);
    const digest = reply.header('content-md5');
    if (digest !== undefined && digest !== md5Of(bytes)) throw remoteGarbled(this.place);
    return bytes.length === 0 ? undefined : bytes;
  }

  async write(
    lease: Lease,
    pieces: Iterable<string>,
    expected: string | undefined,
    replacing?: (version: string) => Promise<void>,
  ): Promise<string> {
    this.#lock.check(lease);
    const bytes = Buffer.from([...pieces].join(''));
    const version = versionOf(bytes);
    await replacing?.(version);
    // The protocol has no conditional write: the lock prevents others from writing, and this detects those who ignore it.
    if ((await this.read())?.version !== expected) throw stateChanged(this.place);
    this.#lock.check(lease);
    const address = new URL(this.#settings.address);
    if (this.#held !== undefined) address.searchParams.set('ID', this.#held.ID);
    let reply: RemoteReply;
    try {
      reply = await this.#ask('Writing', this.#settings.updateMethod, address, bytes);
    } catch (error) {
      if (await this.#isStored(version)) return version;
      throw error;
    }
    if (reply.status >= 200 && reply.status < 300) return version;
    // The first attempt may have been stored without a reply; some servers refuse the second one for that.
    if (await this.#isStored(version)) return version;
    if (reply.status === 409 || reply.status === 423) {
      const holder = parseLockInfo(textOf(reply));
      throw lockLost(this.place, holder === undefined ? undefined : holderOf(holder));
    }
    throw remoteRefused('Writing', this.place, reply.status, textOf(reply));
  }

  async #isStored(version: string): Promise<boolean> {
    const content = await this.#content().catch(() => undefined);
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
    const attempt = this.#lock.tryLock(request);
    if ('holder' in attempt || this.#settings.lock === undefined) return attempt;
    const { lease } = attempt;
    try {
      const holder = await this.#lockAtServer(lease, request);
      if (holder === undefined) return attempt;
      this.#lock.unlock(lease);
      return { holder };
    } catch (error) {
      this.#lock.unlock(lease);
      throw error;
    }
  }

  /** Returns the holder of the lock, unless it is taken now. */
  async #lockAtServer(lease: Lease, request: LockRequest): Promise<LockHolder | undefined> {
    const info = newLockInfo(lease.id, request, this.#clock.now(), '', `journal: ${basename(this.journalPlace)}`);
    const earlier = this.#list.read();
    // Before it is requested: its reply may be lost.
    await this.#list.write([...earlier, info]);
    let answer = await this.#requestLock(info);
    const holder = answer === 'taken' ? undefined : answer.ID;
    const dead = earlier.find(({ ID }) => ID === holder);
    if (dead !== undefined) {
      await this.#release(dead);
      answer = await this.#requestLock(info);
    }
    if (answer !== 'taken') {
      await this.#list.write([]);
      return holderOf(answer);
    }
    this.#held = info;
    await this.#list.write([info]);
    return undefined;
  }

  /** The present holder may be this very request, whose first reply was lost. */
  async #requestLock(info: LockInfo): Promise<'taken' | LockInfo> {
    const { lock } = this.#settings;
    if (lock === undefined) return 'taken';
    const reply = await this.#ask('Locking', lock.method, lock.address, bodyOf(info));
    if (reply.status === 200 || reply.status === 201 || reply.status === 204) return 'taken';
    if (reply.status !== 409 && reply.status !== 423)
      throw remoteRefused('Locking', this.place, reply.status, textOf(reply));
    const holder = parseLockInfo(textOf(reply)) ?? NO_INFO;
    return holder.ID === info.ID ? 'taken' : holder;
  }

  async #release(info: LockInfo): Promise<void> {
    const { address, method } = this.#settings.unlock;
    const reply = await this.#ask('Unlocking', method, address, bodyOf(info));
    // A second attempt whose first reply was lost finds no lock any more.
    if (reply.status >= 200 && reply.status < 300) return;
    if (reply.status === 404 || reply.status === 409 || reply.status === 423) return;
    throw remoteRefused('Unlocking', this.place, reply.status, textOf(reply));
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
        await this.#release(held);
        await this.#list.write([]);
      }
    }
    this.#lock.unlock(lease);
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
    if (this.#settings.lock === undefined) return this.#lock.forceUnlock(id);
    // The protocol has no way to ask for the holder but to request the lock.
    const probe = newLockInfo(
      `${id.slice(0, 64)}-probe`,
      { operation: 'force-unlock', program: 'landform' },
      this.#clock.now(),
      '',
      '',
    );
    const holder = await this.#requestLock(probe);
    if (holder === 'taken') {
      await this.#release(probe);
      throw notLocked(this.place);
    }
    if (holder.ID !== '' && holder.ID !== id) throw otherLock(this.place, id, holderOf(holder));
    await this.#release({ ...holder, ID: id });
    if (this.#list.read().some(({ ID }) => ID === id)) await this.#list.write([]);
    try {
      return this.#lock.forceUnlock(id);
    } catch {
      // Held by another machine or another program.
      return holderOf({ ...holder, ID: id });
    }
  }

  async #ask(what: string, method: string, url: URL, body?: Buffer<ArrayBuffer>): Promise<RemoteReply> {
    const { authorization, retries } = this.#settings;
    const headers = {
      ...(authorization !== undefined && { authorization }),
      ...(body !== undefined && { 'content-type': 'application/json', 'content-md5': md5Of(body) }),
    };
    try {
      return await sendRepeatedly(
        () => this.#send(url, { method, headers, body }),
        { ...retries, clock: this.#clock },
        {
          what,
          place: this.place,
        },
      );
    } catch (error) {
      throw remoteFailed(what, this.place, error);
    }
  }
}

const NO_INFO: LockInfo = { ID: '', Operation: '', Info: '', Who: '', Version: '', Created: '', Path: '' };

const bodyOf = (info: LockInfo): Buffer<ArrayBuffer> => Buffer.from(JSON.stringify(info));

const textOf = ({ body }: RemoteReply): string => Buffer.from(body).toString('utf8').trim();

const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('base64');
