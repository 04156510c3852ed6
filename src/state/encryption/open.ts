import type { EncryptionPart, EncryptionSettings, EncryptionTarget, Json } from '../../model/index.js';
import type { SettingOwner } from '../backends/settings.js';
import { invalidEncryption, type At } from './diagnostics.js';
import { Encryption, type Method } from './encryption.js';
import type { KeyProvider, KeyProviderOptions, KeySurroundings } from './key-provider.js';

export interface OpenEncryption extends KeySurroundings {
  readonly settings: EncryptionSettings;
  /** Evaluates the settings of a part. Throws a DiagnosticError if they are unknown. */
  readonly evaluate: (part: EncryptionPart) => Readonly<Record<string, Json>>;
}

/** The encryption of one kind of document, with its fallbacks. Throws a DiagnosticError if it is incomplete. */
export async function openEncryption(
  given: OpenEncryption,
  target: EncryptionTarget,
  block: string,
): Promise<Encryption> {
  const { settings } = given;
  const at = placeOf(settings);
  const methods: Method[] = [];
  for (let one: EncryptionTarget | undefined = target; one !== undefined; one = one.fallback) {
    if (one.method === undefined)
      throw invalidEncryption(
        `The block "${block}" of the encryption names no method`,
        'Add method = method.TYPE.NAME to it. If it is given in TF_ENCRYPTION, that variable is not set here.',
        at,
      );
    methods.push(await methodOf(given, one.method));
  }
  const [first, ...fallbacks] = methods;
  if (first === undefined) throw new Error('a target has a method');
  if (target.isEnforced && methods.some(({ keys }) => keys === undefined))
    throw invalidEncryption(
      `The block "${block}" is enforced, and has the method "unencrypted"`,
      'Remove that method, or remove enforced until everything is encrypted.',
      at,
    );
  return new Encryption([first, ...fallbacks]);
}

async function methodOf(given: OpenEncryption, address: string): Promise<Method> {
  const { settings } = given;
  const part = settings.methods.find(({ type, name }) => `${type}.${name}` === address);
  if (part === undefined)
    throw invalidEncryption(
      `The encryption has no method.${address}`,
      `Add the block method "${address.replace('.', '" "')}" to it.`,
      placeOf(settings),
    );
  const at = placeOf(part.body);
  if (part.type === 'unencrypted') return { address, aad: new Uint8Array(), at };
  if (part.type !== 'aes_gcm')
    throw invalidEncryption(
      `Unknown method of encryption "${part.type}"`,
      'The methods are aes_gcm and unencrypted.',
      at,
    );
  if (part.keysFrom === undefined)
    throw invalidEncryption(`method.${address} names no key provider`, 'Add keys = key_provider.TYPE.NAME to it.', at);
  const { aad, ...others } = given.evaluate(part);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined)
    throw invalidEncryption(`The method "aes_gcm" has no setting "${unknown}"`, 'Its settings are keys and aad.', at);
  return { address, keys: await keyProvider(given, part.keysFrom, []), aad: aadOf(aad ?? null, at), at };
}

/** Additional data that is authenticated: OpenTofu takes a list of bytes. */
function aadOf(aad: Json, at: At): Uint8Array {
  if (aad === null) return new Uint8Array();
  if (
    Array.isArray(aad) &&
    aad.every((byte) => typeof byte === 'number' && Number.isInteger(byte) && byte >= 0 && byte < 256)
  )
    return Uint8Array.from(aad, Number);
  throw invalidEncryption('The setting "aad" must be a list of bytes', 'Write numbers from 0 to 255: [1, 2, 3].', at);
}

const placeOf = ({ source, origin }: At): At => ({ ...(source && { source }), ...(origin && { origin }) });

/** Each is loaded where it is configured. */
const KINDS: Readonly<Record<string, () => Promise<(options: KeyProviderOptions) => KeyProvider>>> = {
  age: async () => (await import('./key-providers/age.js')).openAge,
  aws_kms: async () => (await import('./key-providers/aws-kms.js')).openAwsKms,
  external: async () => (await import('./key-providers/external.js')).openExternal,
  gcp_kms: async () => (await import('./key-providers/gcp-kms.js')).openGcpKms,
  openbao: async () => (await import('./key-providers/openbao.js')).openOpenBao,
  pbkdf2: async () => (await import('./key-providers/pbkdf2.js')).openPbkdf2,
};

async function keyProvider(given: OpenEncryption, address: string, above: readonly string[]): Promise<KeyProvider> {
  const { settings } = given;
  const part = settings.keyProviders.find(({ type, name }) => `${type}.${name}` === address);
  if (part === undefined)
    throw invalidEncryption(
      `The encryption has no key_provider.${address}`,
      `Add the block key_provider "${address.replace('.', '" "')}" to it.`,
      placeOf(settings),
    );
  const at = placeOf(part.body);
  if (above.includes(address))
    throw invalidEncryption(
      'Key providers take their keys from each other in a circle',
      `${[...above, address].map((one) => `key_provider.${one}`).join(' → ')}. Remove "chain" from one of them.`,
      at,
    );
  const load = Object.hasOwn(KINDS, part.type) ? KINDS[part.type] : undefined;
  if (load === undefined)
    throw invalidEncryption(
      `Unknown key provider "${part.type}"`,
      `The key providers are ${Object.keys(KINDS).join(', ')}.`,
      at,
    );
  if (part.keysFrom !== undefined && part.type !== 'pbkdf2')
    throw invalidEncryption(`The key provider "${part.type}" has no setting "chain"`, 'Only pbkdf2 has it.', at);
  const { encrypted_metadata_alias: alias, ...config } = given.evaluate(part);
  const open = await load();
  return open({
    name: typeof alias === 'string' && alias !== '' ? alias : `key_provider.${address}`,
    settings: { type: part.type, config, environment: given.environment, at, owner: OWNER },
    surroundings: given,
    chain: part.keysFrom === undefined ? undefined : await keyProvider(given, part.keysFrom, [...above, address]),
  });
}

const OWNER: SettingOwner = {
  code: 'invalid-encryption',
  noun: 'key provider',
  adding: () => 'to its block',
  guide: 'docs/encryption.md describes the settings of each key provider',
};
