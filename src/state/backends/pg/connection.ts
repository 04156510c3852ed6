import { createRequire } from 'node:module';
import type { Client, ClientConfig, QueryResult, QueryResultRow } from 'pg';
import { DiagnosticError, errorDiagnostic, reasonOf } from '../../../model/index.js';
import { failure } from '../../diagnostics.js';
import { remoteFailed } from '../remote/diagnostics.js';

/** The part of the package that is used, which the build bundles. */
const pg = (): { readonly Client: new (config: ClientConfig) => Session } =>
  // The bundled file has no declarations to check this against.
  createRequire(import.meta.url)('#pg') as { readonly Client: new (config: ClientConfig) => Session };

/** The declarations of the package leave these methods out. */
interface Session extends Client {
  ref(): void;
  unref(): void;
}

export type Query = <Row extends QueryResultRow>(
  text: string,
  values?: readonly unknown[],
) => Promise<QueryResult<Row>>;

/** The pauses between attempts. A lost connection is opened again at once; a server that restarts takes longer. */
const PAUSES_MS = [0, 250, 1000];

/** Longer than the pauses of a run that waits for a lock. */
const IDLE_MS = 2000;

/**
 * One connection, opened again when it is lost. Work on it is done one after another. A server has room for a hundred
 * connections or so: one that is not used and not held ends.
 */
export class Connection {
  readonly #config: ClientConfig;
  readonly #place: string;
  /** Called on each new connection, before any other work. */
  #opened: (query: Query) => Promise<void> = async () => undefined;
  /** Whether an idle connection is still needed. */
  #isHeld = (): boolean => false;
  #idle: NodeJS.Timeout | undefined;
  #client: Session | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(config: ClientConfig, place: string) {
    this.#config = config;
    this.#place = place;
  }

  /** What has to be done again on a new connection: taking the lock of a session. */
  whenOpened(work: (query: Query) => Promise<void>): void {
    this.#opened = work;
  }

  /** A session whose lock is held stays open. */
  whileHeld(isHeld: () => boolean): void {
    this.#isHeld = isHeld;
  }

  /**
   * Repeats the work on a new connection if the old one is lost in the middle: it must have the same result when a part
   * of it has been done already. `isRepeated` tells.
   */
  run<T>(what: string, work: (query: Query, isRepeated: boolean) => Promise<T>): Promise<T> {
    clearTimeout(this.#idle);
    const result = this.#queue.then(() => this.#attempt(what, work));
    this.#queue = result.catch(() => undefined).then(() => this.#endWhenIdle());
    return result;
  }

  #endWhenIdle(): void {
    clearTimeout(this.#idle);
    if (this.#isHeld()) return;
    this.#idle = setTimeout(() => void this.close(), IDLE_MS).unref();
  }

  async #attempt<T>(what: string, work: (query: Query, isRepeated: boolean) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const client = this.#client ?? (await this.#open());
        client.ref();
        try {
          return await work(queryOn(client), attempt > 1);
        } finally {
          // An idle connection does not keep the process alive.
          client.unref();
        }
      } catch (error) {
        if (error instanceof DiagnosticError) throw error;
        if (isReply(error)) throw refused(what, this.#place, error);
        this.#drop();
        const pause = PAUSES_MS[attempt - 1];
        if (pause === undefined) throw remoteFailed(what, this.#place, error);
        await new Promise((resolve) => void setTimeout(resolve, pause));
      }
    }
  }

  async #open(): Promise<Session> {
    const client = new (pg().Client)(this.#config);
    // Reported again by the next query.
    client.on('error', () => {
      if (this.#client === client) this.#client = undefined;
    });
    await client.connect();
    this.#client = client;
    await this.#opened(queryOn(client));
    return client;
  }

  #drop(): void {
    const client = this.#client;
    this.#client = undefined;
    client?.end().catch(() => undefined);
  }

  close(): Promise<void> {
    const closed = this.#queue.then(() => this.#end());
    this.#queue = closed;
    return closed;
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    const client = this.#client;
    this.#client = undefined;
    client?.ref();
    await client?.end().catch(() => undefined);
  }
}

const queryOn =
  (client: Client): Query =>
  (text, values = []) =>
    client.query(text, [...values]);

/** An error that the server reports, with its five-character code. */
interface Reply extends Error {
  readonly code: string;
}

/**
 * Whether the server replied. Codes of its shutdown, of lost connections and of a lack of connections are not replies to
 * a query.
 */
const isReply = (error: unknown): error is Reply =>
  error instanceof Error &&
  'severity' in error &&
  'code' in error &&
  typeof error.code === 'string' &&
  !/^(?:08|57P|40|53300)/.test(error.code);

/** The code of a reply. */
export const sqlState = (error: unknown): string | undefined => (isReply(error) ? error.code : undefined);

function refused(what: string, place: string, error: Reply): DiagnosticError {
  const isForbidden = /^(?:28|42501)/.test(error.code);
  return failure(
    errorDiagnostic(
      isForbidden ? 'state-not-permitted' : 'state-refused',
      `${what} ${place} failed: ${reasonOf(error)} (${error.code})`,
      {
        detail: isForbidden
          ? 'Check the user, the password, and what the user may do; docs/state/pg.md lists what is needed.'
          : 'The stored state is intact. Check the settings of the backend, and run the command again.',
      },
    ),
  );
}
