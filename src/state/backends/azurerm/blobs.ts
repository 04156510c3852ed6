import type { Clock } from '../../clock.js';
import { forEachKey, type Condition, type ObjectStore, type StoredObject } from '../objects/store.js';
import { remoteFailed, remoteRefused } from '../remote/diagnostics.js';
import { bufferOf, sendRepeatedly, type RemoteReply, type Send } from '../remote/send.js';
import { plainXml } from '../remote/xml.js';
import type { Authorize } from './authorize.js';
import type { AzureSettings } from './settings.js';

export interface BlobsOptions {
  readonly settings: AzureSettings;
  readonly send: Send;
  readonly authorize: Authorize;
  readonly clock: Clock;
  readonly place: string;
}

/** What is known of a blob besides its content. */
export interface BlobProperties {
  /** Whether there is a lease on it. */
  readonly isLeased: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  readonly written: number;
}

/** A lease of this process. Writing the blob needs it, and replaces the metadata. */
export interface BlobLease {
  readonly key: string;
  readonly id: string;
  readonly metadata: Readonly<Record<string, string>>;
}

interface Request {
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly bytes?: Buffer<ArrayBuffer>;
}

/** The blobs of one container. */
export class Blobs implements ObjectStore {
  /** Set while this process has a lease on one. */
  lease: BlobLease | undefined;
  readonly #options: BlobsOptions;
  /** How far the clock of the server is ahead. */
  #skewMs = 0;

  constructor(options: BlobsOptions) {
    this.#options = options;
  }

  async get(what: string, key: string): Promise<StoredObject | undefined> {
    const reply = await this.ask(what, 'GET', key);
    if (isMissingBlob(reply)) return undefined;
    if (reply.status !== 200) throw this.refused(what, reply);
    const written = Date.parse(reply.header('last-modified') ?? '');
    const now = Date.parse(reply.header('date') ?? '');
    return {
      bytes: bufferOf(reply),
      tag: reply.header('etag') ?? '',
      ageMs: Number.isNaN(now - written) ? 0 : now - written,
      written: Number.isNaN(written) ? 0 : written,
    };
  }

  async properties(what: string, key: string): Promise<BlobProperties | undefined> {
    const reply = await this.ask(what, 'HEAD', key);
    if (reply.status === 404) return undefined;
    if (reply.status !== 200) throw this.refused(what, reply);
    const state = reply.header('x-ms-lease-state') ?? 'available';
    const metadata: Record<string, string> = {};
    for (const name of reply.names()) {
      if (name.startsWith(META)) metadata[name.slice(META.length)] = reply.header(name) ?? '';
    }
    const written = Date.parse(reply.header('last-modified') ?? '');
    return { isLeased: state === 'leased' || state === 'breaking', metadata, written: written || 0 };
  }

  async put(what: string, key: string, bytes: Buffer<ArrayBuffer>, condition?: Condition): Promise<string | undefined> {
    const { takesSnapshots, key: base } = this.#options.settings;
    const lease = this.lease?.key === key ? this.lease : undefined;
    if (takesSnapshots && lease !== undefined && key.startsWith(base)) await this.#snapshot(what, lease);
    const headers = {
      'x-ms-blob-type': 'BlockBlob',
      'content-type': 'application/json',
      ...(condition === 'absent' && { 'if-none-match': '*' }),
      ...(typeof condition === 'object' && { 'if-match': condition.is }),
      ...(lease !== undefined && { 'x-ms-lease-id': lease.id, ...metaHeaders(lease.metadata) }),
    };
    const reply = await this.ask(what, 'PUT', key, { headers, bytes });
    if (reply.status === 201) return reply.header('etag') ?? '';
    const isMissing = reply.status === 404 && typeof condition === 'object' && isMissingBlob(reply);
    if (reply.status !== 412 && reply.status !== 409 && !isMissing) throw this.refused(what, reply);
    if (condition === undefined) throw this.refused(what, reply);
    const stored = await this.get(what, key);
    return stored !== undefined && stored.bytes.length > 0 && stored.bytes.equals(bytes) ? stored.tag : undefined;
  }

  async #snapshot(what: string, { key, id }: BlobLease): Promise<void> {
    const reply = await this.ask(what, 'PUT', key, { headers: { 'x-ms-lease-id': id }, query: { comp: 'snapshot' } });
    if (reply.status !== 201 && reply.status !== 412) throw this.refused(what, reply);
  }

  async remove(what: string, key: string): Promise<void> {
    const headers = {
      'x-ms-delete-snapshots': 'include',
      ...(this.lease?.key === key && { 'x-ms-lease-id': this.lease.id }),
    };
    const reply = await this.ask(what, 'DELETE', key, { headers });
    if (reply.status >= 300 && !isMissingBlob(reply)) throw this.refused(what, reply);
    if (this.lease?.key === key) this.lease = undefined;
  }

  removeAll(what: string, keys: readonly string[]): Promise<void> {
    return forEachKey(keys, (key) => this.remove(what, key));
  }

  async list(what: string, prefix: string): Promise<readonly string[]> {
    const keys: string[] = [];
    for (let marker = '', isFirst = true; isFirst || marker !== ''; isFirst = false) {
      const query = { restype: 'container', comp: 'list', prefix, ...(marker !== '' && { marker }) };
      const reply: RemoteReply = await this.ask(what, 'GET', undefined, { query });
      if (reply.status !== 200) throw this.refused(what, reply);
      const text = textOf(reply);
      for (const [, key = ''] of text.matchAll(/<Name>([^<]*)<\/Name>/g)) keys.push(plainXml(key));
      marker = plainXml(/<NextMarker>([^<]*)<\/NextMarker>/.exec(text)?.[1] ?? '');
    }
    return keys.sort();
  }

  /** Sends a request about a blob, or about the container. */
  async ask(
    what: string,
    method: string,
    key: string | undefined,
    { headers = {}, query = {}, bytes = Buffer.alloc(0) }: Request = {},
  ): Promise<RemoteReply> {
    const { settings, send, authorize, clock, place } = this.#options;
    const name = key === undefined ? '' : `/${key.split('/').map(encodeURIComponent).join('/')}`;
    const url = new URL(`${settings.address}${name}`);
    for (const [part, value] of Object.entries(query)) url.searchParams.set(part, value);
    const retries = { most: 4, firstPauseMs: 100, longestPauseMs: 5000, clock };
    const attempt = async (): Promise<RemoteReply> => {
      const dated = {
        ...headers,
        'x-ms-version': VERSION,
        'x-ms-date': new Date(clock.now() + this.#skewMs).toUTCString(),
      };
      const authorized = await authorize({ method, url, headers: dated, size: bytes.length });
      const body = bytes.length > 0 || method === 'PUT' ? { body: bytes } : {};
      const reply = await send(authorized.url, { method, headers: authorized.headers, ...body });
      return this.#isSkewed(reply) ? attempt() : reply;
    };
    try {
      return await sendRepeatedly(attempt, retries, { what, place });
    } catch (error) {
      throw remoteFailed(what, place, error);
    }
  }

  /** Whether the request was refused because of the clock of this machine, which is from now on corrected. */
  #isSkewed(reply: RemoteReply): boolean {
    if (reply.status !== 403) return false;
    const skew = Date.parse(reply.header('date') ?? '') - this.#options.clock.now();
    if (Number.isNaN(skew) || Math.abs(skew - this.#skewMs) < TOLERANCE_MS) return false;
    this.#skewMs = skew;
    return true;
  }

  refused(what: string, reply: RemoteReply): Error {
    const text = textOf(reply);
    const message = plainXml(/<Message>([^<\n]*)/.exec(text)?.[1] ?? '');
    return remoteRefused(what, this.#options.place, reply.status, `${codeOf(reply)} ${message}`.trim());
  }
}

const VERSION = '2021-12-02';
const META = 'x-ms-meta-';

/** Azure accepts times that differ by a quarter of an hour. */
const TOLERANCE_MS = 10 * 60_000;

export const metaHeaders = (metadata: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`${META}${name}`, value]));

export const codeOf = (reply: RemoteReply): string =>
  reply.header('x-ms-error-code') ?? /<Code>([^<]*)<\/Code>/.exec(textOf(reply))?.[1] ?? '';

export const isMissingBlob = (reply: RemoteReply): boolean =>
  reply.status === 404 && codeOf(reply) !== 'ContainerNotFound';

const textOf = ({ body }: RemoteReply): string => Buffer.from(body).toString('utf8');
