import type { Clock } from '../../clock.js';
import { remoteFailed, remoteRefused } from '../remote/diagnostics.js';
import { sendRepeatedly, type RemoteReply, type Send } from '../remote/send.js';
import type { ConsulSettings } from './settings.js';

export interface ConsulRequest {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Buffer<ArrayBuffer>;
}

/** Requests to an agent of Consul. */
export class ConsulClient {
  readonly #settings: ConsulSettings;
  readonly #send: Send;
  readonly #clock: Clock;
  readonly #place: string;

  constructor(settings: ConsulSettings, send: Send, clock: Clock, place: string) {
    this.#settings = settings;
    this.#send = send;
    this.#clock = clock;
    this.#place = place;
  }

  /** `path` is below `/v1/`: `kv/key`. */
  async ask(
    what: string,
    method: string,
    path: string,
    { query = {}, body }: ConsulRequest = {},
  ): Promise<RemoteReply> {
    const { address, datacenter, headers } = this.#settings;
    const url = new URL(`${address}/v1/${path.split('/').map(encodeURIComponent).join('/')}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    if (datacenter !== undefined) url.searchParams.set('dc', datacenter);
    const retries = { most: 4, firstPauseMs: 100, longestPauseMs: 5000, clock: this.#clock };
    try {
      return await sendRepeatedly(
        () => this.#send(url, { method, headers, ...(body !== undefined && { body }) }),
        retries,
        { what, place: this.#place },
      );
    } catch (error) {
      throw remoteFailed(what, this.#place, error);
    }
  }

  refused(what: string, reply: RemoteReply): Error {
    return remoteRefused(what, this.#place, reply.status, textOf(reply).trim());
  }
}

export const textOf = ({ body }: RemoteReply): string => Buffer.from(body).toString('utf8');
