import { randomUUID } from 'node:crypto';
import { LEASE_MS, type LockHolder, type LockRequest } from '../../backend.js';
import type { Clock } from '../../clock.js';
import { isAbandoned, leaseNote, objectHolder } from '../objects/lease-note.js';
import type { StateLock } from '../objects/lock.js';
import { newLockInfo } from '../remote/lock-info.js';
import { codeOf, isMissingBlob, metaHeaders, type Blobs, type BlobProperties } from './blobs.js';

export interface BlobLockOptions {
  readonly blobs: Blobs;
  readonly key: string;
  readonly container: string;
  readonly clock: Clock;
}

/** Where Terraform keeps who has the lock. */
const META_KEY = 'terraformlockid';

/** How often a lease without a name is looked at. */
const NAMED_WITHIN = 5;
const PAUSE_MS = 100;

/** The holder of a lease that was taken by other means: the blob is the state itself, and must not be deleted. */
const UNNAMED: LockHolder = {
  id: '',
  operation: 'unknown',
  who: 'a lease of the blob that names no one',
  program: 'unknown',
  created: 0,
  ends: 'If nothing uses the state, end the lease with "az storage blob lease break".',
};

/**
 * A lease of the blob with the state, as Terraform takes one, but with an end: Azure refuses every write of the state
 * without it, and ends it by its own clock.
 */
export class BlobLock implements StateLock {
  readonly #options: BlobLockOptions;

  constructor(options: BlobLockOptions) {
    this.#options = options;
  }

  async take(request: LockRequest): Promise<{ readonly id: string } | { readonly holder: LockHolder }> {
    const { blobs, key, container, clock } = this.#options;
    const id = randomUUID();
    const info = newLockInfo(id, request, clock.now(), `${container}/${key}`, leaseNote());
    for (;;) {
      const code = await this.#acquire(id);
      if (code === 'BlobNotFound') {
        // Terraform, too, takes an empty blob for a missing state.
        await blobs.put('Locking', key, Buffer.alloc(0), 'absent');
        continue;
      }
      const found = code === undefined ? await blobs.properties('Locking', key) : await this.#whenNamed();
      if (code !== undefined) {
        if (found?.isLeased !== true) continue;
        const bytes = Buffer.from(found.metadata[META_KEY] ?? '', 'base64');
        const holder = this.#holderOf(found);
        if (!isAbandoned({ bytes, ageMs: 0, tag: '', written: found.written })) return { holder };
        // Its process is dead, and what it leased is released by its ID: never the lease of another run.
        await this.#lease('release', { 'x-ms-lease-id': holder.id });
        continue;
      }
      const metadata = { ...found?.metadata, [META_KEY]: Buffer.from(JSON.stringify(info)).toString('base64') };
      if (!(await this.#describe(id, metadata))) continue;
      blobs.lease = { key, id, metadata };
      return { id };
    }
  }

  /** A run that has just taken the lease, or is about to release it, is not named for a moment. */
  async #whenNamed(): Promise<BlobProperties | undefined> {
    const { blobs, key, clock } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      const found = await blobs.properties('Locking', key);
      const isNamed = found?.isLeased !== true || found.metadata[META_KEY] !== undefined;
      if (isNamed || attempt === NAMED_WITHIN) return found;
      await clock.sleep(PAUSE_MS);
    }
  }

  /** Returns why the lease was not granted. */
  async #acquire(id: string): Promise<string | undefined> {
    const duration = { 'x-ms-lease-duration': String(LEASE_MS / 1000), 'x-ms-proposed-lease-id': id };
    const reply = await this.#lease('acquire', duration);
    if (reply.status === 201 || reply.status === 200) return undefined;
    if (isMissingBlob(reply)) return 'BlobNotFound';
    if (reply.status !== 409) throw this.#options.blobs.refused('Locking', reply);
    return codeOf(reply);
  }

  /** Replaces the metadata, which needs the lease; false if it was lost. */
  async #describe(id: string, metadata: Readonly<Record<string, string>>): Promise<boolean> {
    const headers = { 'x-ms-lease-id': id, ...metaHeaders(metadata) };
    const reply = await this.#options.blobs.ask('Locking', 'PUT', this.#options.key, {
      headers,
      query: { comp: 'metadata' },
    });
    if (reply.status === 200) return true;
    if (reply.status === 412 || reply.status === 409 || isMissingBlob(reply)) return false;
    throw this.#options.blobs.refused('Locking', reply);
  }

  #lease(action: string, headers: Readonly<Record<string, string>>): ReturnType<Blobs['ask']> {
    const { blobs, key } = this.#options;
    const query = { comp: 'lease' };
    return blobs.ask('Locking', 'PUT', key, { headers: { 'x-ms-lease-action': action, ...headers }, query });
  }

  async renew(): Promise<boolean> {
    const { blobs } = this.#options;
    if (blobs.lease === undefined) return false;
    const reply = await this.#lease('renew', { 'x-ms-lease-id': blobs.lease.id });
    if (reply.status === 200) return true;
    if (reply.status !== 409 && reply.status !== 412 && !isMissingBlob(reply)) throw blobs.refused('Locking', reply);
    blobs.lease = undefined;
    return false;
  }

  async release(): Promise<void> {
    const { lease } = this.#options.blobs;
    this.#options.blobs.lease = undefined;
    if (lease !== undefined) await this.#end(lease.id, lease.metadata);
  }

  /** The metadata first, as in Terraform: without the lease, it could be that of the next holder. */
  async #end(id: string, { [META_KEY]: _, ...metadata }: Readonly<Record<string, string>>): Promise<void> {
    await this.#describe(id, metadata);
    const reply = await this.#lease('release', { 'x-ms-lease-id': id });
    if (reply.status >= 300 && reply.status !== 409 && reply.status !== 412 && !isMissingBlob(reply))
      throw this.#options.blobs.refused('Unlocking', reply);
  }

  async holder(): Promise<LockHolder | undefined> {
    const found = await this.#options.blobs.properties('Locking', this.#options.key);
    return found?.isLeased === true ? this.#holderOf(found) : undefined;
  }

  async remove({ id }: LockHolder): Promise<void> {
    const found = await this.#options.blobs.properties('Unlocking', this.#options.key);
    await this.#end(id, found?.metadata ?? {});
  }

  #holderOf({ metadata, written }: BlobProperties): LockHolder {
    const text = metadata[META_KEY];
    if (text === undefined) return UNNAMED;
    return objectHolder({ bytes: Buffer.from(text, 'base64'), ageMs: 0, tag: '', written });
  }
}
