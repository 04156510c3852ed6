import {
  isJsonObject,
  JsonSyntaxError,
  objectIn,
  parseJson,
  stringifyJson,
  type Json,
  type JsonObject,
} from '../../model/index.js';
import { Base64, decrypted, encrypted, Encrypting, fromBase64, toBase64, type CipherKey } from './cipher.js';

/** What a key provider stores to find a key again, by the address of the provider: `key_provider.pbkdf2.main`. */
export type KeyMetadata = ReadonlyMap<string, Json>;

/**
 * OpenTofu's document around encrypted data: serial and lineage of a state, the metadata of the key, and the data in
 * base64.
 */
export interface Envelope {
  readonly version: string;
  readonly serial?: number;
  readonly lineage?: string;
  readonly metadata: KeyMetadata;
  /** Where the encrypted data are, in bytes. */
  readonly start: number;
  readonly end: number;
}

export const ENVELOPE_VERSION = 'v0';

/** What a state tells about itself without being decrypted. */
export interface StateName {
  readonly serial: number;
  readonly lineage: string;
}

/** An encrypted document, in the order of keys that OpenTofu writes. */
export function* envelopePieces(
  pieces: Iterable<string | Uint8Array>,
  { key, metadata }: { readonly key: CipherKey; readonly metadata: KeyMetadata },
  name?: StateName,
): Generator<string> {
  const named = name === undefined ? '' : `"serial":${name.serial},"lineage":${JSON.stringify(name.lineage)},`;
  yield `{${named}${beforeData(metadata)}`;
  yield* toBase64(encrypted(pieces, key));
  yield AFTER_DATA;
}

const beforeData = (metadata: KeyMetadata): string =>
  `"meta":${stringifyJson(metadataJson(metadata))},"encrypted_data":"`;

const AFTER_DATA = `","encryption_version":"${ENVELOPE_VERSION}"}`;

/** Encrypts a document without serial and lineage that is handed over piece by piece. */
export class EnvelopeWriter {
  readonly #take: (bytes: Uint8Array) => void;
  readonly #encrypting: Encrypting;
  readonly #base64 = new Base64();

  constructor(
    { key, metadata }: { readonly key: CipherKey; readonly metadata: KeyMetadata },
    take: (bytes: Uint8Array) => void,
  ) {
    this.#take = take;
    this.#encrypting = new Encrypting(key);
    take(Buffer.from(`{${beforeData(metadata)}${this.#base64.update(this.#encrypting.start)}`));
  }

  readonly write = (bytes: Uint8Array): void =>
    this.#take(Buffer.from(this.#base64.update(this.#encrypting.update(bytes))));

  readonly end = (): void =>
    this.#take(Buffer.from(`${this.#base64.update(this.#encrypting.end())}${this.#base64.end()}${AFTER_DATA}`));
}

/** Metadata as it is stored: JSON in base64, for each key provider. */
export function metadataJson(metadata: KeyMetadata): JsonObject {
  const encoded = [...metadata].map(([name, json]) => [name, Buffer.from(stringifyJson(json)).toString('base64')]);
  return Object.fromEntries(encoded);
}

export function metadataFrom(json: Json | undefined): KeyMetadata {
  const found = new Map<string, Json>();
  for (const [name, value] of Object.entries(objectIn(json))) {
    // A document in OpenTofu's tests has JSON here, not in base64.
    const decoded = typeof value === 'string' ? jsonIn(Buffer.from(value, 'base64').toString('utf8')) : value;
    if (decoded !== undefined) found.set(name, decoded);
  }
  return found;
}

/** The metadata before the data are short. */
const MOST_BEFORE = 1 << 20;

const DATA_START = /"encrypted_data"\s*:\s*"/;
const QUOTE = '"'.charCodeAt(0);

/** Undefined if the document is not encrypted. Only reads as much as is needed to know it. */
export function findEnvelope(chunks: Iterable<Uint8Array>): Envelope | undefined {
  let head = '';
  let tail = '';
  let start: number | undefined;
  let end: number | undefined;
  let offset = 0;
  for (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let from = 0;
    if (start === undefined) {
      const before = head.length;
      head += bytes.toString('latin1', 0, MOST_BEFORE - before);
      const found = DATA_START.exec(head);
      if (found === null) {
        if (head.length >= MOST_BEFORE) return undefined;
        offset += bytes.length;
        continue;
      }
      start = found.index + found[0].length;
      from = start - before;
      head = head.slice(0, start);
    }
    if (end === undefined) {
      const quote = bytes.indexOf(QUOTE, Math.max(0, from));
      if (quote !== -1) {
        end = offset + quote;
        tail = bytes.toString('latin1', quote, quote + MOST_BEFORE);
      }
    } else if (tail.length < MOST_BEFORE) tail += bytes.toString('latin1');
    offset += bytes.length;
  }
  if (start === undefined || end === undefined) return undefined;
  const json = jsonIn(Buffer.from(head + tail, 'latin1').toString('utf8'));
  if (!isJsonObject(json) || json['encrypted_data'] !== '') return undefined;
  const { encryption_version: version, serial, lineage, meta } = json;
  if (typeof version !== 'string' || version === '') return undefined;
  return {
    version,
    ...(typeof serial === 'number' && { serial }),
    ...(typeof lineage === 'string' && lineage !== '' && { lineage }),
    metadata: metadataFrom(meta),
    start,
    end,
  };
}

/** The decrypted data. Nothing of it may be used before the end is reached. */
export const contentOf = (
  { start, end }: Envelope,
  chunks: Iterable<Uint8Array>,
  key: CipherKey,
): Generator<Uint8Array> => decrypted(fromBase64(part(chunks, start, end)), key);

function* part(chunks: Iterable<Uint8Array>, start: number, end: number): Generator<Uint8Array> {
  let offset = 0;
  for (const chunk of chunks) {
    const [from, to] = [Math.max(0, start - offset), Math.min(chunk.length, end - offset)];
    if (from < to) yield chunk.subarray(from, to);
    offset += chunk.length;
  }
}

function jsonIn(text: string): Json | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}
