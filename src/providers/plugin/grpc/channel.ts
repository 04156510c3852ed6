import { connect, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import type { Duplex } from 'node:stream';
import { reasonOf, traceMetadata } from '../../../model/index.js';
import { WireError } from '../bytes/reader.js';
import { CallFailed } from './call-failed.js';
import { Exchange } from './exchange.js';
import { framed } from './frames.js';

/** How much of an answer may be under way: schemas have megabytes, and what arrives is read at once. */
const STREAM_WINDOW = 4 * 1024 * 1024;
const CONNECTION_WINDOW = 16 * 1024 * 1024;

/** When a call is given up. */
interface Limits {
  readonly deadlineMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * A client of gRPC over Node's HTTP/2: calls with one request, and one answer or a stream of them. It connects with the
 * first call, and again if the connection has ended. It keeps the process alive only while a call runs.
 */
export class Channel {
  readonly #connect: () => Duplex;
  readonly #origin: string;
  #session: ClientHttp2Session | undefined;
  #running = 0;
  #isClosed = false;

  /** `socket` opens a connection, over TLS if the channel is `secured`. */
  constructor(secured: boolean, socket: () => Duplex) {
    this.#origin = `${secured ? 'https' : 'http'}://localhost`;
    this.#connect = socket;
  }

  /** The one answer. Throws {@link CallFailed}. */
  ask(path: string, request: Uint8Array, deadlineMs?: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      let answer: Buffer | undefined;
      const take = (message: Buffer): void => {
        if (answer !== undefined) throw new WireError('a second message follows');
        answer = message;
      };
      this.#exchange(path, request, { deadlineMs }, take, (failure) => {
        if (failure !== undefined) reject(failure);
        else if (answer === undefined) reject(new CallFailed('rubbish', 'the answer is empty'));
        else resolve(answer);
      });
    });
  }

  /** Passes on each answer. Throws {@link CallFailed}, or what `take` throws. */
  stream(path: string, request: Uint8Array, take: (message: Buffer) => void, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#exchange(path, request, { signal }, take, (failure) => {
        if (failure === undefined) resolve();
        else reject(failure);
      });
    });
  }

  /** Ends the connection, and calls that run. */
  close(): void {
    this.#isClosed = true;
    this.#session?.destroy();
  }

  #exchange(
    path: string,
    request: Uint8Array,
    { deadlineMs, signal }: Limits,
    take: (message: Buffer) => void,
    done: (failure: Error | undefined) => void,
  ): void {
    let session: ClientHttp2Session;
    let stream: ClientHttp2Stream;
    try {
      session = this.#open();
      stream = session.request({
        ':method': 'POST',
        ':path': path,
        ':authority': 'localhost',
        'content-type': 'application/grpc',
        te: 'trailers',
        ...traceMetadata(),
        ...(deadlineMs === undefined ? {} : { 'grpc-timeout': `${deadlineMs}m` }),
      });
    } catch (error) {
      done(error instanceof CallFailed ? error : new CallFailed('lost', reasonOf(error)));
      return;
    }
    if (this.#running === 0) session.ref();
    this.#running += 1;
    let timer: NodeJS.Timeout | undefined;
    const cancel = (): void => exchange.giveUp(new CallFailed('cancelled', 'the call was cancelled'));
    const exchange = new Exchange(session, stream, take, (failure) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      this.#running -= 1;
      if (this.#running === 0) this.#session?.unref();
      done(failure);
    });
    signal?.addEventListener('abort', cancel, { once: true });
    if (deadlineMs !== undefined) {
      const late = `there was no answer within ${deadlineMs / 1000} seconds`;
      timer = setTimeout(() => exchange.giveUp(new CallFailed('refused', late)), deadlineMs);
    }
    stream.end(framed(request));
    if (signal?.aborted === true) cancel();
  }

  #open(): ClientHttp2Session {
    if (this.#isClosed) throw new CallFailed('lost', 'the connection was closed');
    const known = this.#session;
    if (known !== undefined && !known.closed && !known.destroyed) return known;
    const session = connect(this.#origin, {
      createConnection: this.#connect,
      settings: { enablePush: false, initialWindowSize: STREAM_WINDOW },
      // Messages have any size; the other side is on this machine, and started by us.
      maxSessionMemory: Number.MAX_SAFE_INTEGER,
    });
    // Each call that runs reports it.
    session.on('error', () => {});
    session.once('connect', () => session.setLocalWindowSize(CONNECTION_WINDOW));
    this.#session = session;
    return session;
  }
}
