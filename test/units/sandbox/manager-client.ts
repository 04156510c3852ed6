import { startSandbox, type Answers, type Sandbox, type SandboxOptions } from '../../../src/sandbox/index.js';

export type Body = Readonly<Record<string, unknown>>;

export interface ManagerAnswer {
  readonly status: number;
  /** The body when it is JSON, and otherwise nothing in it. */
  readonly body: Body;
  readonly headers: Headers;
}

export interface ManagerClient {
  readonly sandbox: Sandbox;
  /** A request of the administrator in the default tenant, below `/api/v3.1`. A body that is not a form is sent as JSON. */
  readonly ask: (
    method: string,
    path: string,
    body?: Body | FormData | Uint8Array<ArrayBuffer>,
  ) => Promise<ManagerAnswer>;
  /** The items of a list. */
  readonly items: (path: string) => Promise<readonly Body[]>;
  /** Creates an object past the provider. */
  readonly add: (collection: string, values: Body) => Promise<void>;
  readonly as: (answers: Answers) => Promise<void>;
}

/** An emulated manager that checks its own replies. */
export async function startManager(options: SandboxOptions = {}): Promise<ManagerClient> {
  const sandbox = await startSandbox({ systems: ['conductor'], checkReplies: true, ...options });
  const { CONDUCTOR_USERNAME: user, CONDUCTOR_PASSWORD: password } = sandbox.environment;
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const client: ManagerClient = {
    sandbox,
    async ask(method, path, body) {
      const isRaw = body instanceof FormData || body instanceof Uint8Array;
      const type = body instanceof Uint8Array ? 'application/octet-stream' : 'application/json';
      const answer = await fetch(`${sandbox.url}/api/v3.1${path}`, {
        method,
        headers: {
          tenant: 'default_tenant',
          authorization,
          ...(body === undefined || body instanceof FormData ? {} : { 'content-type': type }),
        },
        ...(body === undefined ? {} : { body: isRaw ? body : JSON.stringify(body) }),
      });
      const text = await answer.text();
      const isJson = answer.headers.get('content-type') === 'application/json';
      return { status: answer.status, body: isJson ? (JSON.parse(text) as Body) : {}, headers: answer.headers };
    },
    async items(path) {
      const { status, body } = await client.ask('GET', path);
      if (!Array.isArray(body['items'])) throw new Error(`not a list: ${status} ${JSON.stringify(body)}`);
      return body['items'] as readonly Body[];
    },
    async add(collection, values) {
      await sandbox.drift({ action: 'add', system: 'conductor', collection, values });
    },
    async as(answers) {
      const posted = await fetch(`${sandbox.url}/_sandbox/answers`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ as: answers }),
      });
      if (!posted.ok) throw new Error(await posted.text());
    },
  };
  return client;
}
