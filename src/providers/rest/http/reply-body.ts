import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import zlib from 'node:zlib';
import { toShorten } from '../../../model/index.js';
import { LimitExceeded, type Limits } from './limits.js';

/** Receives the bytes of a file as they arrive, up to a limit. */
export interface Receiver {
  readonly limit: 'replyBytes' | 'downloadBytes';
  take(bytes: AsyncIterable<Uint8Array>): Promise<void>;
}

/** An error body is for people: no more than this is read. */
const ERROR_BYTES = 1024 * 1024;

/**
 * Reads the body of a reply, up to the limits. An error's body is truncated; a success's body must be complete. With a
 * receiver, the body of a success is passed to it.
 */
export async function readReply(message: IncomingMessage, limits: Limits, receiver?: Receiver): Promise<Buffer> {
  const { statusCode = 0 } = message;
  const stream = decoded(message);
  if (statusCode < 200 || statusCode >= 300)
    return (await gathered(stream, Math.min(ERROR_BYTES, limits.replyBytes))).bytes;
  const limit = receiver?.limit ?? 'replyBytes';
  if (Number(message.headers['content-length']) > limits[limit]) {
    message.destroy();
    throw new LimitExceeded(limit, limits);
  }
  if (receiver === undefined) {
    const { bytes, isWhole } = await gathered(stream, limits[limit]);
    if (isWhole) return bytes;
    throw new LimitExceeded(limit, limits);
  }
  await receiver.take(limited(stream, () => new LimitExceeded(limit, limits), limits[limit]));
  if (!message.readableEnded) message.destroy();
  return Buffer.alloc(0);
}

/**
 * At most this many bytes. Uses events: most replies are one chunk, and async iteration takes longer than parsing it.
 */
function gathered(stream: Readable, most: number): Promise<{ readonly bytes: Buffer; readonly isWhole: boolean }> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length <= most) return;
      stream.destroy();
      resolve({ bytes: Buffer.concat(chunks).subarray(0, most), isWhole: false });
    });
    stream.on('end', () => {
      const [first] = chunks;
      resolve({ bytes: first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks), isWhole: true });
    });
    stream.on('error', reject);
    // Every stream is closed at last, and an error takes longer to create than a short reply to gather.
    stream.on('close', () => {
      if (!stream.readableEnded) reject(new Error('the connection was closed before the end of the reply'));
    });
  });
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

/** Compression is not requested, but some gateways compress; limits apply to the decompressed size. */
function decoded(message: IncomingMessage): Readable {
  const encoding = (message.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const isEmpty = message.headers['content-length'] === '0';
  if (encoding === '' || encoding === 'identity' || isEmpty) return message;
  const decoder = Object.hasOwn(DECODERS, encoding) ? DECODERS[encoding]?.() : undefined;
  if (decoder === undefined) {
    message.destroy();
    throw new Error(`the reply is compressed with an unsupported encoding: ${toShorten(JSON.stringify(encoding))}`);
  }
  return pipeline(message, decoder, () => undefined);
}
