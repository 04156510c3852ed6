import { connect } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import { WireError } from '../bytes/reader.js';
import { CallFailed } from '../grpc/call-failed.js';
import { Channel } from '../grpc/channel.js';
import { pemOf, type Certificate } from './certificate.js';
import type { Address } from './handshake.js';

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

/** A connection to one plugin. */
export class Connection {
  readonly #channel: Channel;

  constructor(address: Address, certificates: Certificates | undefined) {
    const where = socketOf(address);
    this.#channel =
      certificates === undefined
        ? new Channel(false, () => connect(where))
        : new Channel(true, () =>
            connectSecurely({
              ...where,
              ca: pemOf(certificates.theirs),
              key: certificates.own.key,
              cert: certificates.own.certificate,
              // The name in the certificate of every plugin.
              servername: 'localhost',
              ALPNProtocols: ['h2'],
              rejectUnauthorized: true,
            }),
          );
  }

  /** Sends a request and waits for its answer. Throws {@link CallFailed}. */
  async call<Request extends object, Response>(
    { path, request, response }: Procedure<Request, Response>,
    message: Request,
    deadlineMs?: number,
  ): Promise<Response> {
    const answer = await this.#channel.ask(path, request.encode(message), deadlineMs);
    try {
      return response.decode(answer);
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      throw new CallFailed('rubbish', error.message);
    }
  }

  /** Passes on each message of a stream, and ends with the stream. Throws {@link CallFailed}. */
  async stream<Request extends object, Response>(
    { path, request, response }: Procedure<Request, Response>,
    message: Request,
    each: (message: Response) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    await this.#channel.stream(path, request.encode(message), (bytes) => each(response.decode(bytes)), signal);
  }

  close(): void {
    this.#channel.close();
  }
}

type Where = { readonly path: string } | { readonly host: string; readonly port: number };

/** A host may be an address of IPv6 in brackets. */
function socketOf({ network, address }: Address): Where {
  if (network === 'unix') return { path: address };
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon).replaceAll(/[[\]]/g, ''), port: Number(address.slice(colon + 1)) };
}
