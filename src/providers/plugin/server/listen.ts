import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as Grpc from '@grpc/grpc-js';
import { reasonOf } from '../../../model/index.js';
import type { Certificate } from '../process/certificate.js';
import type { Address } from '../process/handshake.js';
import { HEALTH, SERVING, SHUTDOWN } from '../wire/process-calls.js';
import type { Procedure } from './service.js';

/** The part of gRPC that a server needs, which the build bundles. */
const grpc = (): Pick<typeof Grpc, 'Server' | 'ServerCredentials' | 'status'> =>
  // The bundled file has no declarations to check this against.
  createRequire(import.meta.url)('#grpc') as typeof Grpc;

export interface Listening {
  readonly address: Address;
  /** Resolves when the client has asked the process to end. */
  readonly shutDown: Promise<void>;
  /** Ends all connections, and removes the socket. */
  close(): void;
}

export interface ListenOptions {
  /** The folder for the socket; undefined on systems where sockets have no file. */
  readonly socketFolder: string | undefined;
  /** Only the client that shows its certificate may call. */
  readonly certificates?: { readonly own: Certificate; readonly client: string } | undefined;
}

/** Messages have any size. */
const OPTIONS = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 } as const;

const asIs = (bytes: Buffer): Buffer => bytes;

/** Serves procedures over gRPC, on a socket of the local machine. */
export async function listen(procedures: readonly Procedure[], options: ListenOptions): Promise<Listening> {
  const { Server, ServerCredentials, status } = grpc();
  const server = new Server(OPTIONS);
  const unary = (where: string, answer: (request: Buffer) => Promise<Buffer>): void => {
    const respond = async (
      { request }: { readonly request: Buffer },
      done: Grpc.sendUnaryData<Buffer>,
    ): Promise<void> => {
      let response: Buffer;
      try {
        response = await answer(request);
      } catch (error) {
        done({ code: status.INTERNAL, details: reasonOf(error) });
        return;
      }
      done(null, response);
    };
    const handle: Grpc.handleUnaryCall<Buffer, Buffer> = (call, done) => {
      void respond(call, done);
    };
    server.register(where, handle, asIs, asIs, 'unary');
  };
  for (const procedure of procedures) {
    if (!procedure.streams) {
      unary(procedure.path, async (request) => (await procedure.answer(request, () => {})) ?? Buffer.alloc(0));
      continue;
    }
    const handle: Grpc.handleServerStreamingCall<Buffer, Buffer> = (call) => {
      void procedure.answer(call.request, (part) => call.write(part)).then(() => call.end());
    };
    server.register(procedure.path, handle, asIs, asIs, 'serverStream');
  }
  unary(HEALTH.path, async () => HEALTH.response.encode({ status: SERVING }));
  const shutDown = new Promise<void>((resolve) => {
    unary(SHUTDOWN.path, async () => {
      // After the answer has been sent.
      setImmediate(resolve);
      return SHUTDOWN.response.encode({});
    });
  });

  const { own, client } = options.certificates ?? {};
  const credentials =
    own === undefined || client === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(
          Buffer.from(client),
          [{ private_key: Buffer.from(own.key), cert_chain: Buffer.from(own.certificate) }],
          true,
        );
  const socket =
    options.socketFolder === undefined
      ? undefined
      : path.join(options.socketFolder, `plugin${randomBytes(8).toString('hex')}`);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(socket === undefined ? '127.0.0.1:0' : `unix:${socket}`, credentials, (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return {
    address:
      socket === undefined ? { network: 'tcp', address: `127.0.0.1:${port}` } : { network: 'unix', address: socket },
    shutDown,
    close() {
      server.forceShutdown();
      if (socket !== undefined) rmSync(socket, { force: true });
    },
  };
}
