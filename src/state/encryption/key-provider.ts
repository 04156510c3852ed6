import { isJsonObject, type Json } from '../../model/index.js';
import type { Send } from '../backends/remote/send.js';
import type { GivenSettings } from '../backends/settings.js';
import type { KeyMetadata } from './envelope.js';

/** Where keys come from. */
export interface KeyProvider {
  /** A key to encrypt with. What is needed to get it again is added to the metadata, which are stored in plain text. */
  create(metadata: Map<string, Json>): Promise<Uint8Array>;
  /** The key that was created with these metadata. Rejects with a KeyUnavailable if they are of another provider. */
  restore(metadata: KeyMetadata): Promise<Uint8Array>;
}

/** What key providers may use of the machine. */
export interface KeySurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where relative paths begin, and external programs run. */
  readonly directory: string;
  readonly send: (tls: { readonly insecure?: boolean; readonly caFile?: string }) => Send;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** No message shows them from then on. */
  readonly learn: (secrets: readonly string[]) => void;
}

/** What a kind of key provider is opened with. */
export interface KeyProviderOptions {
  /** The name of its metadata. */
  readonly name: string;
  readonly settings: GivenSettings;
  readonly surroundings: KeySurroundings;
  /** The provider that its keys come from. */
  readonly chain: KeyProvider | undefined;
}

/** Why a key provider has no key, as a sentence. */
export class KeyUnavailable extends Error {
  override readonly name = 'KeyUnavailable';
}

/** The metadata of a provider as an object. Throws a KeyUnavailable if there are none. */
export function metadataOf(metadata: KeyMetadata, name: string): Readonly<Record<string, Json>> {
  const found = metadata.get(name);
  if (isJsonObject(found)) return found;
  const others = [...metadata.keys()];
  throw new KeyUnavailable(
    others.length === 0
      ? 'The file has no metadata of a key.'
      : `The file was encrypted with a key of ${others.join(' and ')}, not of ${name}. ` +
          'Give the provider that name, or set its encrypted_metadata_alias.',
  );
}

/** A part of the metadata that must be bytes in base64. */
export function bytesIn(
  metadata: Readonly<Record<string, Json>>,
  field: string,
  name: string,
): Uint8Array<ArrayBuffer> {
  const text = metadata[field];
  if (typeof text === 'string' && text !== '') return new Uint8Array(Buffer.from(text, 'base64'));
  throw new KeyUnavailable(`The metadata of ${name} have no ${field}: the file is damaged.`);
}
