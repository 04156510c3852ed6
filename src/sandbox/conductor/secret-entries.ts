import { collectionOf } from './entries.js';
import type { OwnedEntry } from './entries.js';

/** What the emulator keeps of a secret. The value is kept as it is: a manager gives it back. */
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
