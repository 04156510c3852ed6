import { createRequire } from 'node:module';
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from 'node:worker_threads';
import { WireError } from '../bytes/reader.js';
import { CallFailed } from '../grpc/call-failed.js';
import type { Certificates, Procedure } from './connection.js';
import type { Address } from './handshake.js';

/** What the thread is given. */
export interface WaitingWork {
  readonly address: Address;
  readonly certificates: Certificates | undefined;
  readonly port: MessagePort;
  /** Its first element counts the answers. */
  readonly answered: Int32Array;
}

export interface WaitingRequest {
  readonly path: string;
  readonly request: Uint8Array;
  readonly deadlineMs: number;
}

export type WaitingAnswer =
  | { readonly response: Uint8Array; readonly kind?: undefined }
  | { readonly kind: CallFailed['kind']; readonly message: string };

/** How much longer than a call its answer may take: a thread starts with the first one. */
const GRACE_MS = 10_000;

/**
 * A connection whose calls return their answers at once, for expressions, which are evaluated without waiting. A thread
 * of its own talks to the plugin; this one blocks until the thread has the answer.
 */
export class WaitingConnection {
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #answered = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

  constructor(address: Address, certificates: Certificates | undefined) {
    const { port1, port2 } = new MessageChannel();
    const work: WaitingWork = { address, certificates, port: port2, answered: this.#answered };
    // The build makes this file: tests run the sources, which a thread cannot.
    const file = createRequire(import.meta.url).resolve('#plugin-calls');
    this.#worker = new Worker(file, { workerData: work, transferList: [port2], execArgv: [] });
    this.#worker.unref();
    this.#port = port1;
    port1.unref();
  }

  /** Throws {@link CallFailed}. */
  call<Request extends object, Response>(
    { path, request, response }: Procedure<Request, Response>,
    message: Request,
    deadlineMs: number,
  ): Response {
    const before = Atomics.load(this.#answered, 0);
    const asked: WaitingRequest = { path, request: request.encode(message), deadlineMs };
    this.#port.postMessage(asked, []);
    Atomics.wait(this.#answered, 0, before, deadlineMs + GRACE_MS);
    // The thread posts its answer before it counts it.
    const received: { readonly message: WaitingAnswer } | undefined = receiveMessageOnPort(this.#port);
    if (received === undefined)
      throw new CallFailed('refused', `there was no answer within ${deadlineMs / 1000} seconds`);
    const answer = received.message;
    if (answer.kind !== undefined) throw new CallFailed(answer.kind, answer.message);
    try {
      return response.decode(answer.response);
    } catch (error) {
      if (error instanceof WireError) throw new CallFailed('rubbish', error.message);
      throw error;
    }
  }

  close(): void {
    this.#port.close();
    void this.#worker.terminate();
  }
}
