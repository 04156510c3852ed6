const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const SINES = Array.from({ length: 64 }, (_, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32) | 0);

type Words = [number, number, number, number];

/**
 * The MD5 hash of a string, in hexadecimal. Logical names contain part of it because CDKTF's do, and resources keep their state
 * only under the same names. Nothing relies on the hash for security.
 */
export function md5(text: string): string {
  const state: Words = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  const message = padded(new TextEncoder().encode(text));
  for (let start = 0; start < message.byteLength; start += 64) addBlock(state, message, start);
  const bytes = new DataView(new ArrayBuffer(16));
  state.forEach((word, index) => bytes.setInt32(index * 4, word, true));
  return Array.from({ length: 16 }, (_, index) => bytes.getUint8(index).toString(16).padStart(2, '0')).join('');
}

function padded(bytes: Uint8Array): DataView {
  const length = (Math.floor((bytes.length + 8) / 64) + 1) * 64;
  const buffer = new Uint8Array(length);
  buffer.set(bytes);
  buffer[bytes.length] = 0x80;
  const view = new DataView(buffer.buffer);
  view.setBigUint64(length - 8, BigInt(bytes.length) * 8n, true);
  return view;
}

function addBlock(state: Words, message: DataView, start: number): void {
  let [a, b, c, d] = state;
  for (let round = 0; round < 64; round += 1) {
    const [mixed, word] = mix(round, b, c, d);
    const sum = (a + mixed + (SINES[round] ?? 0) + message.getInt32(start + word * 4, true)) | 0;
    const shift = SHIFTS[(round >> 4) * 4 + (round & 3)] ?? 0;
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
  }
  state[0] = (state[0] + a) | 0;
  state[1] = (state[1] + b) | 0;
  state[2] = (state[2] + c) | 0;
  state[3] = (state[3] + d) | 0;
}

/** The round's function of three words, and the index of the message word it uses. */
function mix(round: number, b: number, c: number, d: number): readonly [number, number] {
  if (round < 16) return [(b & c) | (~b & d), round];
  if (round < 32) return [(d & b) | (~d & c), (5 * round + 1) & 15];
  if (round < 48) return [b ^ c ^ d, (3 * round + 5) & 15];
  return [c ^ (b | ~d), (7 * round) & 15];
}
