import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const SSHD = '/usr/sbin/sshd';

/** Whether this machine has Debian's sshd. Tests that need it are skipped without it. */
export const hasSshd = existsSync(SSHD) && spawnSync('ssh-keygen', ['-?'], { stdio: 'ignore' }).error === undefined;

/** An sshd on loopback that accepts one key, for the user who runs the tests. */
export class Sshd {
  readonly user = userInfo().username;
  readonly port: number;
  /** In PEM format. */
  readonly privateKey: string;
  readonly hostKey: string;
  readonly #directory: string;
  readonly #child: ChildProcess;

  private constructor(
    directory: string,
    port: number,
    keys: { readonly own: string; readonly host: string },
    child: ChildProcess,
  ) {
    this.#directory = directory;
    this.port = port;
    this.privateKey = keys.own;
    this.hostKey = keys.host;
    this.#child = child;
  }

  static async start(): Promise<Sshd> {
    const directory = await mkdtemp(path.join(tmpdir(), 'landform-sshd-'));
    for (const name of ['host', 'own'])
      spawnSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path.join(directory, name)]);
    await chmod(directory, 0o755);
    const port = await freePort();
    const at = (name: string): string => path.join(directory, name);
    await writeFile(
      at('config'),
      `ListenAddress 127.0.0.1
Port ${port}
HostKey ${at('host')}
AuthorizedKeysFile ${at('own.pub')}
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin yes
Subsystem sftp internal-sftp
`,
    );
    // Where sshd run by root goes after a login; Debian's service makes it.
    if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true });
    const child = spawn(SSHD, ['-D', '-e', '-f', at('config')], { stdio: 'ignore' });
    while (!(await answers(port))) {
      if (child.exitCode !== null) throw new Error(`sshd ended with ${child.exitCode}`);
      await sleep(50);
    }
    const keys = { own: await readFile(at('own'), 'utf8'), host: (await readFile(at('host.pub'), 'utf8')).trim() };
    return new Sshd(directory, port, keys, child);
  }

  async stop(): Promise<void> {
    this.#child.kill();
    await rm(this.#directory, { recursive: true, force: true });
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
