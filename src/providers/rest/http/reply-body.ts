import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import zlib from 'node:zlib';
import { LimitExceeded, type Limits } from './limits.js';

/** Takes the bytes of a file as they arrive, up to a limit. */
export interface Receiver {
  readonly limit: 'replyBytes' | 'downloadBytes';
  take(bytes: AsyncIterable<Uint8Array>): Promise<void>;
}

/** An error is for people: more of it than this is not read. */
const ERROR_BYTES = 1024 * 1024;

/**
 * The body of a reply, read no further than the limits allow. That of an error is cut; that of a success must be whole. With
 * a receiver, the body of a success goes there.
 */
export async function readReply(message: IncomingMessage, limits: Limits, receiver?: Receiver): Promise<Buffer> {
  const { statusCode = 0 } = message;
  if (statusCode < 200 || statusCode >= 300) return readStart(message, Math.min(ERROR_BYTES, limits.replyBytes));
  const limit = receiver?.limit ?? 'replyBytes';
  const bytes = limited(decoded(message), () => new LimitExceeded(limit, limits), limits[limit]);
  if (Number(message.headers['content-length']) > limits[limit]) {
    message.destroy();
    throw new LimitExceeded(limit, limits);
  }
  if (receiver === undefined) return Buffer.concat(await collected(bytes));
  await receiver.take(bytes);
  if (!message.readableEnded) message.destroy();
  return Buffer.alloc(0);
}

async function readStart(message: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of decoded(message)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= most) break;
  }
  return Buffer.concat(chunks).subarray(0, most);
}

async function collected(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return chunks;
}

/** Leaving the loop destroys the stream, and with it the connection. */
async function* limited(
  bytes: AsyncIterable<Uint8Array>,
  exceeded: () => Error,
  most: number,
): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    if (length > most) throw exceeded();
    yield chunk;
  }
}

const DECODERS: Readonly<Record<string, () => zlib.Gunzip | zlib.BrotliDecompress>> = {
  gzip: () => zlib.createGunzip(),
  'x-gzip': () => zlib.createGunzip(),
  deflate: () => zlib.createInflate(),
  br: () => zlib.createBrotliDecompress(),
};

/** Compression is not asked for, yet some gateways compress; limits count what comes out of it. */
function decoded(message: IncomingMessage): AsyncIterable<Buffer> {
  const encoding = (message.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const isEmpty = message.headers['content-length'] === '0';
  if (encoding === '' || encoding === 'identity' || isEmpty) return message as AsyncIterable<Buffer>;
  const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding]!() : undefined;
  if (decoder === undefined) {
    message.destroy();
    throw new Error(`the reply is compressed in a way that is not supported: ${JSON.stringify(encoding.slice(0, 40))}`);
  }
  return pipeline(message, decoder, () => undefined) as Readable as AsyncIterable<Buffer>;
}
