import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Decrypter, Encrypter } from 'age-encryption';
import { reasonOf, type Json } from '../../../model/index.js';
import { Settings, type SettingRules } from '../../backends/settings.js';
import { invalidEncryption } from '../diagnostics.js';
import type { KeyMetadata } from '../envelope.js';
import { bytesIn, KeyUnavailable, metadataOf, type KeyProvider, type KeyProviderOptions } from '../key-provider.js';

/** The part of the package that is used, which the build bundles. */
const age = (): { readonly Encrypter: new () => Encrypter; readonly Decrypter: new () => Decrypter } =>
  // The bundled file has no declarations to check this against.
  createRequire(import.meta.url)('#age') as { Encrypter: new () => Encrypter; Decrypter: new () => Decrypter };

const RULES = {
  recipients: { type: 'texts', isRequired: true },
  identity: { type: 'text', variables: ['LANDFORM_AGE_IDENTITY'], isSecret: true },
  identity_file: { type: 'text', variables: ['LANDFORM_AGE_IDENTITY_FILE'] },
} as const satisfies SettingRules;

const KEY_LENGTH = 32;

/** Random keys, each encrypted to the recipients in a file of age, which is stored with the data. */
class Age implements KeyProvider {
  readonly #name: string;
  readonly #recipients: readonly string[];
  readonly #identities: () => readonly string[];

  constructor(name: string, recipients: readonly string[], identities: () => readonly string[]) {
    this.#name = name;
    this.#recipients = recipients;
    this.#identities = identities;
  }

  async create(metadata: Map<string, Json>): Promise<Uint8Array> {
    const key = randomBytes(KEY_LENGTH);
    const encrypter = new (age().Encrypter)();
    for (const recipient of this.#recipients) {
      try {
        encrypter.addRecipient(recipient);
      } catch {
        throw new KeyUnavailable(`"${recipient}" is not a recipient of age. It begins with age1.`);
      }
    }
    const ciphertext = Buffer.from(await encrypter.encrypt(key)).toString('base64');
    metadata.set(this.#name, { recipients: [...this.#recipients], ciphertext });
    return key;
  }

  async restore(metadata: KeyMetadata): Promise<Uint8Array> {
    const ciphertext = bytesIn(metadataOf(metadata, this.#name), 'ciphertext', this.#name);
    const identities = this.#identities();
    if (identities.length === 0)
      throw new KeyUnavailable(
        'No identity of age is given. Set LANDFORM_AGE_IDENTITY_FILE to a file of age-keygen, or LANDFORM_AGE_IDENTITY to its key.',
      );
    const decrypter = new (age().Decrypter)();
    try {
      for (const identity of identities) decrypter.addIdentity(identity);
    } catch {
      throw new KeyUnavailable('The identity of age is not valid. It begins with AGE-SECRET-KEY-.');
    }
    try {
      return await decrypter.decrypt(ciphertext);
    } catch {
      throw new KeyUnavailable('The identity of age is not one of the recipients.');
    }
  }
}

export function openAge({ name, settings: given, surroundings }: KeyProviderOptions): KeyProvider {
  const settings = new Settings(RULES, given);
  const { directory, learn, environment } = surroundings;
  learn(settings.secrets());
  const recipients = settings.texts('recipients');
  if (recipients.length === 0)
    throw invalidEncryption(
      'The key provider "age" has no recipients',
      'Name the public keys of all who read.',
      given.at,
    );
  const [identity, file] = [settings.text('identity'), settings.text('identity_file')];
  return new Age(name, recipients, () => {
    if (identity !== undefined) return [identity.trim()];
    if (file === undefined) return [];
    const identities = linesOf(file, directory, environment['HOME'] ?? '');
    learn(identities);
    return identities;
  });
}

/** A file of `age-keygen`: one identity a line, with comments. */
function linesOf(file: string, directory: string, home: string): readonly string[] {
  const found = file.startsWith('~/') ? path.join(home, file.slice(2)) : file;
  try {
    const lines = readFileSync(path.resolve(directory, found), 'utf8').split('\n');
    return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  } catch (error) {
    throw new KeyUnavailable(`The file ${file} with the identity of age cannot be read: ${reasonOf(error)}.`);
  }
}
