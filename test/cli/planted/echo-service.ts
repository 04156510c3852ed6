import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DISGUISES } from '../../support/disguises.js';
import { plantedIn } from '../../support/planted-secrets.js';

/** A request as received, with the secrets in its headers, address and body. */
export interface Asked {
  readonly method: string;
  readonly id: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
  readonly credentials: readonly string[];
  readonly contents: readonly string[];
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent unchanged, anything else as JSON. */
  readonly body?: unknown;
  /** The reason beside the status. */
  readonly reason?: string;
}

/** Undefined: the request is processed. `hold`: it gets no response. */
export type Behaviour = (
  asked: Asked,
  echo: (secrets: readonly string[]) => string,
) => Answer | 'reset' | 'hold' | undefined;

const NAMES = Object.keys(DISGUISES);

interface Shelf {
  readonly id: string;
  readonly name: string;
  readonly [field: string]: unknown;
}

/**
 * The service of docs/provider-from-openapi.md, which repeats the secrets it receives: in a field of each object, and as its
 * behaviour says in errors. An object that is called `blanks` is answered about with secrets in that disguise.
 */
export class EchoService {
  readonly received = new Set<string>();
  behaviour: Behaviour = () => undefined;
  /** The token that a login returns. */
  token = '';
  readonly #shelves = new Map<string, Shelf>();
  readonly #server: Server;
  #last = 0;

  private constructor() {
    this.#server = createServer((request, response) => void this.#handle(request, response));
  }

  static async start(): Promise<EchoService> {
    const service = new EchoService();
    await new Promise<void>((resolve) => service.#server.listen(0, '127.0.0.1', resolve));
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get ids(): readonly string[] {
    return [...this.#shelves.keys()];
  }

  /** A field of an object. */
  fieldOf(id: string, field: string): unknown {
    return this.#shelves.get(id)?.[field];
  }

  /** Changes what all objects repeat: from now on the secrets look as the next disguise makes them. */
  drift(): void {
    for (const [id, shelf] of this.#shelves) {
      const secrets = shelf['secrets'] as readonly string[];
      const next = DISGUISES[NAMES[(NAMES.indexOf(shelf.name) + 1) % NAMES.length]!]!;
      this.#shelves.set(id, { ...shelf, topics: secrets.map((secret) => next(secret)) });
    }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await this.#read(request);
    for (const secret of [...asked.credentials, ...asked.contents]) this.received.add(secret);
    const name = asked.body['name'] ?? this.#shelves.get(asked.id ?? '')?.name;
    const disguise = DISGUISES[String(name)] ?? DISGUISES[NAMES[this.#last++ % NAMES.length]!]!;
    const echo = (secrets: readonly string[]): string => secrets.map((secret) => disguise(secret)).join(' and ');
    const answer = this.behaviour(asked, echo) ?? this.#carryOut(asked, echo);
    if (answer === 'hold') return;
    if (answer === 'reset') {
      request.socket.destroy();
      return;
    }
    const { status, headers = {}, body, reason } = answer;
    const isText = typeof body === 'string';
    response.writeHead(status, ...(reason === undefined ? [] : [reason]), {
      'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json',
      ...headers,
    });
    response.end(body === undefined ? undefined : isText ? body : JSON.stringify(body));
  }

  async #read(request: IncomingMessage): Promise<Asked> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const basic = /^Basic (.*)$/.exec(request.headers.authorization ?? '')?.[1];
    const credentials = [
      JSON.stringify(request.headers),
      decodeURIComponent(request.url ?? ''),
      basic === undefined ? '' : Buffer.from(basic, 'base64').toString('utf8'),
    ];
    return {
      method: request.method ?? '',
      id: /^\/shelves\/([^/?]+)/.exec(request.url ?? '')?.[1],
      body: await fieldsOf(text, request.headers['content-type'] ?? ''),
      credentials: [...plantedIn(credentials.join('\n'))],
      contents: [...plantedIn(text)],
    };
  }

  #carryOut({ method, id, body, credentials, contents }: Asked, echo: (secrets: readonly string[]) => string): Answer {
    if (body['grant_type'] !== undefined)
      return { status: 200, body: { access_token: this.token, token_type: 'bearer' } };
    if (id === undefined && method === 'GET') return { status: 200, body: [...this.#shelves.values()].map(shown) };
    if (id === undefined) {
      const made = `s-${this.#shelves.size + 1}`;
      const secrets = [...contents, ...credentials];
      const topics = secrets.map((secret) => echo([secret]));
      const shelf: Shelf = { metres: 1, ...body, id: made, name: String(body['name']), topics, secrets };
      this.#shelves.set(made, shelf);
      return { status: 201, body: shown(shelf) };
    }
    const shelf = this.#shelves.get(id);
    if (shelf === undefined) return { status: 404, body: { message: `no shelf for ${echo(credentials)}` } };
    if (method === 'DELETE') {
      this.#shelves.delete(id);
      return { status: 204 };
    }
    const secrets = [...new Set([...(shelf['secrets'] as readonly string[]), ...contents])];
    const changed = { ...shelf, ...body, secrets, topics: secrets.map((secret) => echo([secret])) };
    if (method === 'PATCH') this.#shelves.set(id, changed);
    return { status: 200, body: shown(method === 'PATCH' ? changed : shelf) };
  }
}

/** What a body says, whatever its form: a file as its text. */
async function fieldsOf(text: string, type: string): Promise<Readonly<Record<string, unknown>>> {
  if (text === '') return {};
  if (type.includes('json')) return JSON.parse(text) as Record<string, unknown>;
  const form = await new Response(text, { headers: { 'content-type': type } }).formData();
  const fields = [...form].map(async ([name, value]) => [
    name,
    typeof value !== 'string' ? await value.text() : /^\d+$/.test(value) ? Number(value) : value,
  ]);
  return Object.fromEntries(await Promise.all(fields)) as Record<string, unknown>;
}

const shown = ({ secrets: _, ...shelf }: Shelf): object => shelf;
