import { randomBytes } from 'node:crypto';
import { isJsonObject, parseJson, stringifyJson } from '../../model/index.js';
import { asBuffer, decrypted, encrypted, fromBase64, toBase64, type CipherKey } from './cipher.js';
import { notDecrypted } from './diagnostics.js';
import type { Encryption, Encryptor } from './encryption.js';
import { ENVELOPE_VERSION, metadataFrom, metadataJson } from './envelope.js';

/**
 * The first line names the key and the journal; every other one is a line of the plain journal, encrypted with a nonce
 * of its own, in base64. The name of the journal and the number of the line are authenticated, so a line has one place.
 */

const NEWLINE = '\n'.charCodeAt(0);
const BRACE = '{'.charCodeAt(0);

const ID_LENGTH = 16;

/** Whether a journal is encrypted. A line of a plain one begins with a checksum. */
export const isEncryptedJournal = (journal: Uint8Array): boolean => journal[0] === BRACE;

/** The writer of one journal. */
export class EncryptedLines {
  readonly #encryptor: Encryptor;
  readonly #id = randomBytes(ID_LENGTH);
  #lines = 0;

  constructor(encryptor: Encryptor) {
    this.#encryptor = encryptor;
  }

  /** Encrypts one line, whose newline is at its end. The first one is preceded by the header. */
  *line(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
    if (this.#lines === 0) yield this.#header();
    const { key, aad } = this.#encryptor.key;
    this.#lines += 1;
    for (const text of toBase64(encrypted(pieces, { key, aad: placeOf(aad, this.#id, this.#lines) })))
      yield Buffer.from(text);
    yield Buffer.of(NEWLINE);
  }

  /** Encrypts several lines, which are cut into pieces anywhere. */
  *all(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
    let line: Uint8Array[] = [];
    for (const piece of pieces) {
      let from = 0;
      for (let end = piece.indexOf(NEWLINE); end !== -1; end = piece.indexOf(NEWLINE, from)) {
        yield* this.line([...line, piece.subarray(from, end + 1)]);
        line = [];
        from = end + 1;
      }
      if (from < piece.length) line.push(piece.subarray(from));
    }
    if (line.length > 0) yield* this.line(line);
  }

  #header(): Uint8Array {
    const { metadata } = this.#encryptor;
    const header = {
      meta: metadataJson(metadata),
      journal: this.#id.toString('base64'),
      encryption_version: ENVELOPE_VERSION,
    };
    return Buffer.from(`${stringifyJson(header)}\n`);
  }
}

/** The plain journal. An incomplete last line is left out: nothing relied on it. */
export async function decryptJournal(journal: Uint8Array, place: string, encryption: Encryption): Promise<Uint8Array> {
  const bytes = asBuffer(journal);
  const end = bytes.indexOf(NEWLINE);
  // Only the first line was begun.
  if (end === -1) return INCOMPLETE;
  const header = headerIn(bytes.toString('utf8', 0, end));
  if (header === undefined) throw notDecrypted(place, ['Its first line is damaged.']);
  const id = Buffer.from(header.journal, 'base64');
  const plain = await encryption.decrypt(header, place, (key) => [...linesOf(bytes, end + 1, id, key)]);
  return plain.length === 0 ? INCOMPLETE : Buffer.concat(plain);
}

/** Reads as a journal whose only line is incomplete. */
const INCOMPLETE = Buffer.of(NEWLINE);

function* linesOf(bytes: Buffer, start: number, id: Uint8Array, { key, aad }: CipherKey): Generator<Uint8Array> {
  let number = 0;
  for (let from = start; from < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, from);
    if (end === -1) return;
    number += 1;
    yield* decrypted(fromBase64([bytes.subarray(from, end)]), { key, aad: placeOf(aad, id, number) });
    from = end + 1;
  }
}

function placeOf(aad: Uint8Array, id: Uint8Array, line: number): Uint8Array {
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(line));
  return Buffer.concat([aad, id, number]);
}

type Header = Parameters<Encryption['decrypt']>[0] & { readonly journal: string };

function headerIn(text: string): Header | undefined {
  try {
    const json = parseJson(text);
    if (!isJsonObject(json)) return undefined;
    const { encryption_version: version, journal, meta } = json;
    if (typeof version !== 'string' || typeof journal !== 'string') return undefined;
    return { version, journal, metadata: metadataFrom(meta) };
  } catch {
    return undefined;
  }
}
