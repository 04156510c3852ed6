import { randomUUID } from 'node:crypto';
import {
  LEASE_MS,
  MOST_REMOTE_HISTORY,
  type Backend,
  type HistoryStore,
  type Lease,
  type LockAttempt,
  type LockHolder,
  type LockRequest,
  type Snapshot,
} from '../../backend.js';
import { systemClock, type Clock } from '../../clock.js';
import { lockLost, notLocked, otherLock, stateChanged, unreadableLock } from '../../diagnostics.js';
import { versionOf } from '../files.js';
import { isPlaceholder } from '../remote/placeholder.js';
import { chunksIn, MOST_WHOLE, WholeBytes } from '../remote/whole-bytes.js';
import { headBytes, NO_HEAD, parseHead, type Head } from './head.js';
import type { StateLock } from './lock.js';
import type { ObjectNames } from './names.js';
import { AT_ONCE, type Condition, type ObjectStore } from './store.js';

export interface ObjectBackendOptions {
  readonly objects: ObjectStore;
  readonly names: ObjectNames;
  readonly lock: StateLock;
  /** Display name of the object with a key: `s3://bucket/key`. */
  readonly placeOf: (key: string) => string;
  readonly clock?: Clock;
}

/** The lease of this process. */
interface Held {
  readonly lease: Lease;
  /** The uptime of the last renewal. */
  renewed: number;
  head: Head;
  headTag: string;
  /** Lines of the journal so far, marks included; unknown until the first one is appended. */
  lines: number | undefined;
}

/** An object of the journal that only takes the place of a line: nothing late can be written there. */
const MARK = '#';

/**
 * State that is an object, at the key of one of Terraform's backends, with Terraform's lock as the lease. Lines of the
 * journal are objects of their own, each written only if there is none yet. A run that takes an abandoned lease first
 * replaces the head, and puts a mark at the end of the journal: what the old holder writes late finds its place taken.
 */
export class ObjectBackend implements Backend {
  readonly place: string;
  readonly journalPlace: string;
  readonly mostBytes: number;
  readonly hasRemoteJournal = true;
  readonly history: HistoryStore;
  readonly #objects: ObjectStore;
  readonly #names: ObjectNames;
  readonly #lock: StateLock;
  readonly #placeOf: (key: string) => string;
  readonly #clock: Clock;
  #held: Held | undefined;
  /** The stored state as this process knows it; the version of a placeholder is undefined. */
  #seen: { readonly version: string | undefined; readonly condition: Condition } | undefined;

  constructor({ objects, names, lock, placeOf, clock = systemClock }: ObjectBackendOptions) {
    this.place = placeOf(names.state);
    this.journalPlace = placeOf(names.journals);
    this.mostBytes = objects.mostBytes ?? MOST_WHOLE;
    this.#objects = objects;
    this.#names = names;
    this.#lock = lock;
    this.#placeOf = placeOf;
    this.#clock = clock;
    this.history = {
      place: placeOf(names.history),
      mostBytes: MOST_REMOTE_HISTORY,
      read: () => this.#readHistory(),
      replace: (lease, pieces) => this.#replaceHistory(lease, pieces),
    };
  }

  async read(): Promise<Snapshot | undefined> {
    const object = await this.#objects.get('Reading', this.#names.state);
    const isNone = object === undefined || object.bytes.length === 0 || isPlaceholder(object.bytes);
    const version = isNone ? undefined : versionOf(object.bytes);
    this.#seen = { version, condition: object === undefined ? 'absent' : { is: object.tag } };
    if (isNone || version === undefined) return undefined;
    const { bytes } = object;
    return { size: bytes.length, chunks: () => chunksIn(bytes), version };
  }

  async write(
    lease: Lease,
    pieces: Iterable<string>,
    expected: string | undefined,
    replacing?: (version: string) => Promise<void>,
  ): Promise<string> {
    this.#own(lease);
    const bytes = WholeBytes.of(pieces);
    const version = versionOf(bytes);
    await replacing?.(version);
    if (this.#seen === undefined || this.#seen.version !== expected) await this.read();
    const seen = this.#seen;
    if (seen === undefined || seen.version !== expected) throw stateChanged(this.place);
    // The lease is confirmed at the server just before.
    await this.renew(lease);
    let tag = await this.#objects.put('Writing', this.#names.state, bytes, seen.condition);
    if (tag === undefined) {
      // Where the server checks the lease with the write, that may have been the reason.
      await this.renew(lease);
      tag = await this.#objects.put('Writing', this.#names.state, bytes, seen.condition);
    }
    if (tag === undefined) throw stateChanged(this.place);
    this.#seen = { version, condition: { is: tag } };
    return version;
  }

  async readJournal(): Promise<Uint8Array> {
    for (;;) {
      const { head } = await this.#readHead();
      if (head.journal === '') return new Uint8Array();
      const keys = await this.#objects.list('Reading', this.#names.journal(head.journal));
      const lines = await this.#readAll(keys);
      if (lines !== undefined) return Buffer.concat(lines);
      // It was replaced meanwhile.
    }
  }

  /** Undefined if one of the objects is missing. */
  async #readAll(keys: readonly string[]): Promise<readonly Buffer[] | undefined> {
    const lines: Buffer[] = [];
    for (let at = 0; at < keys.length; at += AT_ONCE) {
      const some = keys.slice(at, at + AT_ONCE).map((key) => this.#objects.get('Reading', key));
      for (const object of await Promise.all(some)) {
        if (object === undefined) return undefined;
        if (!object.bytes.toString('latin1', 0, 1).startsWith(MARK)) lines.push(object.bytes);
      }
    }
    return lines;
  }

  async appendJournal(lease: Lease, line: Iterable<Uint8Array>): Promise<void> {
    const held = await this.#confirmed(lease);
    if (held.head.journal === '') {
      await this.#replaceHead(held, { journal: `${lease.fence}-${randomUUID().slice(0, 8)}` });
      held.lines = 0;
    }
    const { journal } = held.head;
    held.lines ??= (await this.#objects.list('Reading', this.#names.journal(journal))).length;
    const bytes = Buffer.concat([...line]);
    const written = await this.#objects.put('Writing', this.#names.entry(journal, held.lines), bytes, 'absent');
    if (written === undefined) throw await this.#lost();
    held.lines += 1;
  }

  async replaceJournal(lease: Lease, pieces: Iterable<Uint8Array> | undefined): Promise<void> {
    const held = await this.#confirmed(lease);
    const journal = pieces === undefined ? '' : `${lease.fence}-${randomUUID().slice(0, 8)}`;
    if (pieces !== undefined)
      await this.#objects.put('Writing', this.#names.entry(journal, 0), Buffer.concat([...pieces]), 'absent');
    await this.#replaceHead(held, { journal });
    held.lines = pieces === undefined ? 0 : 1;
    const keys = await this.#objects.list('Writing', this.#names.journals);
    const kept = this.#names.journal(journal);
    await this.#objects.removeAll(
      'Writing',
      keys.filter((key) => journal === '' || !key.startsWith(kept)),
    );
  }

  /** One object, which the head names by its content: what an old holder writes late does not count. */
  async #readHistory(): Promise<Uint8Array> {
    for (let before: string | undefined; ;) {
      const { history } = this.#held?.head ?? (await this.#readHead()).head;
      const object = history === '' ? undefined : await this.#objects.get('Reading', this.#names.history);
      if (object !== undefined && versionOf(object.bytes) === history) return object.bytes;
      if (history === '' || history === before) return new Uint8Array();
      // It may have been replaced meanwhile.
      before = history;
    }
  }

  async #replaceHistory(lease: Lease, pieces: Iterable<Uint8Array> | undefined): Promise<void> {
    const held = await this.#confirmed(lease);
    const bytes = pieces && Buffer.concat([...pieces]);
    // First: it fails if the lease was lost.
    await this.#replaceHead(held, { history: bytes === undefined ? '' : versionOf(bytes) });
    if (bytes === undefined) await this.#objects.remove('Writing', this.#names.history);
    else await this.#objects.put('Writing', this.#names.history, bytes);
  }

  async #replaceHead(held: Held, changes: Partial<Pick<Head, 'journal' | 'history'>>): Promise<void> {
    const head: Head = { ...held.head, ...changes };
    const tag = await this.#objects.put('Writing', this.#names.head, headBytes(head), { is: held.headTag });
    if (tag === undefined) throw await this.#lost();
    held.head = head;
    held.headTag = tag;
  }

  async #readHead(): Promise<{ readonly head: Head; readonly condition: Condition }> {
    const object = await this.#objects.get('Reading', this.#names.head);
    if (object === undefined) return { head: NO_HEAD, condition: 'absent' };
    const head = parseHead(object.bytes);
    if (head === undefined)
      throw unreadableLock(this.place, this.#placeOf(this.#names.head), 'expected a record of Landform');
    return { head, condition: { is: object.tag } };
  }

  async tryLock(request: LockRequest): Promise<LockAttempt> {
    const started = this.#clock.uptime();
    const taken = await this.#lock.take(request);
    if ('holder' in taken) return taken;
    // Taking the lock may have changed the tag of the state.
    this.#seen = undefined;
    const { head, tag } = await this.#fenceOff(taken.id, 1);
    const lease = { id: taken.id, fence: head.fence, ttlMs: LEASE_MS };
    this.#held = { lease, renewed: started, head, headTag: tag, lines: undefined };
    return { lease };
  }

  /** Keeps out everyone who had the lease before. `leases`: how many follow from it. */
  async #fenceOff(id: string, leases: 0 | 1): Promise<{ readonly head: Head; readonly tag: string }> {
    for (;;) {
      const { head: before, condition } = await this.#readHead();
      const head: Head = { ...before, fence: before.fence + leases, lease: id };
      const tag = await this.#objects.put('Locking', this.#names.head, headBytes(head), condition);
      // The old holder was faster; now it has to see this.
      if (tag === undefined) continue;
      if (head.journal !== '') await this.#mark(head);
      return { head, tag };
    }
  }

  async #mark({ journal, fence, lease }: Head): Promise<void> {
    const bytes = Buffer.from(`${MARK} lease ${fence} ${lease}\n`);
    let number = (await this.#objects.list('Locking', this.#names.journal(journal))).length;
    while ((await this.#objects.put('Locking', this.#names.entry(journal, number), bytes, 'absent')) === undefined)
      number += 1;
  }

  /** The lease of this process; throws if it is another one. */
  #own(lease: Lease): Held {
    if (this.#held?.lease.id !== lease.id) throw lockLost(this.place, undefined);
    return this.#held;
  }

  /** The same, confirmed at the server if it may have ended. */
  async #confirmed(lease: Lease): Promise<Held> {
    const held = this.#own(lease);
    if (this.#clock.uptime() - held.renewed > LEASE_MS) await this.renew(lease);
    return held;
  }

  async renew(lease: Lease): Promise<void> {
    const held = this.#own(lease);
    const started = this.#clock.uptime();
    if (!(await this.#lock.renew())) throw await this.#lost();
    held.renewed = started;
  }

  /** From now on, every write is refused here already. */
  async #lost(): Promise<Error> {
    this.#held = undefined;
    return lockLost(this.place, await this.#lock.holder());
  }

  async unlock(lease: Lease): Promise<void> {
    if (this.#held?.lease.id !== lease.id) return;
    try {
      // Renewed, the lock cannot be taken over before it is removed.
      await this.renew(lease);
    } catch {
      return;
    }
    this.#held = undefined;
    await this.#lock.release();
  }

  async forceUnlock(id: string): Promise<LockHolder> {
    const holder = await this.#lock.holder();
    if (holder === undefined) throw notLocked(this.place);
    if (holder.id !== id) throw otherLock(this.place, id, holder);
    if (holder.renewed !== undefined) await this.#fenceOff(randomUUID(), 0);
    await this.#lock.remove(holder);
    return holder;
  }
}
