import {
  DiagnosticError,
  errorDiagnostic,
  isJsonObject,
  parseJson,
  type Json,
  type JsonObject,
} from '../../model/index.js';

/** What a forge needs of the network; `operations/compose/network.ts` provides it. */
export interface ForgeHttp {
  send(request: {
    readonly method: string;
    readonly url: URL;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  }): Promise<ForgeReply>;
  sleep(milliseconds: number): Promise<void>;
  now(): number;
  random(): number;
}

export interface ForgeReply {
  readonly status: number;
  readonly header: (name: string) => string | undefined;
  readonly text: string;
}

export interface ForgeAccess {
  /** `GitHub` */
  readonly name: string;
  /** Of the API, without a slash at the end. */
  readonly api: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What the token needs, for messages. */
  readonly permission: string;
}

/** Times that a request is sent at most. */
const ATTEMPTS = 5;

/** The longest pause that is waited for; a rate limit may ask for an hour. */
const PATIENCE_MS = 120_000;

/** Requests to a forge: those that had no effect, or have the same effect twice, are sent again. */
export class ForgeRequests {
  readonly #http: ForgeHttp;
  readonly #access: ForgeAccess;

  constructor(http: ForgeHttp, access: ForgeAccess) {
    this.#http = http;
    this.#access = access;
  }

  /** The reply of a path of the API. Throws a DiagnosticError unless it succeeded, or has an `accepted` status. */
  async send(method: string, path: string, body?: JsonObject, accepted: readonly number[] = []): Promise<ForgeReply> {
    const { api, headers } = this.#access;
    // Pages that follow are named in full, and must not lead elsewhere with the token.
    const url = new URL(path.startsWith('https:') || path.startsWith('http:') ? path : `${api}${path}`);
    if (url.origin !== new URL(api).origin) throw this.#failed('leads to another host', url.origin);
    for (let attempt = 1; ; attempt += 1) {
      const reply = await this.#once(method, url, headers, body);
      if (!(reply instanceof Error) && ((reply.status >= 200 && reply.status < 300) || accepted.includes(reply.status)))
        return reply;
      const pause = this.#pause(reply, method, attempt);
      if (pause === undefined) throw this.#refused(method, url, reply);
      await this.#http.sleep(pause);
    }
  }

  /** All elements of a list, page by page. */
  async *list(path: string): AsyncGenerator<JsonObject> {
    for (let next: string | undefined = path; next !== undefined;) {
      const reply: ForgeReply = await this.send('GET', next);
      const page = parsed(reply.text);
      if (!Array.isArray(page)) throw this.#failed('returned something other than a JSON list', next);
      for (const element of page as readonly Json[]) if (isJsonObject(element)) yield element;
      next = /<([^>]+)>;\s*rel="next"/.exec(reply.header('link') ?? '')?.[1];
    }
  }

  /** The object in a reply. */
  objectOf({ text }: ForgeReply): JsonObject {
    const found = parsed(text);
    if (found !== undefined && isJsonObject(found)) return found;
    throw this.#failed('returned something other than a JSON object', text.slice(0, 100));
  }

  async #once(
    method: string,
    url: URL,
    headers: Readonly<Record<string, string>>,
    body: JsonObject | undefined,
  ): Promise<ForgeReply | Error> {
    try {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const type = body === undefined ? {} : { 'content-type': 'application/json' };
      return await this.#http.send({ method, url, headers: { ...headers, ...type }, ...sent });
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  /** Milliseconds until the next attempt; undefined if there is none. */
  #pause(reply: ForgeReply | Error, method: string, attempt: number): number | undefined {
    if (attempt >= ATTEMPTS) return undefined;
    const asked = reply instanceof Error ? undefined : rateLimitPause(reply, this.#http.now());
    // A creation whose reply is lost may have had its effect: a second one would be a second comment.
    if (asked === undefined && (method === 'POST' || !(reply instanceof Error || reply.status >= 500)))
      return undefined;
    const pause = asked ?? Math.round(this.#http.random() * 500 * 2 ** attempt);
    return pause <= PATIENCE_MS ? pause : undefined;
  }

  #refused(method: string, url: URL, reply: ForgeReply | Error): DiagnosticError {
    const { name, permission } = this.#access;
    const what = `${method} ${url.pathname}`;
    if (reply instanceof Error) return this.#failed('cannot be reached', `${what}: ${reply.message}.`);
    const said = messageIn(reply.text);
    const limited = rateLimitPause(reply, this.#http.now());
    if (limited !== undefined)
      return this.#failed('limits the rate of requests', `${what}: try again in ${Math.ceil(limited / 1000)} seconds.`);
    const advice: Readonly<Record<number, string>> = {
      401: 'The token is wrong or has expired.',
      403: `The token needs ${permission}. In a pull request from a fork, a pipeline has no such token.`,
      404: `The repository or the request does not exist, or the token may not see it; it needs ${permission}.`,
    };
    return new DiagnosticError([
      errorDiagnostic('forge-refused', `${name} refused the request with status ${reply.status}`, {
        detail: [`${what}${said === '' ? '' : `: ${said}`}.`, advice[reply.status] ?? ''].join(' ').trim(),
      }),
    ]);
  }

  #failed(what: string, detail: string): DiagnosticError {
    return new DiagnosticError([errorDiagnostic('forge-failed', `${this.#access.name} ${what}`, { detail })]);
  }
}

/** The pause of a reply that reports a rate limit: GitHub says so with 403 as well, and when its limit is reset. */
function rateLimitPause({ status, header }: ForgeReply, now: number): number | undefined {
  if (status !== 429 && status !== 403) return undefined;
  const after = header('retry-after');
  if (after !== undefined && /^\d+$/.test(after)) return Number(after) * 1000;
  const reset = header('x-ratelimit-reset') ?? header('ratelimit-reset');
  const spent = (header('x-ratelimit-remaining') ?? header('ratelimit-remaining')) === '0';
  if (spent && reset !== undefined && /^\d+$/.test(reset)) return Math.max(1000, Number(reset) * 1000 - now + 1000);
  return status === 429 ? 60_000 : undefined;
}

function parsed(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}

/** What the forge says, cut: GitHub and GitLab both have `message`. */
function messageIn(text: string): string {
  const found = parsed(text);
  if (found === undefined || !isJsonObject(found)) return '';
  const { message, error } = found;
  const said = message ?? error ?? '';
  return (typeof said === 'string' ? said : JSON.stringify(said)).slice(0, 200).replace(/\.$/, '');
}
