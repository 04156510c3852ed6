import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { BackendWorld } from '../conformance/backend.js';

export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Reply {
  readonly status: number;
  readonly body?: string | Buffer;
  readonly headers?: Record<string, string>;
}

export type Fate = 'lost' | { readonly status: number } | undefined;

/** A server whose replies can be lost or replaced, and whose clock can be ahead of the machine's. */
export abstract class FaultyServer {
  aheadMs = 0;
  calls = 0;
  /** Time that each request takes. */
  delayMs = 0;
  /** Requests so far: `GET /path`. */
  readonly seen: string[] = [];
  fate: (asked: Asked) => Fate = () => undefined;
  readonly #server;
  readonly #scheme: string;

  constructor(tls?: { readonly key: string; readonly cert: string }) {
    const receive = (request: IncomingMessage, response: ServerResponse): void => void this.#receive(request, response);
    this.#scheme = tls === undefined ? 'http' : 'https';
    this.#server = tls === undefined ? createServer(receive) : createTlsServer(tls, receive);
  }

  protected abstract handle(asked: Asked): Reply | Promise<Reply>;

  async start(): Promise<this> {
    await new Promise<void>((resolve) => void this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get address(): string {
    return `${this.#scheme}://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => void this.#server.close(resolve));
  }

  /** The time of its clock. */
  now(): number {
    return Date.now() + this.aheadMs;
  }

  /** What the suite of backends needs to lose replies. */
  readonly faults: NonNullable<BackendWorld['faults']> = {
    lose: (count, after) => {
      let call = 0;
      this.fate = () => {
        call += 1;
        return call > after && call <= after + count ? 'lost' : undefined;
      };
    },
    calls: () => this.calls,
  };

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    this.calls += 1;
    const { method = '', headers } = request;
    const asked = { method, url: new URL(request.url ?? '', this.address), headers, body: Buffer.concat(chunks) };
    this.seen.push(`${method} ${request.url ?? ''}`);
    const fate = this.fate(asked);
    if (this.delayMs > 0) await new Promise((resolve) => void setTimeout(resolve, this.delayMs));
    const reply: Reply = typeof fate === 'object' ? fate : await this.handle(asked);
    if (fate === 'lost') return void request.socket.destroy();
    response.writeHead(reply.status, { date: new Date(this.now()).toUTCString(), ...reply.headers });
    response.end(method === 'HEAD' ? undefined : reply.body);
  }
}

export const json = (status: number, content: unknown, headers: Record<string, string> = {}): Reply => ({
  status,
  body: JSON.stringify(content),
  headers: { 'content-type': 'application/json', ...headers },
});
