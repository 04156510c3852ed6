/** The thread of a {@link WaitingConnection}: makes one call after another, and counts its answers. */
import { workerData } from 'node:worker_threads';
import { CallFailed } from '../grpc/call-failed.js';
import { Connection, type Procedure } from './connection.js';
import type { WaitingAnswer, WaitingRequest, WaitingWork } from './waiting-connection.js';

const asTheyAre = (path: string): Procedure<Uint8Array, Uint8Array> => ({
  path,
  request: { encode: (bytes) => Buffer.from(bytes) },
  response: { decode: (bytes) => Uint8Array.from(bytes) },
});

// The other thread makes this object, and nothing else starts this file.
const { address, certificates, port, answered } = workerData as WaitingWork;
const connection = new Connection(
  address,
  // Buffers arrive as plain arrays of bytes.
  certificates === undefined ? undefined : { ...certificates, theirs: Buffer.from(certificates.theirs) },
);

async function answerTo({ path, request, deadlineMs }: WaitingRequest): Promise<WaitingAnswer> {
  try {
    return { response: await connection.call(asTheyAre(path), request, deadlineMs) };
  } catch (error) {
    if (error instanceof CallFailed) return { kind: error.kind, message: error.message };
    return { kind: 'refused', message: String(error) };
  }
}

port.on('message', (request: WaitingRequest) => {
  void answerTo(request).then((answer) => {
    port.postMessage(answer, []);
    Atomics.add(answered, 0, 1);
    Atomics.notify(answered, 0);
  });
});
