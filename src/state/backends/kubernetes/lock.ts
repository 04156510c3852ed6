import { randomUUID } from 'node:crypto';
import { LEASE_MS, type LockHolder, type LockRequest } from '../../backend.js';
import type { Clock } from '../../clock.js';
import { objectIn, textMember, type JsonObject } from '../../../model/index.js';
import { isAbandoned, leaseNote, objectHolder } from '../objects/lease-note.js';
import type { StateLock } from '../objects/lock.js';
import type { StoredObject } from '../objects/store.js';
import { newLockInfo } from '../remote/lock-info.js';
import { fieldsOf, type KubernetesClient } from './client.js';
import { leaseOf } from './names.js';

export interface LeaseLockOptions {
  readonly client: KubernetesClient;
  /** The name of the secret with the state. */
  readonly state: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly clock: Clock;
}

const INFO = 'app.terraform.io/lock-info';

/**
 * The lease of Terraform, with a duration and the time of its last renewal, by the clock of the server. It is only
 * replaced if it is still the one that was read.
 */
export class LeaseLock implements StateLock {
  readonly #options: LeaseLockOptions;
  readonly #name: string;
  #mine: { readonly id: string; lease: JsonObject } | undefined;

  constructor(options: LeaseLockOptions) {
    this.#options = options;
    this.#name = leaseOf(options.state);
  }

  async take(request: LockRequest): Promise<{ readonly id: string } | { readonly holder: LockHolder }> {
    const { client, clock, state } = this.#options;
    const id = randomUUID();
    const info = JSON.stringify(newLockInfo(id, request, clock.now(), state, leaseNote()));
    for (;;) {
      const found = await this.#read('Locking');
      const holder = textMember(objectIn(found?.['spec']), 'holderIdentity');
      if (found !== undefined && holder !== undefined && holder !== id) {
        const stored = this.#stored(found);
        if (!isAbandoned(stored)) return { holder: this.#holderOf(found) };
      }
      // After a lost reply, it is taken again: the same holder, a new version.
      const lease = this.#taken(found, id, info);
      const reply = await (found === undefined
        ? client.ask('Locking', 'POST', 'leases', '', { body: lease })
        : client.ask('Locking', 'PUT', 'leases', this.#name, { body: lease }));
      if (reply.status === 200 || reply.status === 201) {
        this.#mine = { id, lease: fieldsOf(reply) };
        return { id };
      }
      // Another run was faster.
      if (reply.status !== 409 && reply.status !== 404) throw client.refused('Locking', reply);
    }
  }

  #taken(found: JsonObject | undefined, id: string, info: string): JsonObject {
    const { client, labels } = this.#options;
    const metadata = objectIn(found?.['metadata']);
    const time = microTime(client.now());
    const spec = { holderIdentity: id, leaseDurationSeconds: LEASE_MS / 1000, acquireTime: time, renewTime: time };
    return {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: {
        labels,
        ...metadata,
        name: this.#name,
        annotations: { ...objectIn(metadata['annotations']), [INFO]: info },
      },
      spec,
    };
  }

  async renew(): Promise<boolean> {
    const { client } = this.#options;
    for (;;) {
      const mine = this.#mine;
      if (mine === undefined) return false;
      const spec = { ...objectIn(mine.lease['spec']), renewTime: microTime(client.now()) };
      const reply = await client.ask('Locking', 'PUT', 'leases', this.#name, { body: { ...mine.lease, spec } });
      if (reply.status === 200) {
        mine.lease = fieldsOf(reply);
        return true;
      }
      if (reply.status !== 409 && reply.status !== 404) throw client.refused('Locking', reply);
      const found = reply.status === 404 ? undefined : await this.#read('Locking');
      if (found === undefined || textMember(objectIn(found['spec']), 'holderIdentity') !== mine.id) {
        this.#mine = undefined;
        return false;
      }
      // A renewal whose reply was lost, or a change of its labels.
      mine.lease = found;
    }
  }

  async release(): Promise<void> {
    const mine = this.#mine;
    this.#mine = undefined;
    if (mine !== undefined) await this.#free(mine.lease, mine.id);
  }

  /** The lease remains, without a holder. */
  async #free(lease: JsonObject, id: string): Promise<void> {
    const { client } = this.#options;
    for (let known: JsonObject | undefined = lease; known !== undefined;) {
      const metadata = objectIn(known['metadata']);
      const { [INFO]: _, ...annotations } = objectIn(metadata['annotations']);
      const { holderIdentity, ...spec } = objectIn(known['spec']);
      if (holderIdentity !== id) return;
      const body = { ...known, metadata: { ...metadata, annotations }, spec };
      const reply = await client.ask('Unlocking', 'PUT', 'leases', this.#name, { body });
      if (reply.status === 200 || reply.status === 404) return;
      if (reply.status !== 409) throw client.refused('Unlocking', reply);
      known = await this.#read('Unlocking');
    }
  }

  async holder(): Promise<LockHolder | undefined> {
    const found = await this.#read('Locking');
    if (found === undefined || textMember(objectIn(found['spec']), 'holderIdentity') === undefined) return undefined;
    return this.#holderOf(found);
  }

  async remove({ id }: LockHolder): Promise<void> {
    const found = await this.#read('Unlocking');
    if (found !== undefined) await this.#free(found, id);
  }

  async #read(what: string): Promise<JsonObject | undefined> {
    const { client } = this.#options;
    const reply = await client.ask(what, 'GET', 'leases', this.#name);
    if (reply.status === 404) return undefined;
    if (reply.status !== 200) throw client.refused(what, reply);
    return fieldsOf(reply);
  }

  #holderOf(lease: JsonObject): LockHolder {
    const holder = objectHolder(this.#stored(lease));
    const id = textMember(objectIn(lease['spec']), 'holderIdentity') ?? '';
    return { ...holder, id };
  }

  #stored(lease: JsonObject): StoredObject {
    const annotations = objectIn(objectIn(lease['metadata'])['annotations']);
    const renewed = Date.parse(textMember(objectIn(lease['spec']), 'renewTime') ?? '');
    const bytes = Buffer.from(textMember(annotations, INFO) ?? '{}');
    if (Number.isNaN(renewed)) return { bytes, tag: '', ageMs: 0, written: 0 };
    return { bytes, tag: '', ageMs: this.#options.client.now() - renewed, written: renewed };
  }
}

/** Kubernetes wants microseconds. */
const microTime = (ms: number): string => new Date(ms).toISOString().replace('Z', '000Z');
