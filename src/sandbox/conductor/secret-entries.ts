import { collectionOf } from './entries.js';
import type { OwnedEntry } from './entries.js';

/** The stored form of a secret. The value is stored unchanged: a manager returns it. */
export interface SecretEntry extends OwnedEntry {
  readonly key: string;
  readonly value: string;
  readonly schema: unknown;
  readonly is_hidden_value: boolean;
  readonly provider_name: string | null;
  readonly provider_options: unknown;
  readonly updated_at: string;
}

export interface SecretsProviderEntry extends OwnedEntry {
  readonly name: string;
  readonly type: string;
  readonly connection_parameters: Readonly<Record<string, string>> | null;
  readonly updated_at: string | null;
}

export const secrets = collectionOf<SecretEntry>('secrets');
export const secretsProviders = collectionOf<SecretsProviderEntry>('secretsProviders');
