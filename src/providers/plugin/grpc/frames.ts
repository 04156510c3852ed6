import { WireError } from '../bytes/reader.js';

/** What gRPC puts before each message: whether it is compressed, and its length. */
const HEAD = 5;
/** The limit of Go's implementation, which Terraform does not lower. */
const MOST_BYTES = 2 ** 31 - 1;

/** A message as it is sent. */
export function framed(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(HEAD + message.length);
  frame[0] = 0;
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, HEAD);
  return frame;
}

/** Reassembles messages from the chunks of a stream. */
export class Unframer {
  readonly #take: (message: Buffer) => void;
  /** What has arrived of the next message, its head included. */
  #pieces: Buffer[] = [];
  #size = 0;

  constructor(take: (message: Buffer) => void) {
    this.#take = take;
  }

  /** Whether a message has begun that has not ended. */
  get isInside(): boolean {
    return this.#size > 0;
  }

  /** Throws {@link WireError} for bytes that are not such messages, and whatever taking a message throws. */
  add(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#size += piece.length;
    while (this.#size >= HEAD) {
      const needed = HEAD + this.#length();
      if (this.#size < needed) return;
      const bytes = this.#joined();
      this.#pieces = bytes.length === needed ? [] : [bytes.subarray(needed)];
      this.#size -= needed;
      this.#take(bytes.subarray(HEAD, needed));
    }
  }

  /** The length of the next message. Its pieces are joined once when its head is complete, and once at its end. */
  #length(): number {
    const [first] = this.#pieces;
    const head = first !== undefined && first.length >= HEAD ? first : this.#joined();
    if (head[0] !== 0) throw new WireError('a message is compressed, which was not asked for');
    const length = head.readUInt32BE(1);
    if (length > MOST_BYTES) throw new WireError(`a message of ${length} bytes is too long`);
    return length;
  }

  #joined(): Buffer {
    const [first] = this.#pieces;
    if (first !== undefined && this.#pieces.length === 1) return first;
    const joined = Buffer.concat(this.#pieces, this.#size);
    this.#pieces = [joined];
    return joined;
  }
}
