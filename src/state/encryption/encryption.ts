import type { Json } from '../../model/index.js';
import { KEY_LENGTHS, NotAuthentic, type CipherKey } from './cipher.js';
import { isNotEncrypted, keyUnavailable, notDecrypted, unknownEnvelope, type At } from './diagnostics.js';
import { ENVELOPE_VERSION, metadataJson, type Envelope, type KeyMetadata } from './envelope.js';
import { KeyUnavailable, type KeyProvider } from './key-provider.js';

/** A way to encrypt. */
export interface Method {
  /** `aes_gcm.main` */
  readonly address: string;
  /** Absent for the method `unencrypted`. */
  readonly keys?: KeyProvider;
  readonly aad: Uint8Array;
  readonly at: At;
}

/** What a document is encrypted with. */
export interface Encryptor {
  readonly key: CipherKey;
  readonly metadata: KeyMetadata;
}

/** How one kind of document is encrypted: with the first method, and read with any of them. */
export class Encryption {
  readonly #methods: readonly [Method, ...Method[]];
  #encryptor: Promise<Encryptor> | undefined;
  /** By method and metadata: deriving a key takes time, and asking a service for one costs. */
  readonly #keys = new Map<string, Promise<Uint8Array>>();

  constructor(methods: readonly [Method, ...Method[]]) {
    this.#methods = methods;
  }

  /** Whether documents are written as plain text. */
  get writesPlain(): boolean {
    return this.#methods[0].keys === undefined;
  }

  get readsPlain(): boolean {
    return this.#methods.some(({ keys }) => keys === undefined);
  }

  /** Throws an error about a document in plain text, unless that is allowed. */
  checkPlain(place: string): void {
    if (!this.readsPlain) throw isNotEncrypted(place);
  }

  /** Key and metadata for what this process writes; undefined if it writes plain text. */
  encryptor(): Promise<Encryptor | undefined> {
    const [{ address, keys, aad, at }] = this.#methods;
    if (keys === undefined) return Promise.resolve(undefined);
    this.#encryptor ??= created(keys, address, aad, at);
    // A later attempt may succeed.
    this.#encryptor.catch(() => (this.#encryptor = undefined));
    return this.#encryptor;
  }

  /**
   * Decrypts with the first method that can. `read` returns what it read with a key, or throws `NotAuthentic`. Rejects
   * with a reason for each method.
   */
  async decrypt<T>(
    { version, metadata }: Pick<Envelope, 'version' | 'metadata'>,
    place: string,
    read: (key: CipherKey) => T,
  ): Promise<T> {
    if (version !== ENVELOPE_VERSION) throw unknownEnvelope(place, version);
    const reasons: string[] = [];
    for (const { address, keys, aad } of this.#methods) {
      if (keys === undefined) continue;
      try {
        return read({ key: await this.#keyOf(address, keys, metadata), aad });
      } catch (error) {
        if (error instanceof KeyUnavailable) reasons.push(`method.${address}: ${error.message}`);
        else if (error instanceof NotAuthentic) reasons.push(`method.${address}: ${WRONG}`);
        else throw error;
      }
    }
    throw notDecrypted(place, reasons.length > 0 ? reasons : [`All methods are "unencrypted".`]);
  }

  #keyOf(address: string, keys: KeyProvider, metadata: KeyMetadata): Promise<Uint8Array> {
    const name = `${address} ${JSON.stringify(metadataJson(metadata))}`;
    let key = this.#keys.get(name);
    if (key === undefined) {
      key = keys.restore(metadata).then(ofValidLength);
      this.#keys.set(name, key);
    }
    return key;
  }

  /** The same keys, in other roles. */
  with({ writes, reads }: { readonly writes?: 'plain'; readonly reads?: 'plain' }): Encryption {
    const plain: Method = { address: 'unencrypted', aad: new Uint8Array(), at: {} };
    const [first, ...others] = this.#methods;
    if (writes === 'plain') return new Encryption([plain, first, ...others]);
    return reads === 'plain' ? new Encryption([first, ...others, plain]) : this;
  }
}

const WRONG = 'the key is another one, or the content was changed.';

async function created(keys: KeyProvider, address: string, aad: Uint8Array, at: At): Promise<Encryptor> {
  const metadata = new Map<string, Json>();
  try {
    return { key: { key: ofValidLength(await keys.create(metadata)), aad }, metadata };
  } catch (error) {
    throw error instanceof KeyUnavailable ? keyUnavailable(`of method.${address}`, error.message, at) : error;
  }
}

function ofValidLength(key: Uint8Array): Uint8Array {
  if (KEY_LENGTHS.includes(key.length)) return key;
  throw new KeyUnavailable(`AES-GCM needs a key of 16, 24 or 32 bytes; the key provider gave ${key.length}.`);
}
