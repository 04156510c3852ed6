import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, ClientChannel, ConnectConfig, ServerHostKeyAlgorithm, SFTPWrapper } from 'ssh2';
import type { Connection, Login } from './connection.js';
import { exitReason } from './exit-reason.js';
import { LineReader } from './lines.js';
import type { ProvisionerRequest } from './request.js';

/** The part of ssh2 that is used, which the build bundles. It is loaded with the first connection. */
const ssh2 = (): { readonly Client: typeof Client } =>
  // The bundled file has no declarations to check this against.
  createRequire(import.meta.url)('#ssh2') as { readonly Client: typeof Client };

/** The connection failed for good, or until the time was over. */
export class ConnectionFailed extends Error {}

/** An open connection. */
export class Remote {
  readonly #clients: readonly Client[];

  constructor(clients: readonly Client[]) {
    this.#clients = clients;
  }

  /** Runs a command; returns why it failed. The output comes line by line. */
  run(command: string, output: (line: string) => void): Promise<string | undefined> {
    return this.#channel((resolve, reject, client) => {
      // On a terminal, what runs there ends with the connection.
      client.exec(command, { pty: { term: 'xterm', cols: 80, rows: 40, modes: { ECHO: 0 } } }, (error, channel) => {
        if (error !== undefined) return reject(error);
        readLines(channel, output);
        channel.on('close', (code?: number | null, signal?: string) =>
          resolve(exitReason('The command', code, signal)),
        );
      });
    });
  }

  files(): Promise<SFTPWrapper> {
    return this.#channel((resolve, reject, client) => {
      client.sftp((error, sftp) => (error === undefined ? resolve(sftp) : reject(error)));
    });
  }

  /** Opens a channel on the machine; fails if the connection ends meanwhile. */
  #channel<T>(open: (resolve: (value: T) => void, reject: (error: Error) => void, client: Client) => void): Promise<T> {
    const [client] = this.#clients;
    if (client === undefined) throw new Error('there is no connection');
    return new Promise((resolve, reject) => {
      const lost = (): void => reject(new Error('the connection was lost'));
      client.once('close', lost);
      const settled =
        <V>(settle: (value: V) => void) =>
        (value: V): void => {
          client.removeListener('close', lost);
          settle(value);
        };
      open(settled(resolve), settled(reject), client);
    });
  }

  close(): void {
    for (const client of this.#clients) client.destroy();
  }
}

function readLines(channel: ClientChannel, output: (line: string) => void): void {
  const lines = new LineReader(output);
  for (const stream of [channel, channel.stderr]) {
    const reading = lines.stream();
    stream.on('data', (chunk: Buffer) => reading.add(chunk));
    stream.on('end', () => reading.end());
  }
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 20_000;

/** Connects, again and again until the timeout: the machine may be starting. */
export async function connect(
  connection: Connection,
  { output, stop }: Pick<ProvisionerRequest, 'output' | 'stop'>,
): Promise<Remote> {
  const until = Date.now() + connection.timeoutMs;
  let pause = FIRST_PAUSE_MS;
  for (;;) {
    describeTo(output, connection);
    const problem = await attempt(connection, Math.max(1, until - Date.now()), stop);
    if (problem instanceof Remote) {
      output('Connected!');
      return problem;
    }
    if (problem instanceof ConnectionFailed) throw problem;
    if (stop.aborted) throw new ConnectionFailed('The run was stopped while it connected');
    if (Date.now() + pause > until)
      throw new ConnectionFailed(`No connection to ${connection.host} within the timeout (${problem.message})`);
    await sleep(pause, undefined, { signal: stop }).catch(() => undefined);
    pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
  }
}

function describeTo(output: (line: string) => void, { bastion, agent, ...login }: Connection): void {
  const describe = (title: string, { host, user, password, privateKey, hostKey }: Login): void => {
    output(title);
    output(`  Host: ${host}`);
    output(`  User: ${user}`);
    output(`  Password: ${password !== undefined}`);
    output(`  Private key: ${privateKey !== undefined}`);
    output(`  SSH Agent: ${agent !== undefined}`);
    output(`  Checking Host Key: ${hostKey !== undefined}`);
  };
  describe('Connecting to remote host via SSH...', login);
  if (bastion !== undefined) describe('Using configured bastion host...', bastion);
}

async function attempt(connection: Connection, leftMs: number, stop: AbortSignal): Promise<Remote | Error> {
  const opened: Client[] = [];
  const end = (): void => opened.forEach((client) => client.destroy());
  stop.addEventListener('abort', end, { once: true });
  try {
    const { bastion } = connection;
    if (bastion === undefined) await logIn(opened, connection, connection, leftMs);
    else {
      await logIn(opened, bastion, connection, leftMs);
      const through = await tunnel(opened, connection);
      await logIn(opened, connection, connection, leftMs, through);
    }
    return new Remote(opened.reverse());
  } catch (error) {
    end();
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    stop.removeEventListener('abort', end);
  }
}

function tunnel([client]: readonly Client[], { host, port }: Login): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    client?.forwardOut('127.0.0.1', 0, host, port, (error, channel) =>
      error === undefined ? resolve(channel) : reject(error),
    );
  });
}

function logIn(
  opened: Client[],
  login: Login,
  { agent }: Connection,
  leftMs: number,
  through?: ClientChannel,
): Promise<void> {
  const { host, port, user, password, privateKey, hostKey } = login;
  const client = new (ssh2().Client)();
  opened.push(client);
  let isOther = false;
  const settings: ConnectConfig = {
    ...(through === undefined ? { host, port } : { sock: through }),
    username: user,
    readyTimeout: Math.min(leftMs, HANDSHAKE_MS),
    keepaliveInterval: 10_000,
    ...(password === undefined ? {} : { password, tryKeyboard: true }),
    ...(privateKey === undefined ? {} : { privateKey }),
    ...(agent === undefined ? {} : { agent }),
    ...(hostKey === undefined
      ? {}
      : {
          algorithms: { serverHostKey: algorithmsOf(hostKey.type) },
          hostVerifier: (key: Buffer) => {
            isOther = !key.equals(hostKey.bytes);
            return !isOther;
          },
        }),
  };
  return new Promise((resolve, reject) => {
    client.on('ready', resolve);
    client.on('error', (error) =>
      reject(isOther ? new ConnectionFailed(`${host} has another host key than the given one`) : error),
    );
    client.on('close', () => reject(new Error('the connection was closed')));
    if (password !== undefined)
      client.on('keyboard-interactive', (_name, _text, _language, prompts, finish) =>
        finish(prompts.map(() => password)),
      );
    try {
      client.connect(settings);
    } catch {
      // A key that cannot be read: the reason would show a part of it in some cases.
      reject(
        new ConnectionFailed(
          'The private key of its connection cannot be read: it must be in PEM format, without a passphrase',
        ),
      );
    }
  });
}

/** The longest a machine may take to answer and to accept the login. */
const HANDSHAKE_MS = 30_000;

/** The algorithms of a host key, so that the machine identifies itself with that one. */
const algorithmsOf = (type: string): ServerHostKeyAlgorithm[] =>
  // A type that ssh2 does not know is an error that says so.
  type === 'ssh-rsa' ? ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] : [type as ServerHostKeyAlgorithm];
