import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What happens to a message of a client. */
interface Fate {
  readonly pauseMs: number;
  readonly isLost: boolean;
}

/** A proxy in front of a server, which loses replies: it passes a message on, and when the reply comes, it hangs up. */
export class LossyProxy {
  /** Decides about each message, in place of `lose`. */
  fate: (() => Fate) | undefined;
  /** Messages of clients so far. */
  calls = 0;
  #from = Infinity;
  #to = Infinity;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((client) => this.#serve(client));
  #target = 0;

  async start(target: number): Promise<this> {
    this.#target = target;
    await new Promise<void>((resolve) => void this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** After `after` more messages, the replies to the next `count` ones are lost. */
  lose(count: number, after: number): void {
    this.#from = this.calls + after;
    this.#to = this.#from + count;
  }

  #serve(client: Socket): void {
    const server = connect(this.#target, '127.0.0.1');
    let isLost = false;
    const hangUp = (): void => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      this.#sockets.add(socket);
      socket.on('error', hangUp);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        hangUp();
      });
    }
    let passed: Promise<unknown> = Promise.resolve();
    client.on('data', (bytes) => {
      const { pauseMs, isLost: loses } = this.fate?.() ?? {
        pauseMs: 0,
        isLost: this.calls >= this.#from && this.calls < this.#to,
      };
      isLost ||= loses;
      this.calls += 1;
      passed = passed.then(() => (pauseMs > 0 ? sleep(pauseMs) : undefined)).then(() => server.write(bytes));
    });
    server.on('data', (bytes) => {
      if (isLost) hangUp();
      else client.write(bytes);
    });
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => void this.#server.close(resolve));
  }
}
