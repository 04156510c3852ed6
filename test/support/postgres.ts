import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, readdirSync, realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const candidates = ['/usr/local/bin/postgres', ...globbed('/usr/lib/postgresql')];

function globbed(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => path.join(folder, name, 'bin/postgres')) : [];
}

/** The server's program, if PostgreSQL is installed. */
export const POSTGRES: string | undefined = candidates.find((file) => existsSync(file));

/** A PostgreSQL server with an empty database, for one test file. */
export class Postgres {
  readonly #folder: string;
  readonly #server: ChildProcess;
  readonly port: number;

  private constructor(folder: string, server: ChildProcess, port: number) {
    this.#folder = folder;
    this.#server = server;
    this.port = port;
  }

  static async start(): Promise<Postgres> {
    if (POSTGRES === undefined) throw new Error('PostgreSQL is not installed');
    const bin = path.dirname(realpathSync(POSTGRES));
    const folder = await mkdtemp(path.join(tmpdir(), 'landform-pg-'));
    const user = serverUser();
    if (user !== undefined) chownSync(folder, user.uid, user.gid);
    const data = path.join(folder, 'data');
    const made = spawnSync(
      path.join(bin, 'initdb'),
      ['-D', data, '-U', 'landform', '--auth=trust', '--encoding=UTF8', '--no-sync', '--no-instructions'],
      { ...user, cwd: folder, encoding: 'utf8' },
    );
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
    const port = await freePort();
    const options = ['fsync=off', 'listen_addresses=127.0.0.1', 'unix_socket_directories='];
    const server = spawn(
      path.join(bin, 'postgres'),
      ['-D', data, '-p', String(port), ...options.flatMap((option) => ['-c', option])],
      { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    await new Promise<void>((resolve, reject) => {
      let said = '';
      server.stderr.on('data', (text: Buffer) => {
        said += text.toString();
        if (said.includes('ready to accept connections')) resolve();
      });
      server.on('exit', () => reject(new Error(`PostgreSQL did not start: ${said}`)));
    });
    return new Postgres(folder, server, port);
  }

  /** For `conn_str`. */
  address(port = this.port): string {
    return `postgres://landform@127.0.0.1:${port}/postgres?sslmode=disable`;
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => void this.#server.once('exit', resolve));
    // Disconnects clients, unlike the default.
    this.#server.kill('SIGINT');
    await ended;
    await rm(this.#folder, { recursive: true, force: true });
  }
}

/** PostgreSQL refuses to run as root. */
function serverUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (option: string): number => Number(spawnSync('id', [option, 'postgres'], { encoding: 'utf8' }).stdout);
  return { uid: id('-u'), gid: id('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => void server.close(resolve));
  return port;
}
