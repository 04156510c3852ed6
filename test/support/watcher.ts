import { existsSync, readdirSync, readFileSync, statSync, watch, type FSWatcher } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

/** How a text may be written: as it is, in Base64 at any of three places, in hexadecimal, in two bytes a character. */
function disguises(secret: string): readonly Buffer[] {
  const base64 = [0, 1, 2].map((offset) => {
    const text = Buffer.from(`${'x'.repeat(offset)}${secret}`).toString('base64');
    // What depends on the neighbours is left out.
    return text.slice(offset === 0 ? 0 : 4, Math.floor(text.length / 4) * 4 - 4);
  });
  const forms = [secret, ...base64, Buffer.from(secret).toString('hex')];
  return [...forms.map((form) => Buffer.from(form)), Buffer.from(secret, 'utf16le')];
}

const KEPT = 16_384;

/** What is compressed within, in Base64, as Kubernetes has it. */
function unpacked(bytes: Buffer): readonly Buffer[] {
  const found = bytes.toString('latin1').match(/H4sI[\w+/]+={0,2}(?=")/g) ?? [];
  return found.flatMap((text) => {
    try {
      return [gunzipSync(Buffer.from(text, 'base64'))];
    } catch {
      // It only looks like it.
      return [];
    }
  });
}

/** Looks for secrets in all files of a folder, also in those that exist only for a moment, and on connections. */
export class Watcher {
  readonly found = new Set<string>();
  readonly #forms: readonly Buffer[];
  readonly #folder: string;
  readonly #watch: FSWatcher;
  readonly #sockets = new Set<Socket>();
  readonly #servers: ReturnType<typeof createServer>[] = [];
  /** Files and connections that were looked at. */
  seen = 0;

  constructor(folder: string, secret: string) {
    this.#folder = folder;
    this.#forms = disguises(secret);
    this.#watch = watch(folder, { recursive: true }, (_, name) => {
      if (name !== null) this.#look(path.join(folder, name));
    });
  }

  /** A way to the server on this port, where everything is looked at. Returns its port. */
  async between(port: number): Promise<number> {
    const server = createServer((client) => {
      const target = connect(port, '127.0.0.1');
      const hangUp = (): void => {
        client.destroy();
        target.destroy();
      };
      for (const [from, to] of [
        [client, target],
        [target, client],
      ] as const) {
        this.#sockets.add(from);
        let before: Buffer = Buffer.alloc(0);
        from.on('data', (bytes: Buffer) => {
          // A secret, or a compressed text, may be cut in two.
          before = Buffer.concat([before.subarray(-KEPT), bytes]);
          for (const text of [before, ...unpacked(before)]) this.#check(text, `the connection to ${port}`);
          to.write(bytes);
        });
        from.on('error', hangUp);
        from.on('close', hangUp);
      }
    });
    this.#servers.push(server);
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  /** Looks at all files, and returns where secrets were found. */
  places(): readonly string[] {
    for (const name of readdirSync(this.#folder, { recursive: true, encoding: 'utf8' }))
      this.#look(path.join(this.#folder, name));
    return [...this.found];
  }

  async stop(): Promise<void> {
    this.#watch.close();
    for (const socket of this.#sockets) socket.destroy();
    for (const server of this.#servers) await new Promise((resolve) => void server.close(resolve));
  }

  #look(file: string): void {
    try {
      if (existsSync(file) && statSync(file).isFile())
        this.#check(readFileSync(file), path.relative(this.#folder, file));
    } catch {
      // It existed for a moment.
    }
  }

  #check(bytes: Buffer, place: string): void {
    this.seen += 1;
    if (this.#forms.some((form) => bytes.includes(form))) this.found.add(place);
  }
}
