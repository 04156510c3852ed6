import { gunzipSync, gzipSync } from 'node:zlib';
import { listIn, objectIn, textMember, type JsonObject } from '../../../model/index.js';
import { forEachKey, type Condition, type ObjectStore, type StoredObject } from '../objects/store.js';
import { fieldsOf, type KubernetesClient } from './client.js';
import type { RemoteReply } from '../remote/send.js';
import { leaseOf } from './names.js';
import type { KubernetesSettings } from './settings.js';

/** The labels of Terraform's objects. */
export const labelsOf = ({ suffix, labels }: KubernetesSettings, workspace: string): Record<string, string> => ({
  tfstate: 'true',
  tfstateSecretSuffix: suffix,
  tfstateWorkspace: workspace,
  'app.kubernetes.io/managed-by': 'terraform',
  ...labels,
});

/** Secrets with compressed contents. The tag of one is its resource version. */
export class Secrets implements ObjectStore {
  readonly #client: KubernetesClient;
  readonly #settings: KubernetesSettings;
  /** What else is in a secret of Terraform: it is kept. */
  readonly #seen = new Map<string, JsonObject>();

  constructor(client: KubernetesClient, settings: KubernetesSettings) {
    this.#client = client;
    this.#settings = settings;
  }

  async get(what: string, key: string): Promise<StoredObject | undefined> {
    const reply = await this.#client.ask(what, 'GET', 'secrets', key);
    if (reply.status === 404) return undefined;
    if (reply.status !== 200) throw this.#client.refused(what, reply);
    const secret = fieldsOf(reply);
    if (isState(key)) this.#seen.set(key, secret);
    const content = textMember(objectIn(secret['data']), isState(key) ? 'tfstate' : 'content');
    const bytes = content === undefined ? Buffer.alloc(0) : gunzipSync(Buffer.from(content, 'base64'));
    return { bytes, tag: versionOf(secret), ageMs: 0, written: 0 };
  }

  async put(what: string, key: string, bytes: Buffer<ArrayBuffer>, condition?: Condition): Promise<string | undefined> {
    const body = this.#secret(key, bytes, condition);
    const create = (): Promise<RemoteReply> => this.#client.ask(what, 'POST', 'secrets', '', { body });
    const replace = (): Promise<RemoteReply> => this.#client.ask(what, 'PUT', 'secrets', key, { body });
    let reply = await (condition === 'absent' ? create() : replace());
    if (condition === undefined && reply.status === 404) {
      reply = await create();
      // Created, although the reply to that was lost.
      if (reply.status === 409) reply = await replace();
    }
    if (reply.status === 200 || reply.status === 201) {
      const secret = fieldsOf(reply);
      if (isState(key)) this.#seen.set(key, secret);
      return versionOf(secret);
    }
    const isRefused = reply.status === 409 || (reply.status === 404 && condition !== 'absent');
    if (!isRefused || condition === undefined) throw this.#client.refused(what, reply);
    const stored = await this.get(what, key);
    return stored?.bytes.equals(bytes) === true ? stored.tag : undefined;
  }

  #secret(key: string, bytes: Buffer, condition: Condition | undefined): JsonObject {
    const content = gzipSync(bytes).toString('base64');
    const version = typeof condition === 'object' ? { resourceVersion: condition.is } : {};
    const common = { apiVersion: 'v1', kind: 'Secret', type: 'Opaque' };
    if (!isState(key)) {
      return { ...common, metadata: { name: key, labels: this.#ownLabels(), ...version }, data: { content } };
    }
    const before = this.#seen.get(key) ?? {};
    const metadata = objectIn(before['metadata']);
    const workspace = key.slice(STATE.length, -this.#settings.suffix.length - 1);
    return {
      ...common,
      metadata: {
        name: key,
        labels: { ...labelsOf(this.#settings, workspace), ...objectIn(metadata['labels']) },
        annotations: { encoding: 'gzip', ...objectIn(metadata['annotations']) },
        ...version,
      },
      data: { ...objectIn(before['data']), tfstate: content },
    };
  }

  /** None of Terraform's: it would take the secrets for states. */
  #ownLabels(): Record<string, string> {
    return { 'app.kubernetes.io/managed-by': 'landform', 'landform-suffix': this.#settings.suffix.slice(0, 63) };
  }

  async remove(what: string, key: string): Promise<void> {
    const reply = await this.#client.ask(what, 'DELETE', 'secrets', key);
    if (reply.status >= 300 && reply.status !== 404) throw this.#client.refused(what, reply);
    if (!isState(key)) return;
    // The lock goes with the state, as in Terraform.
    const lock = await this.#client.ask(what, 'DELETE', 'leases', leaseOf(key));
    if (lock.status >= 300 && lock.status !== 404) throw this.#client.refused(what, lock);
  }

  removeAll(what: string, keys: readonly string[]): Promise<void> {
    return forEachKey(keys, (key) => this.remove(what, key));
  }

  async list(what: string, prefix: string): Promise<readonly string[]> {
    const own = Object.entries(this.#ownLabels()).map(([name, value]) => `${name}=${value}`);
    const found = await this.#find(what, own.join(','));
    return found
      .map((secret) => textMember(objectIn(secret['metadata']), 'name') ?? '')
      .filter((name) => name.startsWith(prefix))
      .sort();
  }

  /** The workspaces that Terraform finds, too. */
  async workspaces(): Promise<readonly string[]> {
    const found = await this.#find('Reading', `tfstate=true,tfstateSecretSuffix=${this.#settings.suffix}`);
    const names = found.map((secret) =>
      textMember(objectIn(objectIn(secret['metadata'])['labels']), 'tfstateWorkspace'),
    );
    return [...new Set(names.filter((name) => name !== undefined).filter((name) => name !== 'default'))].sort();
  }

  async #find(what: string, labelSelector: string): Promise<readonly JsonObject[]> {
    const found: JsonObject[] = [];
    for (let next = '', isFirst = true; isFirst || next !== ''; isFirst = false) {
      const query = { labelSelector, limit: '250', ...(next !== '' && { continue: next }) };
      const reply = await this.#client.ask(what, 'GET', 'secrets', '', { query });
      if (reply.status !== 200) throw this.#client.refused(what, reply);
      const page = fieldsOf(reply);
      for (const item of listIn(page['items'])) found.push(objectIn(item));
      next = textMember(objectIn(page['metadata']), 'continue') ?? '';
    }
    return found;
  }
}

const STATE = 'tfstate-';

const isState = (key: string): boolean => key.startsWith(STATE);

const versionOf = (resource: JsonObject): string => textMember(objectIn(resource['metadata']), 'resourceVersion') ?? '';
