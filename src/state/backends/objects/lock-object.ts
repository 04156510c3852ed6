import { randomUUID } from 'node:crypto';
import type { LockHolder, LockRequest } from '../../backend.js';
import type { Clock } from '../../clock.js';
import { newLockInfo } from '../remote/lock-info.js';
import { isAbandoned, leaseNote, objectHolder } from './lease-note.js';
import type { StateLock } from './lock.js';
import type { ObjectStore, StoredObject } from './store.js';

/** A store that can remove one version of an object: a late removal spares what another writer has stored since. */
export interface VersionedStore extends ObjectStore {
  /** Removes an object if it is still this version, also if replies are lost. */
  removeVersion(what: string, key: string, tag: string): Promise<void>;
}

export interface LockObjectOptions {
  readonly objects: VersionedStore;
  readonly key: string;
  /** What Terraform shows as the place of the state. */
  readonly path: string;
  readonly clock: Clock;
  /** The ID that Terraform gives its own lock, if it is not the one in its content. */
  readonly idOf?: (stored: StoredObject) => string;
}

interface Mine {
  readonly bytes: Buffer<ArrayBuffer>;
  tag: string;
}

/**
 * A lock that is an object, as Terraform has it in buckets: the one who creates it has the lock. It is renewed by writing
 * it again, and its age is measured by the clock of the server.
 */
export class LockObject implements StateLock {
  readonly #options: LockObjectOptions;
  #mine: Mine | undefined;

  constructor(options: LockObjectOptions) {
    this.#options = options;
  }

  async take(request: LockRequest): Promise<{ readonly id: string } | { readonly holder: LockHolder }> {
    const { objects, key, path, clock } = this.#options;
    const id = randomUUID();
    const bytes = Buffer.from(JSON.stringify(newLockInfo(id, request, clock.now(), path, leaseNote())));
    for (;;) {
      let tag = await objects.put('Locking', key, bytes, 'absent');
      if (tag === undefined) {
        const found = await objects.get('Locking', key);
        // Released meanwhile.
        if (found === undefined) continue;
        if (!isAbandoned(found)) return { holder: this.#holderOf(found) };
        tag = await objects.put('Locking', key, bytes, { is: found.tag });
        // Another run was faster.
        if (tag === undefined) continue;
      }
      this.#mine = { bytes, tag };
      return { id };
    }
  }

  async renew(): Promise<boolean> {
    const mine = this.#mine;
    if (mine === undefined) return false;
    const tag = await this.#options.objects.put('Locking', this.#options.key, mine.bytes, { is: mine.tag });
    if (tag === undefined) this.#mine = undefined;
    else mine.tag = tag;
    return tag !== undefined;
  }

  async release(): Promise<void> {
    const mine = this.#mine;
    this.#mine = undefined;
    // A repeated removal must not remove the lock of the next run.
    if (mine !== undefined) await this.#options.objects.removeVersion('Unlocking', this.#options.key, mine.tag);
  }

  async holder(): Promise<LockHolder | undefined> {
    const found = await this.#options.objects.get('Locking', this.#options.key);
    return found && this.#holderOf(found);
  }

  async remove({ id }: LockHolder): Promise<void> {
    const { objects, key } = this.#options;
    const found = await objects.get('Unlocking', key);
    if (found !== undefined && this.#holderOf(found).id === id)
      await objects.removeVersion('Unlocking', key, found.tag);
  }

  #holderOf(found: StoredObject): LockHolder {
    const holder = objectHolder(found);
    const { idOf } = this.#options;
    return holder.renewed === undefined && idOf !== undefined ? { ...holder, id: idOf(found) } : holder;
  }
}
