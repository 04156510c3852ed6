import type { Clock } from '../../clock.js';
import { objectIn, parseJson, textMember, type JsonObject } from '../../../model/index.js';
import { remoteFailed, remoteRefused } from '../remote/diagnostics.js';
import { sendRepeatedly, type RemoteReply, type Send } from '../remote/send.js';
import type { ClusterAccess } from './access.js';

export interface KubernetesRequest {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: JsonObject;
}

const KINDS = { secrets: 'api/v1', leases: 'apis/coordination.k8s.io/v1' } as const;

export interface KubernetesClientOptions {
  readonly access: ClusterAccess;
  readonly namespace: string;
  readonly send: Send;
  readonly clock: Clock;
  readonly place: string;
}

/** Requests to the API of a cluster, in one namespace. */
export class KubernetesClient {
  readonly #options: KubernetesClientOptions;
  /** The time of the server, as its last reply says, and when that was. */
  #time: { readonly server: number; readonly uptime: number } | undefined;

  constructor(options: KubernetesClientOptions) {
    this.#options = options;
  }

  async ask(
    what: string,
    method: string,
    kind: keyof typeof KINDS,
    name: string,
    { query = {}, body }: KubernetesRequest = {},
  ): Promise<RemoteReply> {
    const { access, namespace, send, clock, place } = this.#options;
    const url = new URL(`${access.server}/${KINDS[kind]}/namespaces/${encodeURIComponent(namespace)}/${kind}`);
    if (name !== '') url.pathname += `/${encodeURIComponent(name)}`;
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
    const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const retries = { most: 4, firstPauseMs: 100, longestPauseMs: 5000, clock };
    try {
      const authorization = await access.authorization();
      const headers = {
        accept: 'application/json',
        ...(authorization !== undefined && { authorization }),
        ...(bytes !== undefined && { 'content-type': 'application/json' }),
      };
      const attempt = (): Promise<RemoteReply> => send(url, { method, headers, ...(bytes && { body: bytes }) });
      const reply = await sendRepeatedly(attempt, retries, { what, place });
      const server = Date.parse(reply.header('date') ?? '');
      if (!Number.isNaN(server)) this.#time = { server, uptime: clock.uptime() };
      return reply;
    } catch (error) {
      throw remoteFailed(what, place, error);
    }
  }

  /** The time by the clock of the server, whatever happens to the one of this machine. */
  now(): number {
    const { clock } = this.#options;
    return this.#time === undefined ? clock.now() : this.#time.server + clock.uptime() - this.#time.uptime;
  }

  refused(what: string, reply: RemoteReply): Error {
    const text = Buffer.from(reply.body).toString('utf8');
    const said = text.startsWith('{') ? textMember(fieldsOf(reply), 'message') : text;
    return remoteRefused(what, this.#options.place, reply.status, said);
  }
}

export const fieldsOf = (reply: RemoteReply): JsonObject =>
  objectIn(parseJson(Buffer.from(reply.body).toString('utf8')));
