import { listIn, objectIn, parseJson, textMember, type JsonObject } from '../../../model/index.js';
import type { Clock } from '../../clock.js';
import { remoteFailed, remoteRefused } from '../remote/diagnostics.js';
import { isTransient, sendRepeatedly, type RemoteReply, type Send } from '../remote/send.js';

export interface HcpClientOptions {
  /** The address of its API, with a slash at its end. */
  readonly service: () => Promise<URL>;
  readonly token: string | undefined;
  readonly send: Send;
  readonly clock: Clock;
  readonly place: string;
}

/** Additional attempts after the first. */
const RETRIES = 4;

const FIRST_PAUSE_MS = 100;

/** Requests to the API of HCP Terraform. */
export class HcpClient {
  readonly #options: HcpClientOptions;

  constructor(options: HcpClientOptions) {
    this.#options = options;
  }

  /** `path` is below the address of the API, or an address that a reply has named. */
  ask(what: string, method: string, path: string, body?: JsonObject): Promise<RemoteReply> {
    return this.#send(what, method, path, RETRIES, body);
  }

  /**
   * Sends a request that must not arrive twice. Without a conclusive reply, `isStillDue` decides after a pause whether it
   * is sent again; undefined if it is not.
   */
  async askWhileDue(
    what: string,
    method: string,
    path: string,
    isStillDue: () => Promise<boolean>,
  ): Promise<RemoteReply | undefined> {
    for (let attempt = 0; ; attempt += 1) {
      const isLast = attempt === RETRIES;
      const reply = await this.#send(what, method, path, 0).catch((error: unknown) => {
        if (isLast) throw error;
      });
      if (reply !== undefined && (isLast || !isTransient(reply.status))) return reply;
      await this.#options.clock.sleep(FIRST_PAUSE_MS * 2 ** attempt);
      if (!(await isStillDue())) return undefined;
    }
  }

  async #send(what: string, method: string, path: string, most: number, body?: JsonObject): Promise<RemoteReply> {
    const { service, token, send, clock, place } = this.#options;
    const bytes = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const retries = { most, firstPauseMs: FIRST_PAUSE_MS, longestPauseMs: 5000, clock };
    try {
      const base = await service();
      const url = new URL(path, base);
      // What a reply names may be elsewhere, and has its own permission in its address.
      const isOwn = url.origin === base.origin;
      const headers = {
        ...(token !== undefined && isOwn && { authorization: `Bearer ${token}` }),
        ...(bytes !== undefined && { 'content-type': 'application/vnd.api+json' }),
      };
      const attempt = (): Promise<RemoteReply> => send(url, { method, headers, ...(bytes && { body: bytes }) });
      return await sendRepeatedly(attempt, retries, { what, place });
    } catch (error) {
      throw remoteFailed(what, place, error);
    }
  }

  /** All things of a list, page by page. */
  async all(what: string, path: string): Promise<readonly JsonObject[]> {
    const found: JsonObject[] = [];
    for (let page: number | undefined = 1; page !== undefined;) {
      const reply: RemoteReply = await this.ask(what, 'GET', `${path}&page[number]=${page}&page[size]=100`);
      if (reply.status !== 200) throw this.refused(what, reply);
      const document = documentOf(reply);
      for (const item of listIn(document['data'])) found.push(objectIn(item));
      const next = objectIn(objectIn(document['meta'])['pagination'])['next-page'];
      page = typeof next === 'number' ? next : undefined;
    }
    return found;
  }

  refused(what: string, reply: RemoteReply): Error {
    const text = Buffer.from(reply.body).toString('utf8');
    const [first] = text.startsWith('{') ? listIn(documentOf(reply)['errors']) : [];
    const { title, detail } = objectIn(first);
    const said = [title, detail].filter((one) => typeof one === 'string').join(': ');
    const hint =
      reply.status === 404 || reply.status === 401
        ? 'Check the token: what it may not see, does not exist for it.'
        : '';
    return remoteRefused(what, this.#options.place, reply.status, `${said} ${hint}`.trim());
  }
}

export const documentOf = (reply: RemoteReply): JsonObject =>
  objectIn(parseJson(Buffer.from(reply.body).toString('utf8')));

export const attributesOf = (thing: JsonObject): JsonObject => objectIn(thing['attributes']);

export const idOf = (thing: JsonObject): string => textMember(thing, 'id') ?? '';
