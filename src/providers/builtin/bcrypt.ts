/** bcrypt (Provos and Mazières, 1999), for hashes of generated passwords; it does not verify any. */

const ALPHABET = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** `$2a$10$…` of the first 72 bytes of the password. */
export function bcryptHash(password: string, salt: Uint8Array, cost: number): string {
  const key = Buffer.concat([Buffer.from(password, 'utf8').subarray(0, 72), Buffer.from([0])]).subarray(0, 72);
  const cipher = expensiveSetup(key, salt, cost);
  const text = new Uint32Array(Buffer.from('OrpheanBeholderScryDoubt').length / 4);
  const plain = Buffer.from('OrpheanBeholderScryDoubt');
  for (let index = 0; index < text.length; index++) text[index] = plain.readUInt32BE(index * 4);
  for (let round = 0; round < 64; round++)
    for (let index = 0; index < text.length; index += 2) encrypt(cipher, text, index);
  const bytes = Buffer.alloc(24);
  text.forEach((word, index) => bytes.writeUInt32BE(word, index * 4));
  return `$2a$${String(cost).padStart(2, '0')}$${base64(salt)}${base64(bytes.subarray(0, 23))}`;
}

/** Blowfish's state: 18 subkeys, and four consecutive boxes of 256 words. */
interface Cipher {
  readonly subkeys: Uint32Array;
  readonly boxes: Uint32Array;
}

function expensiveSetup(key: Uint8Array, salt: Uint8Array, cost: number): Cipher {
  const words = (initial ??= fractionOfPi(18 + 1024));
  const cipher: Cipher = { subkeys: words.slice(0, 18), boxes: words.slice(18) };
  const nothing = new Uint8Array(16);
  expand(cipher, key, salt);
  for (let round = 0; round < 2 ** cost; round++) {
    expand(cipher, key, nothing);
    expand(cipher, salt, nothing);
  }
  return cipher;
}

// The indexes below are within these fixed sizes. Checks of every access would slow the inner loop.

function expand(cipher: Cipher, key: Uint8Array, salt: Uint8Array): void {
  const { subkeys, boxes } = cipher;
  for (let index = 0, at = 0; index < subkeys.length; index++, at += 4) subkeys[index]! ^= wordAt(key, at);
  const block = new Uint32Array(2);
  let at = 0;
  for (const words of [subkeys, boxes]) {
    for (let index = 0; index < words.length; index += 2) {
      block[0]! ^= wordAt(salt, at);
      block[1]! ^= wordAt(salt, at + 4);
      at = (at + 8) % 16;
      encrypt(cipher, block, 0);
      words[index] = block[0]!;
      words[index + 1] = block[1]!;
    }
  }
}

/** Four bytes at an offset, wrapping around the end. */
function wordAt(bytes: Uint8Array, at: number): number {
  const byte = (offset: number): number => bytes[(at + offset) % bytes.length]!;
  return ((byte(0) << 24) | (byte(1) << 16) | (byte(2) << 8) | byte(3)) >>> 0;
}

function encrypt({ subkeys, boxes }: Cipher, block: Uint32Array, at: number): void {
  let left = block[at]! ^ subkeys[0]!;
  let right = block[at + 1]!;
  for (let round = 1; round <= 16; round++) {
    let mixed = boxes[left >>> 24]! + boxes[256 + ((left >>> 16) & 255)]!;
    mixed = ((mixed ^ boxes[512 + ((left >>> 8) & 255)]!) + boxes[768 + (left & 255)]!) | 0;
    const next = right ^ mixed ^ subkeys[round]!;
    right = left;
    left = next;
  }
  block[at] = right ^ subkeys[17]!;
  block[at + 1] = left;
}

let initial: Uint32Array | undefined;

/** The first words of pi's fraction, Blowfish's initial state: 16 arctan(1/5) - 4 arctan(1/239). */
function fractionOfPi(words: number): Uint32Array {
  const guard = 64n;
  const one = 1n << (BigInt(words) * 32n + guard);
  const arctan = (inverse: bigint): bigint => {
    let [sum, term, divisor, sign] = [0n, one / inverse, 1n, 1n];
    while (term > 0n) {
      sum += (sign * term) / divisor;
      term /= inverse * inverse;
      divisor += 2n;
      sign = -sign;
    }
    return sum;
  };
  const pi = 16n * arctan(5n) - 4n * arctan(239n);
  const digits = ((pi % one) >> guard).toString(16).padStart(words * 8, '0');
  return Uint32Array.from({ length: words }, (_, index) => Number.parseInt(digits.slice(index * 8, index * 8 + 8), 16));
}

/** bcrypt's own base64: another alphabet, no padding. */
function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const chunk = ((bytes[at]! << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)) >>> 0;
    const length = Math.min(4, bytes.length - at + 1);
    for (let index = 0; index < length; index++) text += ALPHABET[(chunk >>> (18 - 6 * index)) & 63]!;
  }
  return text;
}
