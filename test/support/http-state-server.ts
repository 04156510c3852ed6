import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What happens to a request: nothing, a lost reply after the work, a lost request, a pause, or an error. */
export type Fate = 'lost' | 'unseen' | { readonly status: number } | { readonly pauseMs: number } | undefined;

/**
 * A server of states as GitLab is one: locks have seven keys, a held lock answers 409 with its holder, and a write
 * without the ID of the lock is refused.
 */
export class HttpStateServer {
  state: string | undefined;
  lock: Record<string, string> | undefined;
  readonly seen: Seen[] = [];
  writes = 0;
  /** Decides about each request before it is handled. */
  fate: (seen: Seen) => Fate = () => undefined;
  /** The credentials to ask for: `user:password`. */
  credentials: string | undefined;
  readonly #server = createServer((request, response) => void this.#receive(request, response));

  async start(): Promise<this> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, '127.0.0.1', resolve);
    });
    return this;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/state/prod`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      // The client was killed in the middle of its request.
      return;
    }
    const { method = '', url = '', headers } = request;
    const seen = { method, url, headers, body: Buffer.concat(chunks).toString() };
    this.seen.push(seen);
    const fate = this.fate(seen);
    if (fate === 'unseen') return void request.socket.destroy();
    if (typeof fate === 'object' && 'status' in fate) return void response.writeHead(fate.status).end('no');
    if (typeof fate === 'object') await new Promise((resolve) => void setTimeout(resolve, fate.pauseMs));
    const reply = this.#handle(seen);
    if (fate === 'lost') return void request.socket.destroy();
    response.writeHead(reply.status, reply.headers).end(reply.body);
  }

  #handle({ method, url, headers, body }: Seen): { status: number; headers?: Record<string, string>; body?: string } {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const given = Buffer.from((headers.authorization ?? '').replace('Basic ', ''), 'base64').toString();
    if (this.credentials !== undefined && given !== this.credentials) return { status: 401 };
    const digest = headers['content-md5'];
    if (digest !== undefined && digest !== createHash('md5').update(body).digest('base64')) return { status: 400 };
    if (pathname.endsWith('/lock')) return this.#handleLock(method, body);
    if (method === 'GET')
      return this.state === undefined
        ? { status: 204 }
        : {
            status: 200,
            headers: { 'content-md5': createHash('md5').update(this.state).digest('base64') },
            body: this.state,
          };
    if (method !== 'POST') return { status: 405 };
    if (this.lock !== undefined && searchParams.get('ID') !== this.lock['ID'])
      return { status: 409, body: JSON.stringify(this.lock) };
    this.state = body;
    this.writes += 1;
    return { status: 200 };
  }

  #handleLock(method: string, body: string): { status: number; body?: string } {
    const info = (body === '' ? {} : JSON.parse(body)) as Record<string, string>;
    if (method === 'LOCK') {
      const keys = ['ID', 'Operation', 'Info', 'Who', 'Version', 'Created', 'Path'];
      if (Object.keys(info).sort().join(',') !== keys.sort().join(',')) return { status: 400 };
      if (this.lock !== undefined) return { status: 409, body: JSON.stringify(this.lock) };
      this.lock = info;
      return { status: 200 };
    }
    if (method !== 'UNLOCK') return { status: 405 };
    if (this.lock !== undefined && info['ID'] !== undefined && info['ID'] !== this.lock['ID']) return { status: 409 };
    this.lock = undefined;
    return { status: 200 };
  }
}
