import { createRequire } from 'node:module';
import type * as Grpc from '@grpc/grpc-js';
import { WireError } from '../bytes/reader.js';
import { pemOf, type Certificate } from './certificate.js';
import type { Address } from './handshake.js';

/** The part of gRPC that is used, which the build bundles. It is loaded with the first plugin. */
const grpc = (): Pick<typeof Grpc, 'Client' | 'Metadata' | 'credentials' | 'status'> =>
  // The bundled file has no declarations to check this against.
  createRequire(import.meta.url)('#grpc') as typeof Grpc;

/** The two certificates of a connection over TLS. */
export interface Certificates {
  readonly own: Certificate;
  /** In DER: the only one that is trusted. */
  readonly theirs: Buffer;
}

/** A procedure: where it is, and the messages of both directions. */
export interface Procedure<Request extends object, Response> {
  readonly path: string;
  readonly request: { encode(message: Request): Buffer };
  readonly response: { decode(bytes: Uint8Array): Response };
}

/** Why a call has no answer. */
export class CallFailed extends Error {
  /**
   * `lost`: the connection ended. `unimplemented`: the plugin does not know this call, which many may leave out.
   * `refused`: it answered that it failed. `rubbish`: its answer cannot be understood. `cancelled`: by us.
   */
  readonly kind: 'lost' | 'unimplemented' | 'refused' | 'rubbish' | 'cancelled';

  constructor(kind: CallFailed['kind'], message: string) {
    super(message);
    this.name = 'CallFailed';
    this.kind = kind;
  }
}

/** Messages have any size: the schemas of a large provider exceed what gRPC accepts by default. */
const OPTIONS = {
  'grpc.max_receive_message_length': -1,
  'grpc.max_send_message_length': -1,
  'grpc.enable_http_proxy': 0,
  'grpc.enable_retries': 0,
  'grpc.use_local_subchannel_pool': 1,
  'grpc.ssl_target_name_override': 'localhost',
  'grpc.default_authority': 'localhost',
} as const;

/** A connection to one plugin. */
export class Connection {
  readonly #client: Grpc.Client;
  readonly #grpc = grpc();

  constructor({ network, address }: Address, certificates: Certificates | undefined) {
    const { credentials, Client } = this.#grpc;
    const secured =
      certificates === undefined
        ? credentials.createInsecure()
        : credentials.createSsl(
            Buffer.from(pemOf(certificates.theirs)),
            Buffer.from(certificates.own.key),
            Buffer.from(certificates.own.certificate),
          );
    this.#client = new Client(network === 'unix' ? `unix:${address}` : address, secured, OPTIONS);
  }

  /** Sends a request and waits for its answer. Throws {@link CallFailed}. */
  call<Request extends object, Response>(
    { path, request, response }: Procedure<Request, Response>,
    message: Request,
    deadlineMs?: number,
  ): Promise<Response> {
    return new Promise((resolve, reject) => {
      let rubbish: WireError | undefined;
      const read = (bytes: Buffer): Response | undefined => {
        try {
          return response.decode(bytes);
        } catch (error) {
          if (!(error instanceof WireError)) throw error;
          rubbish = error;
          return undefined;
        }
      };
      this.#client.makeUnaryRequest(
        path,
        (encoded: Buffer) => encoded,
        read,
        request.encode(message),
        new this.#grpc.Metadata(),
        deadlineMs === undefined ? {} : { deadline: Date.now() + deadlineMs },
        (error, answer) => {
          if (error !== null) reject(this.#failure(error));
          else if (rubbish !== undefined || answer === undefined)
            reject(new CallFailed('rubbish', rubbish?.message ?? 'the answer is empty'));
          else resolve(answer);
        },
      );
    });
  }

  /** Passes on each message of a stream, and ends with the stream. Throws {@link CallFailed}. */
  stream<Request extends object, Response>(
    { path, request, response }: Procedure<Request, Response>,
    message: Request,
    each: (message: Response) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    return new Promise((resolve, reject) => {
      let rubbish: WireError | undefined;
      const call = this.#client.makeServerStreamRequest(
        path,
        (encoded: Buffer) => encoded,
        (bytes: Buffer) => bytes,
        request.encode(message),
        new this.#grpc.Metadata(),
        {},
      );
      const cancel = (): void => call.cancel();
      signal?.addEventListener('abort', cancel, { once: true });
      call.on('data', (bytes: Buffer) => {
        try {
          each(response.decode(bytes));
        } catch (error) {
          if (error instanceof WireError) rubbish ??= error;
          else reject(error);
          call.cancel();
        }
      });
      call.on('error', (error: Grpc.ServiceError) => {
        signal?.removeEventListener('abort', cancel);
        reject(rubbish === undefined ? this.#failure(error) : new CallFailed('rubbish', rubbish.message));
      });
      call.on('end', () => {
        signal?.removeEventListener('abort', cancel);
        resolve();
      });
    });
  }

  close(): void {
    this.#client.close();
  }

  #failure({ code, details }: Grpc.ServiceError): CallFailed {
    const { status } = this.#grpc;
    if (code === status.UNIMPLEMENTED) return new CallFailed('unimplemented', details);
    if (code === status.UNAVAILABLE) return new CallFailed('lost', details);
    if (code === status.CANCELLED) return new CallFailed('cancelled', details);
    return new CallFailed('refused', details);
  }
}
