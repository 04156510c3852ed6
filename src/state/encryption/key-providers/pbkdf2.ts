import { pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Json } from '../../../model/index.js';
import { Settings, type SettingRules } from '../../backends/settings.js';
import { invalidEncryption } from '../diagnostics.js';
import type { KeyMetadata } from '../envelope.js';
import { bytesIn, KeyUnavailable, metadataOf, type KeyProvider, type KeyProviderOptions } from '../key-provider.js';

export interface Pbkdf2Settings {
  /** A passphrase, or the provider whose key is one. */
  readonly passphrase: string | KeyProvider;
  readonly keyLength: number;
  readonly iterations: number;
  readonly saltLength: number;
  readonly hash: string;
}

const HASHES: readonly string[] = ['sha256', 'sha512'];

const LEAST_ITERATIONS = 200_000;
const LEAST_PASSPHRASE = 16;

const derive = promisify(pbkdf2);

/** Keys from a passphrase. */
export class Pbkdf2 implements KeyProvider {
  readonly #name: string;
  readonly #settings: Pbkdf2Settings;

  constructor(name: string, settings: Pbkdf2Settings) {
    this.#name = name;
    this.#settings = settings;
  }

  async create(metadata: Map<string, Json>): Promise<Uint8Array> {
    const { passphrase, keyLength, iterations, saltLength, hash } = this.#settings;
    const bytes = await (typeof passphrase === 'string' ? Buffer.from(passphrase) : passphrase.create(metadata));
    const salt = randomBytes(saltLength);
    metadata.set(this.#name, {
      salt: salt.toString('base64'),
      iterations,
      hash_function: hash,
      key_length: keyLength,
    });
    return derive(longEnough(bytes), salt, iterations, keyLength, hash);
  }

  async restore(metadata: KeyMetadata): Promise<Uint8Array> {
    const own = metadataOf(metadata, this.#name);
    const { iterations, hash_function: hash, key_length: length } = own;
    const salt = bytesIn(own, 'salt', this.#name);
    if (
      !isCount(iterations, MOST_ITERATIONS) ||
      !isCount(length, 1024) ||
      typeof hash !== 'string' ||
      !HASHES.includes(hash)
    )
      throw new KeyUnavailable(`The metadata of ${this.#name} are invalid: the file is damaged.`);
    const { passphrase } = this.#settings;
    const bytes = typeof passphrase === 'string' ? Buffer.from(passphrase) : await passphrase.restore(metadata);
    return derive(bytes, salt, iterations, length, hash);
  }
}

/** More would keep the process busy for minutes: metadata are not authenticated. */
const MOST_ITERATIONS = 100_000_000;

const isCount = (json: Json | undefined, most: number): json is number =>
  typeof json === 'number' && Number.isInteger(json) && json > 0 && json <= most;

function longEnough(passphrase: Uint8Array): Uint8Array {
  if (passphrase.length >= LEAST_PASSPHRASE) return passphrase;
  throw new KeyUnavailable(
    `A passphrase has at least ${LEAST_PASSPHRASE} characters; the provider in "chain" gave ${passphrase.length}.`,
  );
}

const RULES = {
  passphrase: { type: 'text', isSecret: true },
  key_length: { type: 'number' },
  iterations: { type: 'number' },
  salt_length: { type: 'number' },
  hash_function: { type: 'text' },
} as const satisfies SettingRules;

export function openPbkdf2({ name, settings: given, surroundings, chain }: KeyProviderOptions): KeyProvider {
  const settings = new Settings(RULES, given);
  const refuse = (summary: string, detail: string): never => {
    throw invalidEncryption(summary, detail, given.at);
  };
  surroundings.learn(settings.secrets());
  const passphrase = settings.text('passphrase');
  if (passphrase !== undefined && chain !== undefined)
    refuse('The key provider "pbkdf2" has both a passphrase and a chain', 'Remove one of the two.');
  const secret =
    passphrase ?? chain ?? refuse('The key provider "pbkdf2" needs a passphrase', 'Add passphrase, or chain.');
  if (typeof secret === 'string' && Buffer.byteLength(secret) < LEAST_PASSPHRASE)
    refuse('The passphrase is too short', `It must have at least ${LEAST_PASSPHRASE} characters.`);
  const whole = (setting: keyof typeof RULES, standard: number, least: number): number => {
    const number = settings.number(setting) ?? standard;
    if (Number.isInteger(number) && number >= least) return number;
    return refuse(`The setting "${setting}" is too small`, `It must be a whole number from ${least}.`);
  };
  const hash = settings.text('hash_function') ?? 'sha512';
  if (!HASHES.includes(hash)) refuse(`The hash function "${hash}" is not supported`, `Use ${HASHES.join(' or ')}.`);
  return new Pbkdf2(name, {
    passphrase: secret,
    keyLength: whole('key_length', 32, 1),
    iterations: whole('iterations', 600_000, LEAST_ITERATIONS),
    saltLength: whole('salt_length', 32, 1),
    hash,
  });
}
