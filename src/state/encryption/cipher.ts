import {
  createCipheriv,
  createDecipheriv,
  randomBytes,
  type CipherGCM,
  type CipherGCMTypes,
  type DecipherGCM,
} from 'node:crypto';

/** AES-GCM as OpenTofu uses it: the nonce, the ciphertext and the tag, one after the other. */

export interface CipherKey {
  /** 16, 24 or 32 bytes. */
  readonly key: Uint8Array;
  /** Must be the same for encryption and decryption; is not stored. */
  readonly aad: Uint8Array;
}

export const KEY_LENGTHS: readonly number[] = [16, 24, 32];

const NONCE_LENGTH = 12;
const TAG_LENGTH = 16;

/** The data was changed, or was encrypted with another key. */
export class NotAuthentic extends Error {
  override readonly name = 'NotAuthentic';
}

/** Encrypts a document in pieces: its start, what `update` returns, and its end. */
export class Encrypting {
  readonly start: Uint8Array = randomBytes(NONCE_LENGTH);
  readonly #cipher: CipherGCM;

  constructor({ key, aad }: CipherKey) {
    this.#cipher = createCipheriv(algorithm(key), key, this.start, { authTagLength: TAG_LENGTH });
    this.#cipher.setAAD(aad);
  }

  update(piece: string | Uint8Array): Uint8Array {
    return typeof piece === 'string' ? this.#cipher.update(piece, 'utf8') : this.#cipher.update(piece);
  }

  end(): Uint8Array {
    this.#cipher.final();
    return this.#cipher.getAuthTag();
  }
}

export function* encrypted(pieces: Iterable<string | Uint8Array>, key: CipherKey): Generator<Uint8Array> {
  const encrypting = new Encrypting(key);
  yield encrypting.start;
  for (const piece of pieces) yield encrypting.update(piece);
  yield encrypting.end();
}

/** Nothing of it may be used before the end is reached: only then is the data known to be authentic. */
export function* decrypted(chunks: Iterable<Uint8Array>, { key, aad }: CipherKey): Generator<Uint8Array> {
  let held: Uint8Array = new Uint8Array();
  let decipher: DecipherGCM | undefined;
  for (const chunk of chunks) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    if (decipher === undefined) {
      if (held.length < NONCE_LENGTH) continue;
      const nonce = held.subarray(0, NONCE_LENGTH);
      decipher = createDecipheriv(algorithm(key), key, nonce, { authTagLength: TAG_LENGTH });
      decipher.setAAD(aad);
      held = held.subarray(NONCE_LENGTH);
    }
    if (held.length <= TAG_LENGTH) continue;
    yield decipher.update(held.subarray(0, held.length - TAG_LENGTH));
    held = held.subarray(held.length - TAG_LENGTH);
  }
  if (decipher === undefined || held.length !== TAG_LENGTH) throw new NotAuthentic();
  decipher.setAuthTag(held);
  try {
    decipher.final();
  } catch {
    throw new NotAuthentic();
  }
}

function algorithm({ length }: Uint8Array): CipherGCMTypes {
  switch (length) {
    case 16:
      return 'aes-128-gcm';
    case 24:
      return 'aes-192-gcm';
    default:
      return 'aes-256-gcm';
  }
}

/** Base64 of pieces. Three bytes are four characters, so they are cut there. */
export class Base64 {
  #rest: Uint8Array = new Uint8Array();

  update(piece: Uint8Array): string {
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const whole = bytes.length - (bytes.length % 3);
    this.#rest = bytes.subarray(whole);
    return asBuffer(bytes.subarray(0, whole)).toString('base64');
  }

  end(): string {
    return asBuffer(this.#rest).toString('base64');
  }
}

export function* toBase64(pieces: Iterable<Uint8Array>): Generator<string> {
  const base64 = new Base64();
  for (const piece of pieces) {
    const text = base64.update(piece);
    if (text !== '') yield text;
  }
  yield base64.end();
}

export function* fromBase64(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  let rest = '';
  for (const chunk of chunks) {
    const text = rest + asBuffer(chunk).toString('latin1');
    const whole = text.length - (text.length % 4);
    rest = text.slice(whole);
    if (whole > 0) yield Buffer.from(text.slice(0, whole), 'base64');
  }
  if (rest !== '') yield Buffer.from(rest, 'base64');
}

/** The same bytes, not a copy. */
export const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
