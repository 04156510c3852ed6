import { startSandbox } from '../../../src/sandbox/index.js';
import type { Sandbox, SandboxOptions } from '../../../src/sandbox/index.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body when it is a JSON object, and otherwise nothing in it. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Client {
  readonly sandbox: Sandbox;
  /** Any request. A body that is not text is sent as JSON; the token goes along unless a header says otherwise. */
  send(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** A request below `/api/v1/orgs/acme`. */
  ask(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Makes an account; its identity. */
  account(cloudProfile?: string, displayName?: string): Promise<string>;
  /** Makes credentials that need no secrets; their identity. */
  credentials(account: string): Promise<string>;
}

/** A sandbox that checks its own replies, and a client for it. */
export async function startClient(options: SandboxOptions = {}): Promise<Client> {
  return clientOf(await startSandbox({ checkReplies: true, ...options }));
}

export function clientOf(sandbox: Sandbox): Client {
  const client: Client = {
    sandbox,
    async send(method, path, body, headers = {}) {
      const response = await fetch(sandbox.url + path, {
        method,
        headers: {
          authorization: `Token ${sandbox.token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: asObject(text) };
    },
    ask: (method, path, body, headers) =>
      client.send(method, `/api/v1/orgs/${sandbox.organisation}${path}`, body, headers),
    async account(cloudProfile = 'dummy', displayName = 'an account') {
      return identityOf(await client.ask('POST', '/cloud-accounts', { cloudProfile, displayName }));
    },
    async credentials(account) {
      return identityOf(await client.ask('POST', `/cloud-accounts/${account}/credentials/dummy`));
    },
  };
  return client;
}

/** The items of a page. */
export function contentOf(answer: Answer): readonly Readonly<Record<string, unknown>>[] {
  const { content } = answer.body;
  if (!Array.isArray(content)) throw new Error(`not a page: ${answer.status} ${answer.text}`);
  return content as readonly Readonly<Record<string, unknown>>[];
}

export function identityOf(answer: Answer): string {
  const { identity } = answer.body;
  if (typeof identity !== 'string') throw new Error(`nothing with an identity: ${answer.status} ${answer.text}`);
  return identity;
}

function asObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
