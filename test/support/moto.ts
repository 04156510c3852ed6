import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';

/** Whether moto, an emulator of AWS, is installed. */
export const HAS_MOTO = spawnSync('moto_server', ['--help'], { stdio: 'ignore' }).status === 0;

/** An S3 server with one bucket, `states`. */
export class Moto {
  readonly #server: ChildProcess;
  readonly endpoint: string;

  private constructor(server: ChildProcess, endpoint: string) {
    this.#server = server;
    this.endpoint = endpoint;
  }

  static async start(): Promise<Moto> {
    const port = await freePort();
    const server = spawn('moto_server', ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    const moto = new Moto(server, `http://127.0.0.1:${port}`);
    const authorization = 'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20300101/us-east-1/s3/aws4_request';
    for (let attempt = 0; attempt < 300; attempt += 1) {
      const made = await fetch(`${moto.endpoint}/states`, { method: 'PUT', headers: { authorization } }).catch(
        () => undefined,
      );
      if (made?.ok === true) return moto;
      await new Promise((resolve) => void setTimeout(resolve, 100));
    }
    throw new Error('moto did not start');
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => void this.#server.once('exit', resolve));
    this.#server.kill('SIGKILL');
    await ended;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => void server.close(resolve));
  return port;
}
