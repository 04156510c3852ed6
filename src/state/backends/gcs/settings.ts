import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DiagnosticError, errorDiagnostic } from '../../../model/index.js';
import { Settings, type GivenSettings } from '../settings.js';

/** The settings and environment variables of Terraform's `gcs` backend. */
const RULES = {
  bucket: { type: 'text', isRequired: true },
  prefix: { type: 'text' },
  credentials: { type: 'text', variables: ['GOOGLE_BACKEND_CREDENTIALS', 'GOOGLE_CREDENTIALS'], isSecret: true },
  access_token: { type: 'text', variables: ['GOOGLE_OAUTH_ACCESS_TOKEN'], isSecret: true },
  impersonate_service_account: {
    type: 'text',
    variables: ['GOOGLE_BACKEND_IMPERSONATE_SERVICE_ACCOUNT', 'GOOGLE_IMPERSONATE_SERVICE_ACCOUNT'],
  },
  impersonate_service_account_delegates: { type: 'texts' },
  encryption_key: { type: 'text', variables: ['GOOGLE_ENCRYPTION_KEY'], isSecret: true },
  kms_encryption_key: { type: 'text', variables: ['GOOGLE_KMS_ENCRYPTION_KEY'] },
  storage_custom_endpoint: {
    type: 'text',
    variables: ['GOOGLE_BACKEND_STORAGE_CUSTOM_ENDPOINT', 'GOOGLE_STORAGE_CUSTOM_ENDPOINT'],
  },
} as const;

export interface GcsSettings {
  readonly bucket: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
  /** Of the JSON API, with a slash at its end. */
  readonly endpoint: URL;
  /** The key of the customer, in Base64. */
  readonly customerKey?: string;
  readonly kmsKey?: string;
  readonly credentials: GcsCredentialSettings;
  readonly secrets: readonly string[];
}

export interface GcsCredentialSettings {
  /** An emulator asks for none. */
  readonly isAnonymous: boolean;
  readonly accessToken?: string | undefined;
  /** The content of a key file. */
  readonly key?: string | undefined;
  readonly impersonated?: string | undefined;
  readonly delegates: readonly string[];
}

export function readGcsSettings(given: GivenSettings, directory: string): GcsSettings {
  const settings = new Settings(RULES, given);
  const { environment } = given;
  const refuse = (summary: string, detail: string): DiagnosticError =>
    new DiagnosticError([errorDiagnostic('invalid-backend', summary, { ...given.at, detail })]);
  /** A setting may have the text, or the path of a file with it. */
  const contentOf = (name: 'credentials' | 'encryption_key'): string | undefined => {
    const value = settings.text(name);
    if (value === undefined) return undefined;
    const file = value.startsWith('~/') ? path.join(environment['HOME'] ?? '', value.slice(2)) : value;
    try {
      return readFileSync(path.resolve(directory, file), 'utf8').trim();
    } catch {
      return value;
    }
  };
  const emulator = environment['STORAGE_EMULATOR_HOST'] ?? '';
  const custom = settings.text('storage_custom_endpoint');
  const address =
    custom ?? (emulator === '' ? 'https://storage.googleapis.com/storage/v1/' : emulatorAddress(emulator));
  if (!URL.canParse(address))
    throw refuse(
      'The endpoint of the backend "gcs" is not an address',
      'Write it as https://storage.googleapis.com/storage/v1/.',
    );
  const customerKey = contentOf('encryption_key');
  if (customerKey !== undefined && Buffer.from(customerKey, 'base64').length !== 32)
    throw refuse('The encryption key of the backend "gcs" is not a key', 'It must be 32 bytes in Base64.');
  const kmsKey = settings.text('kms_encryption_key');
  if (customerKey !== undefined && kmsKey !== undefined)
    throw refuse(
      'The backend "gcs" has two encryption keys',
      'Set encryption_key or kms_encryption_key; environment variables count, too.',
    );
  const key = contentOf('credentials');
  if (key !== undefined && !key.trimStart().startsWith('{'))
    throw refuse(
      'The credentials of the backend "gcs" are neither a key nor a file that exists',
      'Set "credentials" to the path of a key file, or to its content.',
    );
  const prefix = (settings.text('prefix') ?? '').replace(/^\/+/, '');
  return {
    bucket: settings.text('bucket') ?? '',
    prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`,
    // Like Terraform, which replaces what follows the last slash.
    endpoint: new URL('.', address),
    ...(customerKey !== undefined && { customerKey }),
    ...(kmsKey !== undefined && { kmsKey }),
    credentials: {
      isAnonymous: custom === undefined && emulator !== '',
      accessToken: settings.text('access_token'),
      key,
      impersonated: settings.text('impersonate_service_account'),
      delegates: settings.texts('impersonate_service_account_delegates'),
    },
    secrets: [
      ...settings.secrets(),
      ...(key === undefined ? [] : [key]),
      ...(customerKey === undefined ? [] : [customerKey]),
    ],
  };
}

const emulatorAddress = (host: string): string =>
  (host.includes('://') ? host : `http://${host}`).replace(/\/*$/, '/storage/v1/');
