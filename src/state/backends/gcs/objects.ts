import { createHash } from 'node:crypto';
import { listIn, objectIn, parseJson, textMember } from '../../../model/index.js';
import type { Clock } from '../../clock.js';
import type { VersionedStore } from '../objects/lock-object.js';
import { forEachKey, type Condition, type StoredObject } from '../objects/store.js';
import { remoteFailed, remoteRefused } from '../remote/diagnostics.js';
import { bufferOf, sendRepeatedly, type RemoteReply, type Send } from '../remote/send.js';
import type { GcsSettings } from './settings.js';

export interface GcsObjectsOptions {
  readonly settings: GcsSettings;
  readonly send: Send;
  /** The token for requests; undefined if none is needed. */
  readonly token: () => Promise<string | undefined>;
  readonly clock: Clock;
  readonly place: string;
}

/** The objects of one bucket, by the JSON API. The tag of an object is its generation. */
export class GcsObjects implements VersionedStore {
  readonly #options: GcsObjectsOptions;

  constructor(options: GcsObjectsOptions) {
    this.#options = options;
  }

  async get(what: string, key: string): Promise<StoredObject | undefined> {
    const url = this.#address(key);
    url.searchParams.set('alt', 'media');
    const reply = await this.#ask(what, 'GET', url, { headers: this.#customerKey(key) });
    if (reply.status === 404 && !isMissingBucket(reply)) return undefined;
    if (reply.status !== 200) throw this.#refused(what, reply);
    const written = Date.parse(reply.header('last-modified') ?? '');
    const now = Date.parse(reply.header('date') ?? '');
    return {
      bytes: bufferOf(reply),
      tag: reply.header('x-goog-generation') ?? '',
      ageMs: Number.isNaN(now - written) ? 0 : now - written,
      written: Number.isNaN(written) ? 0 : written,
    };
  }

  async put(what: string, key: string, bytes: Buffer<ArrayBuffer>, condition?: Condition): Promise<string | undefined> {
    const { bucket, endpoint, kmsKey } = this.#options.settings;
    const url = new URL(`/upload/storage/v1/b/${encodeURIComponent(bucket)}/o`, endpoint);
    url.searchParams.set('uploadType', 'media');
    url.searchParams.set('name', key);
    if (condition !== undefined) url.searchParams.set('ifGenerationMatch', condition === 'absent' ? '0' : condition.is);
    if (kmsKey !== undefined && !isLock(key)) url.searchParams.set('kmsKeyName', kmsKey);
    const headers = { 'content-type': 'application/json', ...this.#customerKey(key) };
    const reply = await this.#ask(what, 'POST', url, { headers, bytes });
    if (reply.status === 200) return textMember(objectIn(parseJson(textOf(reply))), 'generation') ?? '';
    if (reply.status !== 412 || condition === undefined) throw this.#refused(what, reply);
    const stored = await this.get(what, key);
    return stored !== undefined && stored.bytes.equals(bytes) ? stored.tag : undefined;
  }

  async remove(what: string, key: string): Promise<void> {
    const reply = await this.#ask(what, 'DELETE', this.#address(key), {});
    if (reply.status >= 300 && reply.status !== 404) throw this.#refused(what, reply);
  }

  async removeVersion(what: string, key: string, tag: string): Promise<void> {
    const url = this.#address(key);
    url.searchParams.set('ifGenerationMatch', tag);
    const reply = await this.#ask(what, 'DELETE', url, {});
    if (reply.status >= 300 && reply.status !== 404 && reply.status !== 412) throw this.#refused(what, reply);
  }

  removeAll(what: string, keys: readonly string[]): Promise<void> {
    return forEachKey(keys, (key) => this.remove(what, key));
  }

  async list(what: string, prefix: string): Promise<readonly string[]> {
    const keys: string[] = [];
    for (let token: string | undefined = ''; token !== undefined;) {
      const url = this.#address();
      url.searchParams.set('prefix', prefix);
      url.searchParams.set('fields', 'items(name),nextPageToken');
      if (token !== '') url.searchParams.set('pageToken', token);
      const reply: RemoteReply = await this.#ask(what, 'GET', url, {});
      if (reply.status !== 200) throw this.#refused(what, reply);
      const page = objectIn(parseJson(textOf(reply)));
      for (const item of listIn(page['items'])) keys.push(textMember(objectIn(item), 'name') ?? '');
      token = textMember(page, 'nextPageToken');
    }
    return keys.sort();
  }

  /** Of an object, or of all. */
  #address(key?: string): URL {
    const { bucket, endpoint } = this.#options.settings;
    const name = key === undefined ? '' : `/${encodeURIComponent(key)}`;
    return new URL(`b/${encodeURIComponent(bucket)}/o${name}`, endpoint);
  }

  /** As in Terraform, the lock is not encrypted with it. */
  #customerKey(key: string): Record<string, string> {
    const { customerKey } = this.#options.settings;
    if (customerKey === undefined || isLock(key)) return {};
    return {
      'x-goog-encryption-algorithm': 'AES256',
      'x-goog-encryption-key': customerKey,
      'x-goog-encryption-key-sha256': createHash('sha256').update(Buffer.from(customerKey, 'base64')).digest('base64'),
    };
  }

  async #ask(
    what: string,
    method: string,
    url: URL,
    { headers = {}, bytes }: { readonly headers?: Record<string, string>; readonly bytes?: Buffer<ArrayBuffer> },
  ): Promise<RemoteReply> {
    const { send, token, clock, place } = this.#options;
    const retries = { most: 4, firstPauseMs: 100, longestPauseMs: 5000, clock };
    try {
      const bearer = await token();
      const all = { ...headers, ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }) };
      return await sendRepeatedly(
        () => send(url, { method, headers: all, ...(bytes !== undefined && { body: bytes }) }),
        retries,
        { what, place },
      );
    } catch (error) {
      throw remoteFailed(what, place, error);
    }
  }

  #refused(what: string, reply: RemoteReply): Error {
    return remoteRefused(what, this.#options.place, reply.status, messageIn(reply));
  }
}

const textOf = ({ body }: RemoteReply): string => Buffer.from(body).toString('utf8');

const isLock = (key: string): boolean => key.endsWith('.tflock');

const isMissingBucket = (reply: RemoteReply): boolean => /bucket does not exist/i.test(textOf(reply));

/** The message of an error of Google's services, or what there is instead. */
function messageIn(reply: RemoteReply): string {
  const text = textOf(reply);
  return /"message":\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text;
}
