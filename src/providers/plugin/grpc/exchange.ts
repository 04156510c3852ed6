import {
  constants,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
} from 'node:http2';
import { reasonOf } from '../../../model/index.js';
import { WireError } from '../bytes/reader.js';
import { CallFailed } from './call-failed.js';
import { Unframer } from './frames.js';
import { failureOf, httpFailure, statusOf, type Status } from './status.js';

/** One request, and the messages that answer it. */
export class Exchange {
  readonly #session: ClientHttp2Session;
  readonly #stream: ClientHttp2Stream;
  readonly #messages: Unframer;
  readonly #done: (failure: Error | undefined) => void;
  #httpStatus: number | undefined;
  #status: Status | undefined;
  /** Why this side gave up the call. */
  #givenUp: Error | undefined;
  /** What Node says about the stream or the connection. */
  #error: unknown;
  #isDone = false;
  #hasAllData = false;

  /** `done` is called once, after the last message was taken. What `take` throws ends the call, and is its failure. */
  constructor(
    session: ClientHttp2Session,
    stream: ClientHttp2Stream,
    take: (message: Buffer) => void,
    done: (failure: Error | undefined) => void,
  ) {
    this.#session = session;
    this.#stream = stream;
    this.#messages = new Unframer(take);
    this.#done = done;
    stream.on('response', (headers) => this.#answered(headers));
    stream.on('data', (piece: Buffer) => this.#add(piece));
    stream.on('trailers', (trailers) => {
      this.#status = statusOf(trailers);
      if (this.#hasAllData) this.#end();
    });
    stream.on('end', () => {
      this.#hasAllData = true;
      if (this.#status !== undefined) this.#end();
    });
    stream.on('error', (error: unknown) => (this.#error = error));
    stream.on('close', () => this.#end());
  }

  /** Ends the call from this side. */
  giveUp(failure: Error): void {
    if (this.#isDone) return;
    this.#givenUp ??= failure;
    this.#stream.close(constants.NGHTTP2_CANCEL);
    this.#end();
  }

  #answered(headers: IncomingHttpHeaders & IncomingHttpStatusHeader): void {
    this.#httpStatus = headers[':status'];
    // A call that fails at once has its status here.
    this.#status = statusOf(headers);
  }

  #add(piece: Buffer): void {
    if (this.#isDone) return;
    try {
      this.#messages.add(piece);
    } catch (error) {
      this.giveUp(error instanceof WireError ? new CallFailed('rubbish', error.message) : asError(error));
    }
  }

  #end(): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#done(this.#failure());
  }

  #failure(): Error | undefined {
    if (this.#givenUp !== undefined) return this.#givenUp;
    if (this.#status !== undefined) {
      const failure = failureOf(this.#status);
      if (failure !== undefined || !this.#messages.isInside) return failure;
      return new CallFailed('rubbish', 'the last message ends too early');
    }
    const { closed, destroyed } = this.#session;
    if (closed || destroyed) return new CallFailed('lost', this.#whyLost());
    return this.#error === undefined ? httpFailure(this.#httpStatus) : new CallFailed('refused', reasonOf(this.#error));
  }

  /** A stream that was never opened says what ended the connection in the cause of its error. */
  #whyLost(): string {
    if (this.#error === undefined) return 'the connection has ended';
    const { cause } = asError(this.#error);
    return reasonOf(cause ?? this.#error);
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
