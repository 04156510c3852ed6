import { createPrivateKey, type KeyObject } from 'node:crypto';

const FORM = /-----BEGIN OPENSSH PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END OPENSSH PRIVATE KEY-----/;
const MAGIC = 'openssh-key-v1\0';

/**
 * Parses a key in OpenSSH's format, which Node does not read; undefined for other formats, keys with passphrases and
 * other types of keys.
 */
export function openSshKey(pem: string): KeyObject | undefined {
  const content = FORM.exec(pem)?.[1];
  if (content === undefined) return undefined;
  try {
    return readKey(Buffer.from(content, 'base64'));
  } catch {
    return undefined;
  }
}

/** Throws a RangeError if the bytes end too early. */
function readKey(bytes: Buffer): KeyObject | undefined {
  if (bytes.subarray(0, MAGIC.length).toString('latin1') !== MAGIC) return undefined;
  const outer = new Fields(bytes.subarray(MAGIC.length));
  const cipher = outer.next().toString('latin1');
  outer.next();
  outer.next();
  if (cipher !== 'none' || outer.number() !== 1) return undefined;
  outer.next();
  const inner = new Fields(outer.next());
  inner.number();
  inner.number();
  if (inner.next().toString('latin1') !== 'ssh-rsa') return undefined;
  const next = (): bigint => integer(inner.next());
  const [n, e, d, qi, p, q] = [next(), next(), next(), next(), next(), next()];
  const parts = { n, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi };
  const texts = Object.fromEntries(Object.entries(parts).map(([name, value]) => [name, base64Url(value)]));
  return createPrivateKey({ key: { kty: 'RSA', ...texts }, format: 'jwk' });
}

class Fields {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  number(): number {
    const value = this.#bytes.readUInt32BE(this.#at);
    this.#at += 4;
    return value;
  }

  next(): Buffer {
    const length = this.number();
    const field = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return field;
  }
}

const integer = (bytes: Buffer): bigint => BigInt(`0x${bytes.toString('hex') || '0'}`);

function base64Url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url');
}
