import { createHash } from 'node:crypto';
import type { Clock } from '../../clock.js';
import type { VersionedStore } from '../objects/lock-object.js';
import type { Condition, StoredObject } from '../objects/store.js';
import { remoteFailed, remoteRefused } from '../remote/diagnostics.js';
import { bufferOf, isTransient, sendRepeatedly, type RemoteReply, type Send } from '../remote/send.js';
import { plainXml } from '../remote/xml.js';
import type { S3Settings } from './settings.js';
import { encodedPath, signedHeaders, type AwsCredentials } from './sign.js';

const FIRST_PAUSE_MS = 100;

/** The objects of one bucket. */
export class S3Objects implements VersionedStore {
  readonly #settings: S3Settings;
  readonly #send: Send;
  readonly #credentials: () => Promise<AwsCredentials>;
  readonly #clock: Clock;
  readonly #place: string;
  /** How far the clock of the server is ahead. */
  #skewMs = 0;

  constructor(
    settings: S3Settings,
    send: Send,
    credentials: () => Promise<AwsCredentials>,
    clock: Clock,
    place: string,
  ) {
    this.#settings = settings;
    this.#send = send;
    this.#credentials = credentials;
    this.#clock = clock;
    this.#place = place;
  }

  async get(what: string, key: string): Promise<StoredObject | undefined> {
    const reply = await this.#ask(what, 'GET', key, { headers: this.#customerKey() });
    if (reply.status === 404 && !isMissingBucket(reply)) return undefined;
    if (reply.status !== 200) throw this.#refused(what, reply);
    const written = Date.parse(reply.header('last-modified') ?? '');
    const now = Date.parse(reply.header('date') ?? '');
    return {
      bytes: bufferOf(reply),
      tag: reply.header('etag') ?? '',
      ageMs: Number.isNaN(now - written) ? 0 : now - written,
      written: Number.isNaN(written) ? 0 : written,
    };
  }

  async put(what: string, key: string, bytes: Buffer<ArrayBuffer>, condition?: Condition): Promise<string | undefined> {
    const { writing, sendsChecksum } = this.#settings;
    const headers = {
      'content-type': 'application/json',
      ...writing,
      ...this.#customerKey(),
      ...(sendsChecksum && { 'x-amz-checksum-sha256': createHash('sha256').update(bytes).digest('base64') }),
      ...(condition === 'absent' && { 'if-none-match': '*' }),
      ...(typeof condition === 'object' && { 'if-match': condition.is }),
    };
    const reply = await this.#ask(what, 'PUT', key, { headers, bytes });
    if (reply.status === 200) return reply.header('etag') ?? '';
    const isRefused = reply.status === 412 || reply.status === 409 || (reply.status === 404 && !isMissingBucket(reply));
    if (!isRefused || condition === undefined) throw this.#refused(what, reply);
    const stored = await this.get(what, key);
    return stored !== undefined && stored.bytes.equals(bytes) ? stored.tag : undefined;
  }

  async remove(what: string, key: string): Promise<void> {
    const reply = await this.#ask(what, 'DELETE', key, {});
    if (reply.status >= 300 && reply.status !== 404) throw this.#refused(what, reply);
  }

  /** Many services know no conditional removal, so before it is repeated, what is stored tells whether it is done. */
  async removeVersion(what: string, key: string, tag: string): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const isLast = attempt >= this.#settings.mostAttempts;
      const reply = await this.#ask(what, 'DELETE', key, { isOnce: true }).catch((error: unknown) => {
        if (isLast) throw error;
      });
      if (reply !== undefined) {
        if (reply.status < 300 || reply.status === 404) return;
        if (isLast || !isTransient(reply.status)) throw this.#refused(what, reply);
      }
      await this.#clock.sleep(FIRST_PAUSE_MS * attempt);
      if ((await this.get(what, key))?.tag !== tag) return;
    }
  }

  /** Removes many objects, a thousand with a request. */
  async removeAll(what: string, keys: readonly string[]): Promise<void> {
    for (let at = 0; at < keys.length; at += 1000) {
      const named = keys.slice(at, at + 1000).map((key) => `<Object><Key>${escapedXml(key)}</Key></Object>`);
      const bytes = Buffer.from(`<Delete><Quiet>true</Quiet>${named.join('')}</Delete>`);
      const headers = { 'content-md5': createHash('md5').update(bytes).digest('base64') };
      const reply = await this.#ask(what, 'POST', '', { headers, bytes, query: { delete: '' } });
      if (reply.status !== 200) throw this.#refused(what, reply);
    }
  }

  async list(what: string, prefix: string): Promise<readonly string[]> {
    const keys: string[] = [];
    for (let token: string | undefined = ''; token !== undefined;) {
      const query = { 'list-type': '2', prefix, ...(token !== '' && { 'continuation-token': token }) };
      const reply: RemoteReply = await this.#ask(what, 'GET', '', { query });
      if (reply.status !== 200) throw this.#refused(what, reply);
      const text = textOf(reply);
      for (const [, key = ''] of text.matchAll(/<Key>([^<]*)<\/Key>/g)) keys.push(plainXml(key));
      const next = /<NextContinuationToken>([^<]*)<\/NextContinuationToken>/.exec(text)?.[1];
      token = next === undefined ? undefined : plainXml(next);
    }
    return keys.sort();
  }

  #customerKey(): Record<string, string> {
    const { customerKey } = this.#settings;
    if (customerKey === undefined) return {};
    const digest = createHash('md5').update(Buffer.from(customerKey, 'base64')).digest('base64');
    const name = 'x-amz-server-side-encryption-customer';
    return { [`${name}-algorithm`]: 'AES256', [`${name}-key`]: customerKey, [`${name}-key-md5`]: digest };
  }

  async #ask(
    what: string,
    method: string,
    key: string,
    {
      headers = {},
      bytes = Buffer.alloc(0),
      query = {},
      isOnce = false,
    }: {
      readonly headers?: Record<string, string>;
      readonly bytes?: Buffer<ArrayBuffer>;
      readonly query?: Readonly<Record<string, string>>;
      /** Not repeated. */
      readonly isOnce?: boolean;
    },
  ): Promise<RemoteReply> {
    const { address, region, mostAttempts } = this.#settings;
    const url = new URL(`${address}/${encodedPath(key)}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const most = isOnce ? 0 : mostAttempts - 1;
    const retries = { most, firstPauseMs: FIRST_PAUSE_MS, longestPauseMs: 5000, clock: this.#clock };
    try {
      const send = async (): Promise<RemoteReply> => {
        const now = this.#clock.now() + this.#skewMs;
        const signed = signedHeaders(
          { method, url, headers, body: bytes, service: 's3', region, now },
          await this.#credentials(),
        );
        const reply = await this.#send(url, {
          method,
          headers: signed,
          ...(bytes.length > 0 || method === 'PUT' ? { body: bytes } : {}),
        });
        return this.#isSkewed(reply) ? send() : reply;
      };
      return await sendRepeatedly(send, retries, { what, place: this.#place });
    } catch (error) {
      throw remoteFailed(what, this.#place, error);
    }
  }

  /** Whether the request was refused because of the clock of this machine, which is from now on corrected. */
  #isSkewed(reply: RemoteReply): boolean {
    if (reply.status !== 403 || codeIn(reply) !== 'RequestTimeTooSkewed') return false;
    const skew = Date.parse(reply.header('date') ?? '') - this.#clock.now();
    if (Number.isNaN(skew) || Math.abs(skew - this.#skewMs) < 1000) return false;
    this.#skewMs = skew;
    return true;
  }

  #refused(what: string, reply: RemoteReply): Error {
    const message = /<Message>([^<]*)<\/Message>/.exec(textOf(reply))?.[1] ?? '';
    const region = reply.header('x-amz-bucket-region');
    const hint = reply.status === 301 && region !== undefined ? ` The bucket is in the region ${region}.` : '';
    return remoteRefused(what, this.#place, reply.status, `${codeIn(reply)} ${plainXml(message)}${hint}`.trim());
  }
}

const textOf = ({ body }: RemoteReply): string => Buffer.from(body).toString('utf8');

const codeIn = (reply: RemoteReply): string => /<Code>([^<]*)<\/Code>/.exec(textOf(reply))?.[1] ?? '';

const isMissingBucket = (reply: RemoteReply): boolean => codeIn(reply) === 'NoSuchBucket';

const escapedXml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[^\x20-\x7e]/gu, (char) => `&#${char.codePointAt(0)};`);
