import { isJsonObject, textMember, type Json, type JsonObject } from '../../../model/index.js';
import { credentialSource } from '../../backends/s3/credentials.js';
import { CREDENTIAL_RULES, readCredentials } from '../../backends/s3/settings.js';
import { signedHeaders } from '../../backends/s3/sign.js';
import { Settings, type SettingRules } from '../../backends/settings.js';
import { invalidEncryption } from '../diagnostics.js';
import type { KeyMetadata } from '../envelope.js';
import { bytesIn, metadataOf, type KeyProvider, type KeyProviderOptions } from '../key-provider.js';
import { ask } from './ask.js';

const RULES = {
  ...CREDENTIAL_RULES,
  kms_key_id: { type: 'text', isRequired: true },
  key_spec: { type: 'text', isRequired: true },
  encryption_context: { type: 'object' },
  use_fips_endpoint: { type: 'flag', variables: ['AWS_USE_FIPS_ENDPOINT'] },
  use_dualstack_endpoint: { type: 'flag', variables: ['AWS_USE_DUALSTACK_ENDPOINT'] },
} as const satisfies SettingRules;

const KEY_SPECS: readonly string[] = ['AES_128', 'AES_256'];

type Call = (action: 'GenerateDataKey' | 'Decrypt', body: JsonObject) => Promise<JsonObject>;

/** Data keys of AWS's Key Management Service. Encrypted by the key there, they are stored with the data. */
class AwsKms implements KeyProvider {
  readonly #name: string;
  readonly #call: Call;
  readonly #key: JsonObject;
  readonly #spec: string;
  readonly #context: JsonObject | undefined;

  constructor(name: string, call: Call, keyId: string, spec: string, context: JsonObject | undefined) {
    this.#name = name;
    this.#call = call;
    this.#key = { KeyId: keyId };
    this.#spec = spec;
    this.#context = context;
  }

  async create(metadata: Map<string, Json>): Promise<Uint8Array> {
    const context = this.#context && { EncryptionContext: this.#context };
    const made = await this.#call('GenerateDataKey', { ...this.#key, KeySpec: this.#spec, ...context });
    metadata.set(this.#name, {
      ciphertext_blob: textMember(made, 'CiphertextBlob') ?? '',
      ...(this.#context && { encryption_context: this.#context }),
    });
    return bytesIn(made, 'Plaintext', 'the reply of AWS KMS');
  }

  async restore(metadata: KeyMetadata): Promise<Uint8Array> {
    const own = metadataOf(metadata, this.#name);
    const blob = Buffer.from(bytesIn(own, 'ciphertext_blob', this.#name)).toString('base64');
    const context = isJsonObject(own['encryption_context']) && { EncryptionContext: own['encryption_context'] };
    const found = await this.#call('Decrypt', { ...this.#key, CiphertextBlob: blob, ...context });
    return bytesIn(found, 'Plaintext', 'the reply of AWS KMS');
  }
}

export function openAwsKms({ name, settings: given, surroundings }: KeyProviderOptions): KeyProvider {
  const settings = new Settings(RULES, given);
  surroundings.learn(settings.secrets());
  const { environment, now } = surroundings;
  const region = settings.text('region');
  if (region === undefined)
    throw invalidEncryption(
      'The key provider "aws_kms" needs the setting "region"',
      'Add it to its block, or set AWS_REGION.',
      given.at,
    );
  const spec = settings.text('key_spec') ?? '';
  if (!KEY_SPECS.includes(spec))
    throw invalidEncryption(`Unknown key_spec "${spec}"`, `Use ${KEY_SPECS.join(' or ')}.`, given.at);
  const endpoints = settings.object('endpoints');
  const host = `kms${settings.flag('use_fips_endpoint') ? '-fips' : ''}.${region}.amazonaws.com`;
  const endpoint =
    textMember(endpoints, 'kms') ??
    (environment['AWS_ENDPOINT_URL_KMS'] || environment['AWS_ENDPOINT_URL'] || `https://${host}`);
  const caFile = settings.text('custom_ca_bundle');
  const send = surroundings.send({ insecure: settings.flag('insecure'), ...(caFile !== undefined && { caFile }) });
  const credentials = credentialSource({
    settings: readCredentials(settings, region, endpoints, environment),
    environment,
    send,
    now,
  });
  const url = new URL(endpoint);
  const call: Call = async (action, json) => {
    const body = Buffer.from(JSON.stringify(json));
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `TrentService.${action}` };
    const signed = await credentials();
    return ask(() => {
      const request = { method: 'POST', url, headers, body, service: 'kms', region, now: now() };
      return send(url, { method: 'POST', headers: signedHeaders(request, signed), body });
    }, `AWS KMS (${action})`);
  };
  const context = settings.object('encryption_context');
  const isContext = Object.keys(context).length > 0;
  return new AwsKms(name, call, settings.text('kms_key_id') ?? '', spec, isContext ? context : undefined);
}
