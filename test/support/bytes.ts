/** The bytes of a text in two chunks, as a backend may receive them. */
export function inBytes(text: string): readonly Uint8Array[] {
  const bytes = Buffer.from(text);
  const half = Math.floor(bytes.length / 2);
  return [bytes.subarray(0, half), bytes.subarray(half)];
}

export function textOf(pieces: Iterable<Uint8Array>): string {
  return Buffer.concat([...pieces]).toString();
}
