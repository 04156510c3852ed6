import { createHash } from 'node:crypto';
import type { LockHolder } from '../../backend.js';
import type { Clock } from '../../clock.js';
import type { DocumentServer } from '../document/server.js';
import { remoteFailed, remoteGarbled, remoteRefused } from '../remote/diagnostics.js';
import { holderOf, newLockInfo, parseLockInfo, type LockInfo } from '../remote/lock-info.js';
import { bufferOf, sendRepeatedly, type RemoteReply, type Send } from '../remote/send.js';
import { MOST_WHOLE } from '../remote/whole-bytes.js';
import type { HttpSettings } from './settings.js';

/** A document at a web address, as in Terraform's `http` backend: GitLab's and others. */
export class HttpDocument implements DocumentServer {
  readonly place: string;
  readonly hasLock: boolean;
  readonly mostBytes = MOST_WHOLE;
  readonly #settings: HttpSettings;
  readonly #send: Send;
  readonly #clock: Clock;

  constructor(settings: HttpSettings, send: Send, clock: Clock) {
    // Credentials in the query of an address are common, too.
    this.place = `${settings.address.origin}${settings.address.pathname}`;
    this.hasLock = settings.lock !== undefined;
    this.#settings = settings;
    this.#send = send;
    this.#clock = clock;
  }

  async read(): Promise<Buffer | undefined> {
    const reply = await this.#ask('Reading', 'GET', this.#settings.address);
    if (reply.status === 204 || reply.status === 404) return undefined;
    if (reply.status !== 200) throw remoteRefused('Reading', this.place, reply.status, textOf(reply));
    const bytes = bufferOf(reply);
    const digest = reply.header('content-md5');
    if (digest !== undefined && digest !== md5Of(bytes)) throw remoteGarbled(this.place);
    return bytes.length === 0 ? undefined : bytes;
  }

  async write(bytes: Buffer<ArrayBuffer>, held: LockInfo | undefined): Promise<'written' | LockHolder | undefined> {
    const address = new URL(this.#settings.address);
    if (held !== undefined) address.searchParams.set('ID', held.ID);
    const reply = await this.#ask('Writing', this.#settings.updateMethod, address, bytes);
    if (reply.status >= 200 && reply.status < 300) return 'written';
    if (reply.status === 409 || reply.status === 423) {
      const holder = parseLockInfo(textOf(reply));
      return holder === undefined ? undefined : holderOf(holder);
    }
    throw remoteRefused('Writing', this.place, reply.status, textOf(reply));
  }

  async lock(info: LockInfo): Promise<'taken' | LockInfo> {
    const { lock } = this.#settings;
    if (lock === undefined) return 'taken';
    const reply = await this.#ask('Locking', lock.method, lock.address, bodyOf(info));
    if (reply.status === 200 || reply.status === 201 || reply.status === 204) return 'taken';
    if (reply.status !== 409 && reply.status !== 423)
      throw remoteRefused('Locking', this.place, reply.status, textOf(reply));
    const holder = parseLockInfo(textOf(reply)) ?? NO_INFO;
    return holder.ID === info.ID ? 'taken' : holder;
  }

  async unlock(info: LockInfo): Promise<void> {
    const { address, method } = this.#settings.unlock;
    const reply = await this.#ask('Unlocking', method, address, bodyOf(info));
    // A second attempt whose first reply was lost finds no lock any more.
    if (reply.status >= 200 && reply.status < 300) return;
    if (reply.status === 404 || reply.status === 409 || reply.status === 423) return;
    throw remoteRefused('Unlocking', this.place, reply.status, textOf(reply));
  }

  /** The protocol has no way to ask for the holder but to request the lock. */
  async holder(id: string): Promise<LockInfo | undefined> {
    const request = { operation: 'force-unlock', program: 'landform' };
    const probe = newLockInfo(`${id.slice(0, 64)}-probe`, request, this.#clock.now(), '', '');
    const holder = await this.lock(probe);
    if (holder !== 'taken') return holder;
    await this.unlock(probe);
    return undefined;
  }

  forceUnlock(info: LockInfo): Promise<void> {
    return this.unlock(info);
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
