/** The bytes of a message end too early, or are not what the protocol allows. */
export class WireError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'WireError';
  }
}

/** A position in bytes that another process sent. Reading past the end throws {@link WireError}. */
export class ByteReader {
  readonly #bytes: Buffer;
  #offset = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get atEnd(): boolean {
    return this.#offset >= this.#bytes.length;
  }

  get left(): number {
    return this.#bytes.length - this.#offset;
  }

  byte(): number {
    const offset = this.#advance(1);
    return this.#bytes.readUInt8(offset);
  }

  /** A view, not a copy. */
  bytes(length: number): Buffer {
    const offset = this.#advance(length);
    return this.#bytes.subarray(offset, offset + length);
  }

  text(length: number): string {
    const offset = this.#advance(length);
    return this.#bytes.toString('utf8', offset, offset + length);
  }

  uint16(): number {
    const offset = this.#advance(2);
    return this.#bytes.readUInt16BE(offset);
  }

  uint32(): number {
    const offset = this.#advance(4);
    return this.#bytes.readUInt32BE(offset);
  }

  uint64(): bigint {
    const offset = this.#advance(8);
    return this.#bytes.readBigUInt64BE(offset);
  }

  float(): number {
    const offset = this.#advance(4);
    return this.#bytes.readFloatBE(offset);
  }

  double(): number {
    const offset = this.#advance(8);
    return this.#bytes.readDoubleBE(offset);
  }

  #advance(size: number): number {
    const offset = this.#offset;
    if (size > this.#bytes.length - offset) throw new WireError('the message ends too early');
    this.#offset = offset + size;
    return offset;
  }
}
