import {
  LEASE_MS,
  type Backend,
  type HistoryStore,
  type Lease,
  type LockAttempt,
  type LockHolder,
  type LockRequest,
  type Snapshot,
} from '../backend.js';
import { systemClock, type Clock } from '../clock.js';
import { versionOf } from './files.js';
import { lockLost, notLocked, otherLock, stateChanged } from '../diagnostics.js';

/** The content that several memory backends share, like several processes share a file. */
export interface MemoryStore {
  text?: string;
  backup?: string;
  journal: string;
  history: string;
  fence: number;
  /** `alive`: the uptime of the last renewal. */
  holder?: LockHolder & { readonly fence: number; readonly alive: number };
}

export function memoryStore(): MemoryStore {
  return { journal: '', history: '', fence: 0 };
}

export interface MemorySettings {
  readonly store?: MemoryStore;
  readonly clock?: Clock;
}

/** State in memory, for tests and for programs that store it elsewhere. */
export class MemoryBackend implements Backend {
  readonly place = 'the state in memory';
  readonly journalPlace = 'the journal in memory';
  readonly keepsBackup = true;
  readonly history: HistoryStore = {
    place: 'the history in memory',
    read: async () => Buffer.from(this.#store.history),
    replace: async (lease, pieces) => {
      this.#check(lease);
      this.#store.history = Buffer.concat([...(pieces ?? [])]).toString();
    },
  };
  readonly #store: MemoryStore;
  readonly #clock: Clock;

  constructor(settings: MemorySettings = {}) {
    this.#store = settings.store ?? memoryStore();
    this.#clock = settings.clock ?? systemClock;
  }

  async read(): Promise<Snapshot | undefined> {
    const { text, backup } = this.#store;
    if (text === undefined) return undefined;
    const bytes = Buffer.from(text);
    const kept = backup === undefined ? {} : { backup: 'the backup in memory' };
    return { size: bytes.length, chunks: () => [bytes], version: versionOf(bytes), ...kept };
  }

  async write(
    lease: Lease,
    pieces: Iterable<string>,
    expected: string | undefined,
    replacing?: (version: string) => Promise<void>,
  ): Promise<string> {
    this.#check(lease);
    const text = [...pieces].join('');
    await replacing?.(versionOf(text));
    this.#check(lease);
    const store = this.#store;
    if ((store.text === undefined ? undefined : versionOf(store.text)) !== expected) throw stateChanged(this.place);
    if (store.text !== undefined) store.backup = store.text;
    store.text = text;
    return versionOf(text);
  }

  async readJournal(): Promise<Uint8Array> {
    return Buffer.from(this.#store.journal);
  }

  async appendJournal(lease: Lease, line: Iterable<Uint8Array>): Promise<void> {
    this.#check(lease);
    this.#store.journal += Buffer.concat([...line]).toString();
  }

  async replaceJournal(lease: Lease, pieces: Iterable<Uint8Array> | undefined): Promise<void> {
    this.#check(lease);
    this.#store.journal = Buffer.concat([...(pieces ?? [])]).toString();
  }

  async tryLock(request: LockRequest): Promise<LockAttempt> {
    const store = this.#store;
    const [now, alive] = [this.#clock.now(), this.#clock.uptime()];
    if (store.holder !== undefined && alive - store.holder.alive <= LEASE_MS) return { holder: store.holder };
    store.fence += 1;
    const id = `memory-${store.fence}`;
    store.holder = { id, ...request, who: 'this process', created: now, renewed: now, alive, fence: store.fence };
    return { lease: { id, fence: store.fence, ttlMs: LEASE_MS } };
  }

  async renew(lease: Lease): Promise<void> {
    this.#check(lease);
    this.#store.holder = { ...this.#store.holder!, renewed: this.#clock.now(), alive: this.#clock.uptime() };
  }

  async unlock(lease: Lease): Promise<void> {
    if (this.#store.holder?.fence === lease.fence) delete this.#store.holder;
  }

  async forceUnlock(id: string): Promise<LockHolder> {
    const { holder } = this.#store;
    if (holder === undefined) throw notLocked(this.place);
    if (holder.id !== id) throw otherLock(this.place, id, holder);
    delete this.#store.holder;
    return holder;
  }

  #check(lease: Lease): void {
    const { holder } = this.#store;
    if (holder?.fence !== lease.fence) throw lockLost(this.place, holder);
  }
}
