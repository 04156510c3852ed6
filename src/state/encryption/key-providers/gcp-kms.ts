import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { textMember, type Json, type JsonObject } from '../../../model/index.js';
import { googleToken } from '../../backends/gcs/credentials.js';
import { Settings, type SettingRules } from '../../backends/settings.js';
import { invalidEncryption } from '../diagnostics.js';
import type { KeyMetadata } from '../envelope.js';
import { bytesIn, metadataOf, type KeyProvider, type KeyProviderOptions } from '../key-provider.js';
import { ask } from './ask.js';

const RULES = {
  kms_encryption_key: { type: 'text', isRequired: true },
  key_length: { type: 'number', isRequired: true },
  credentials: { type: 'text', variables: ['GOOGLE_CREDENTIALS'], isSecret: true },
  access_token: { type: 'text', variables: ['GOOGLE_OAUTH_ACCESS_TOKEN'], isSecret: true },
  impersonate_service_account: {
    type: 'text',
    variables: ['GOOGLE_BACKEND_IMPERSONATE_SERVICE_ACCOUNT', 'GOOGLE_IMPERSONATE_SERVICE_ACCOUNT'],
  },
  impersonate_service_account_delegates: { type: 'texts' },
  additional_authenticated_data: { type: 'text' },
} as const satisfies SettingRules;

const SCOPE = 'https://www.googleapis.com/auth/cloudkms';

type Call = (action: 'encrypt' | 'decrypt', body: JsonObject) => Promise<JsonObject>;

/** Random keys, encrypted by a key of Google's Key Management Service. */
class GcpKms implements KeyProvider {
  readonly #name: string;
  readonly #call: Call;
  readonly #length: number;
  readonly #authenticated: JsonObject;

  constructor(name: string, call: Call, length: number, authenticated: string | undefined) {
    this.#name = name;
    this.#call = call;
    this.#length = length;
    this.#authenticated = authenticated === undefined ? {} : { additionalAuthenticatedData: authenticated };
  }

  async create(metadata: Map<string, Json>): Promise<Uint8Array> {
    const key = randomBytes(this.#length);
    const reply = await this.#call('encrypt', { plaintext: key.toString('base64'), ...this.#authenticated });
    metadata.set(this.#name, { ciphertext: textMember(reply, 'ciphertext') ?? '' });
    return key;
  }

  async restore(metadata: KeyMetadata): Promise<Uint8Array> {
    const own = metadataOf(metadata, this.#name);
    const ciphertext = Buffer.from(bytesIn(own, 'ciphertext', this.#name)).toString('base64');
    return bytesIn(
      await this.#call('decrypt', { ciphertext, ...this.#authenticated }),
      'plaintext',
      'the reply of Google Cloud KMS',
    );
  }
}

export function openGcpKms({ name, settings: given, surroundings }: KeyProviderOptions): KeyProvider {
  const settings = new Settings(RULES, given);
  const { environment, now, learn, directory } = surroundings;
  learn(settings.secrets());
  const length = settings.number('key_length') ?? 0;
  if (!Number.isInteger(length) || length < 1 || length > 1024)
    throw invalidEncryption('The setting "key_length" is not a length', 'It must be from 1 to 1024 bytes.', given.at);
  const key = contentOf(settings.text('credentials'), directory, environment['HOME']);
  const send = surroundings.send({});
  const token = googleToken(
    {
      settings: {
        isAnonymous: false,
        accessToken: settings.text('access_token'),
        key,
        impersonated: settings.text('impersonate_service_account'),
        delegates: settings.texts('impersonate_service_account_delegates'),
      },
      environment,
      send,
      now,
      learn,
    },
    SCOPE,
  );
  const service = environment['CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDKMS'] || 'https://cloudkms.googleapis.com/';
  const call: Call = async (action, json) => {
    const url = new URL(`${service.replace(/\/+$/, '')}/v1/${settings.text('kms_encryption_key') ?? ''}:${action}`);
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${(await token()) ?? ''}` };
    const body = Buffer.from(JSON.stringify(json));
    return ask(() => send(url, { method: 'POST', headers, body }), `Google Cloud KMS (${action})`);
  };
  return new GcpKms(name, call, length, settings.text('additional_authenticated_data'));
}

/** A setting may have the text, or the path of a file with it. */
function contentOf(value: string | undefined, directory: string, home = ''): string | undefined {
  if (value === undefined) return undefined;
  const file = value.startsWith('~/') ? path.join(home, value.slice(2)) : value;
  try {
    return readFileSync(path.resolve(directory, file), 'utf8').trim();
  } catch {
    return value;
  }
}
