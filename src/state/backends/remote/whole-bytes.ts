import { constants } from 'node:buffer';

/** What fits into one buffer on every supported version of Node.js, with some room for what is around a state. */
export const MOST_WHOLE = 2 ** 32 - 2 ** 20;

/** Above this size, bytes are copied into one buffer as they arrive. */
const LARGE = 1 << 24;

/**
 * Bytes that arrive in pieces and are needed as a whole. A large buffer grows by doubling: at the end, the bytes are in
 * memory once, and what remains of the buffer takes none. Joined as a string, they could have 512 MiB at most.
 */
export class WholeBytes {
  readonly #large: number;
  #pieces: Uint8Array[] = [];
  #buffer: Buffer<ArrayBuffer> | undefined;
  #length = 0;

  constructor(large = LARGE) {
    this.#large = large;
  }

  static of(pieces: Iterable<string | Uint8Array>): Buffer<ArrayBuffer> {
    const whole = new WholeBytes();
    for (const piece of pieces) whole.add(piece);
    return whole.bytes();
  }

  add(piece: string | Uint8Array): void {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    const end = this.#length + bytes.length;
    if (end <= this.#large) this.#pieces.push(bytes);
    else {
      if (this.#buffer === undefined || end > this.#buffer.length) this.#grow(end);
      this.#buffer?.set(bytes, this.#length);
    }
    this.#length = end;
  }

  bytes(): Buffer<ArrayBuffer> {
    return this.#buffer?.subarray(0, this.#length) ?? Buffer.concat(this.#pieces);
  }

  #grow(length: number): void {
    const size = Math.max(length, 2 * (this.#buffer?.length ?? this.#large));
    const larger = Buffer.allocUnsafeSlow(Math.max(length, Math.min(size, constants.MAX_LENGTH)));
    larger.set(this.bytes());
    this.#buffer = larger;
    this.#pieces = [];
  }
}

/** Bytes per chunk. */
const CHUNK = 1 << 20;

/** Bytes as a reader of a snapshot takes them: it may turn a chunk into a string. */
export function* chunksIn(bytes: Uint8Array, size = CHUNK): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
