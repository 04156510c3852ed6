import { LEASE_MS, type LockHolder, type LockRequest } from '../../backend.js';
import type { Clock } from '../../clock.js';
import { listIn, objectIn, parseJson, textMember } from '../../../model/index.js';
import { isAbandoned, leaseNote, objectHolder } from '../objects/lease-note.js';
import type { StateLock } from '../objects/lock.js';
import { newLockInfo } from '../remote/lock-info.js';
import type { RemoteReply } from '../remote/send.js';
import { textOf, type ConsulClient } from './client.js';
import type { ConsulValues } from './values.js';

export interface SessionLockOptions {
  readonly client: ConsulClient;
  readonly values: ConsulValues;
  /** The key of the state. */
  readonly state: string;
  readonly clock: Clock;
}

interface Mine {
  readonly request: LockRequest;
  readonly session: string;
  /** How often the lock was taken, as Consul counts it. */
  readonly count: number;
}

/** What Consul's own library marks its locks with; it takes no other ones. */
const LOCK_FLAGS = '3304740253564472344';

/**
 * The lock of Terraform: a key that belongs to a session. Consul ends a session that is not renewed, between one and two
 * times its duration, and gives up its lock.
 */
export class SessionLock implements StateLock {
  readonly #options: SessionLockOptions;
  readonly #key: string;
  readonly #infoKey: string;
  #mine: Mine | undefined;

  constructor(options: SessionLockOptions) {
    this.#options = options;
    const path = options.state.replace(/\/+$/, '');
    this.#key = `${path}/.lock`;
    this.#infoKey = `${path}/.lockinfo`;
  }

  async take(request: LockRequest): Promise<{ readonly id: string } | { readonly holder: LockHolder }> {
    for (;;) {
      const session = await this.#newSession();
      if (await this.#acquire(session)) {
        await this.#describe(session, request);
        return { id: session };
      }
      await this.#destroy(session);
      const held = await this.#held();
      // Released meanwhile.
      if (held === undefined) continue;
      const { bytes, holder } = await this.#info(held.session);
      if (!isAbandoned({ bytes, ageMs: 0, tag: '', written: held.now })) return { holder };
      await this.#destroy(held.session);
    }
  }

  async #newSession(): Promise<string> {
    const { client } = this.#options;
    const settings = { Name: 'Landform', TTL: `${LEASE_MS / 1000}s`, LockDelay: '0s', Behavior: 'release' };
    const body = Buffer.from(JSON.stringify(settings));
    const reply = await client.ask('Locking', 'PUT', 'session/create', { body });
    if (reply.status !== 200) throw client.refused('Locking', reply);
    return textMember(objectIn(parseJson(textOf(reply))), 'ID') ?? '';
  }

  async #acquire(session: string): Promise<boolean> {
    const { client } = this.#options;
    const query = { acquire: session, flags: LOCK_FLAGS };
    const reply = await client.ask('Locking', 'PUT', `kv/${this.#key}`, { query, body: Buffer.alloc(0) });
    if (reply.status === 200) return textOf(reply).trim() === 'true';
    // The session has ended already.
    if (reply.status === 500 && textOf(reply).includes('invalid session')) return false;
    throw client.refused('Locking', reply);
  }

  async #describe(session: string, request: LockRequest): Promise<void> {
    const { client, values, state, clock } = this.#options;
    const info = newLockInfo(session, request, clock.now(), state, leaseNote());
    const reply = await client.ask('Locking', 'PUT', `kv/${this.#infoKey}`, {
      body: Buffer.from(JSON.stringify(info)),
    });
    if (reply.status !== 200) throw client.refused('Locking', reply);
    const held = await this.#held();
    this.#mine = { request, session, count: held?.count ?? 0 };
    values.guard = { key: this.#key, session };
  }

  async renew(): Promise<boolean> {
    const { client } = this.#options;
    const mine = this.#mine;
    if (mine === undefined) return false;
    const reply = await client.ask('Locking', 'PUT', `session/renew/${mine.session}`, { body: Buffer.alloc(0) });
    if (reply.status === 200 && (await this.#held())?.session === mine.session) return true;
    if (reply.status !== 200 && reply.status !== 404) throw client.refused('Locking', reply);
    return this.#again(mine);
  }

  /** Takes the lock again after its session has ended, unless another run took it meanwhile. */
  async #again({ request, count }: Mine): Promise<boolean> {
    this.#mine = undefined;
    this.#options.values.guard = undefined;
    const before = await this.#entry();
    if (before === undefined || before.session !== undefined || before.count !== count) return false;
    const session = await this.#newSession();
    const isTaken = await this.#acquire(session);
    const after = await this.#held();
    if (!isTaken || after?.count !== count + 1) {
      await this.#destroy(session);
      return false;
    }
    await this.#describe(session, request);
    return true;
  }

  async release(): Promise<void> {
    const mine = this.#mine;
    this.#mine = undefined;
    this.#options.values.guard = undefined;
    if (mine !== undefined) await this.#end(mine.session);
  }

  /** What Terraform leaves behind, too: nothing. */
  async #end(session: string): Promise<void> {
    const { client } = this.#options;
    await client.ask('Unlocking', 'DELETE', `kv/${this.#infoKey}`);
    await this.#destroy(session);
    const left = await this.#entry();
    if (left === undefined || left.session !== undefined) return;
    await client.ask('Unlocking', 'DELETE', `kv/${this.#key}`, { query: { cas: String(left.index) } });
  }

  async #destroy(session: string): Promise<void> {
    const { client } = this.#options;
    const reply = await client.ask('Unlocking', 'PUT', `session/destroy/${session}`, { body: Buffer.alloc(0) });
    if (reply.status !== 200 && reply.status !== 404) throw client.refused('Unlocking', reply);
  }

  async holder(): Promise<LockHolder | undefined> {
    const held = await this.#held();
    return held && (await this.#info(held.session)).holder;
  }

  async remove(): Promise<void> {
    const held = await this.#held();
    if (held !== undefined) await this.#end(held.session);
  }

  /** The lock, if a session has it. */
  async #held(): Promise<{ readonly session: string; readonly count: number; readonly now: number } | undefined> {
    const entry = await this.#entry();
    return entry?.session === undefined ? undefined : { ...entry, session: entry.session };
  }

  async #entry(): Promise<
    | { readonly session: string | undefined; readonly count: number; readonly index: number; readonly now: number }
    | undefined
  > {
    const reply = await this.#read(this.#key);
    if (reply === undefined) return undefined;
    const fields = objectIn(listIn(parseJson(textOf(reply)))[0]);
    return {
      session: textMember(fields, 'Session'),
      count: Number(fields['LockIndex']),
      index: Number(fields['ModifyIndex']),
      now: Date.parse(reply.header('date') ?? '') || 0,
    };
  }

  async #info(session: string): Promise<{ readonly bytes: Buffer; readonly holder: LockHolder }> {
    const reply = await this.#read(this.#infoKey);
    const fields = reply === undefined ? {} : objectIn(listIn(parseJson(textOf(reply)))[0]);
    const bytes = Buffer.from(textMember(fields, 'Value') ?? '{}', 'base64');
    const now = Date.parse(reply?.header('date') ?? '') || 0;
    const holder = objectHolder({ bytes, ageMs: 0, tag: '', written: now });
    const ends = 'Its session ends at most a minute after its holder crashed.';
    return { bytes, holder: holder.renewed === undefined ? { ...holder, id: holder.id || session, ends } : holder };
  }

  async #read(key: string): Promise<RemoteReply | undefined> {
    const { client } = this.#options;
    const reply = await client.ask('Locking', 'GET', `kv/${key}`, { query: { consistent: '' } });
    if (reply.status === 404) return undefined;
    if (reply.status !== 200) throw client.refused('Locking', reply);
    return reply;
  }
}
