import { readFileSync } from 'node:fs';
import { createServer as createPlain, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createEncrypted } from 'node:https';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const FIXTURES = '../units/providers/rest/fixtures/';

/** The file of the certificate that encrypted servers have; trusted by a process with it as `SSL_CERT_FILE`. */
export const CERTIFICATE = fileURLToPath(new URL(`${FIXTURES}certificate.pem`, import.meta.url));
const KEY = fileURLToPath(new URL(`${FIXTURES}key.pem`, import.meta.url));

/** A reply: a body, or a status with headers. */
export type ServerReply =
  | string
  | Buffer
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

/** A server on loopback that answers each path with a fixed reply, and keeps the requests. */
export class ModuleServer {
  readonly replies = new Map<string, ServerReply>();
  readonly requests: IncomingMessage[] = [];
  readonly #server: Server;
  readonly #scheme: string;

  private constructor(encrypted: boolean) {
    const answer: RequestListener = (request, response) => {
      this.requests.push(request);
      const [path = ''] = (request.url ?? '').split('?');
      const reply = this.replies.get(request.url ?? '') ?? this.replies.get(path) ?? { status: 404 };
      if (typeof reply === 'string' || Buffer.isBuffer(reply)) response.end(reply);
      else response.writeHead(reply.status, reply.headers).end(reply.body);
    };
    this.#scheme = encrypted ? 'https' : 'http';
    this.#server = encrypted
      ? createEncrypted({ cert: readFileSync(CERTIFICATE), key: readFileSync(KEY) }, answer)
      : createPlain(answer);
  }

  static async start(encrypted = false): Promise<ModuleServer> {
    const server = new ModuleServer(encrypted);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  /** `127.0.0.1:8443` */
  get host(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `127.0.0.1:${port}`;
  }

  get url(): string {
    return `${this.#scheme}://${this.host}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
