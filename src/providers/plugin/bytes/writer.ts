/** Bytes under construction; the buffer doubles when it is full. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(512);
  #length = 0;

  byte(value: number): void {
    const offset = this.#reserve(1);
    this.#bytes[offset] = value;
  }

  bytes(value: Uint8Array): void {
    const offset = this.#reserve(value.length);
    this.#bytes.set(value, offset);
  }

  /** A string whose length in UTF-8 is known to the caller. */
  text(value: string, length: number): void {
    const offset = this.#reserve(length);
    this.#bytes.write(value, offset, length, 'utf8');
  }

  uint16(value: number): void {
    const offset = this.#reserve(2);
    this.#bytes.writeUInt16BE(value, offset);
  }

  uint32(value: number): void {
    const offset = this.#reserve(4);
    this.#bytes.writeUInt32BE(value, offset);
  }

  uint64(value: bigint): void {
    const offset = this.#reserve(8);
    this.#bytes.writeBigUInt64BE(BigInt.asUintN(64, value), offset);
  }

  double(value: number): void {
    const offset = this.#reserve(8);
    this.#bytes.writeDoubleBE(value, offset);
  }

  /** A copy of what was written. */
  take(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#length));
  }

  #reserve(size: number): number {
    const offset = this.#length;
    this.#length += size;
    if (this.#length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#length, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, offset);
      this.#bytes = larger;
    }
    return offset;
  }
}
