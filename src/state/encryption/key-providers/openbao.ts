import { objectIn, textMember, type Json, type JsonObject } from '../../../model/index.js';
import { Settings, type SettingRules } from '../../backends/settings.js';
import { invalidEncryption } from '../diagnostics.js';
import type { KeyMetadata } from '../envelope.js';
import { bytesIn, metadataOf, type KeyProvider, type KeyProviderOptions } from '../key-provider.js';
import { ask } from './ask.js';

const RULES = {
  key_name: { type: 'text', isRequired: true },
  address: { type: 'text', variables: ['BAO_ADDR', 'VAULT_ADDR'] },
  token: { type: 'text', variables: ['BAO_TOKEN', 'VAULT_TOKEN'], isSecret: true },
  key_length: { type: 'number' },
  transit_engine_path: { type: 'text' },
  associated_data: { type: 'text' },
} as const satisfies SettingRules;

const KEY_LENGTHS: readonly number[] = [16, 32, 64];

type Call = (path: string, body: JsonObject) => Promise<JsonObject>;

/** Data keys of OpenBao's transit engine. */
class OpenBao implements KeyProvider {
  readonly #name: string;
  readonly #call: Call;
  readonly #keyName: string;
  readonly #length: number;
  readonly #associated: string | undefined;

  constructor(name: string, call: Call, keyName: string, length: number, associated: string | undefined) {
    this.#name = name;
    this.#call = call;
    this.#keyName = encodeURIComponent(keyName);
    this.#length = length;
    this.#associated = associated;
  }

  async create(metadata: Map<string, Json>): Promise<Uint8Array> {
    const associated = this.#associated !== undefined && { associated_data: this.#associated };
    const made = await this.#call(`datakey/plaintext/${this.#keyName}`, { bits: this.#length * 8, ...associated });
    metadata.set(this.#name, {
      // The text of the service, as bytes.
      ciphertext: Buffer.from(textMember(made, 'ciphertext') ?? '').toString('base64'),
      ...associated,
    });
    return bytesIn(made, 'plaintext', 'the reply of OpenBao');
  }

  async restore(metadata: KeyMetadata): Promise<Uint8Array> {
    const own = metadataOf(metadata, this.#name);
    const ciphertext = Buffer.from(bytesIn(own, 'ciphertext', this.#name)).toString('utf8');
    const associated = textMember(own, 'associated_data');
    const found = await this.#call(`decrypt/${this.#keyName}`, {
      ciphertext,
      ...(associated !== undefined && { associated_data: associated }),
    });
    return bytesIn(found, 'plaintext', 'the reply of OpenBao');
  }
}

export function openOpenBao({ name, settings: given, surroundings }: KeyProviderOptions): KeyProvider {
  const settings = new Settings(RULES, given);
  surroundings.learn(settings.secrets());
  const address = settings.text('address') ?? 'https://127.0.0.1:8200';
  if (!URL.canParse(address))
    throw invalidEncryption('The address of OpenBao is not an address', 'Begin it with https:// or http://.', given.at);
  const length = settings.number('key_length') ?? 32;
  if (!KEY_LENGTHS.includes(length))
    throw invalidEncryption(`OpenBao has no keys of ${length} bytes`, `Use ${KEY_LENGTHS.join(', ')}.`, given.at);
  const associated = settings.text('associated_data');
  const engine = (settings.text('transit_engine_path') ?? 'transit').replaceAll(/^\/+|\/+$/g, '');
  const token = settings.text('token') ?? '';
  const namespace = surroundings.environment['BAO_NAMESPACE'] ?? surroundings.environment['VAULT_NAMESPACE'] ?? '';
  const send = surroundings.send({});
  const call: Call = async (path, json) => {
    const url = new URL(`${address.replace(/\/+$/, '')}/v1/${engine}/${path}`);
    const headers = {
      'content-type': 'application/json',
      'x-vault-request': 'true',
      'x-vault-token': token,
      ...(namespace !== '' && { 'x-vault-namespace': namespace }),
    };
    const body = Buffer.from(JSON.stringify(json));
    const reply = await ask(() => send(url, { method: 'POST', headers, body }), `OpenBao (${url.pathname})`);
    return objectIn(reply['data']);
  };
  return new OpenBao(name, call, settings.text('key_name') ?? '', length, associated);
}
