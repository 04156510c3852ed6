import { DiagnosticError, errorDiagnostic } from '../../../model/index.js';
import { Settings, type GivenSettings } from '../settings.js';

/** The settings and environment variables of Terraform's `http` backend. */
const RULES = {
  address: { type: 'text', variables: ['TF_HTTP_ADDRESS'], isRequired: true },
  update_method: { type: 'text', variables: ['TF_HTTP_UPDATE_METHOD'] },
  lock_address: { type: 'text', variables: ['TF_HTTP_LOCK_ADDRESS'] },
  lock_method: { type: 'text', variables: ['TF_HTTP_LOCK_METHOD'] },
  unlock_address: { type: 'text', variables: ['TF_HTTP_UNLOCK_ADDRESS'] },
  unlock_method: { type: 'text', variables: ['TF_HTTP_UNLOCK_METHOD'] },
  username: { type: 'text', variables: ['TF_HTTP_USERNAME'] },
  password: { type: 'text', variables: ['TF_HTTP_PASSWORD'], isSecret: true },
  skip_cert_verification: { type: 'flag' },
  retry_max: { type: 'number', variables: ['TF_HTTP_RETRY_MAX'] },
  retry_wait_min: { type: 'number', variables: ['TF_HTTP_RETRY_WAIT_MIN'] },
  retry_wait_max: { type: 'number', variables: ['TF_HTTP_RETRY_WAIT_MAX'] },
  client_ca_certificate_pem: { type: 'text', variables: ['TF_HTTP_CLIENT_CA_CERTIFICATE_PEM'] },
  client_certificate_pem: { type: 'text', variables: ['TF_HTTP_CLIENT_CERTIFICATE_PEM'] },
  client_private_key_pem: { type: 'text', variables: ['TF_HTTP_CLIENT_PRIVATE_KEY_PEM'], isSecret: true },
} as const;

export interface HttpSettings {
  readonly address: URL;
  readonly updateMethod: string;
  readonly lock?: { readonly address: URL; readonly method: string };
  readonly unlock: { readonly address: URL; readonly method: string };
  /** The header with the credentials, if there are any. */
  readonly authorization?: string;
  readonly retries: { readonly most: number; readonly firstPauseMs: number; readonly longestPauseMs: number };
  readonly tls: {
    readonly insecure: boolean;
    readonly ca?: string;
    readonly cert?: string;
    readonly key?: string;
  };
  readonly secrets: readonly string[];
}

export function readHttpSettings(given: GivenSettings): HttpSettings {
  const settings = new Settings(RULES, given);
  const address = addressOf(settings.text('address') ?? '', 'address', given);
  const lockText = settings.text('lock_address');
  const lockAddress = lockText === undefined ? undefined : addressOf(lockText, 'lock_address', given);
  const unlockText = settings.text('unlock_address');
  const unlockAddress = unlockText === undefined ? lockAddress : addressOf(unlockText, 'unlock_address', given);
  // As Go's client does, the credentials of an address serve where no others are given.
  const user = settings.text('username') ?? decodeURIComponent(address.username);
  const password = settings.text('password') ?? decodeURIComponent(address.password);
  const secrets = [...settings.secrets(), ...(password === '' ? [] : [password])];
  for (const url of [address, lockAddress, unlockAddress]) if (url !== undefined) url.username = url.password = '';
  const [ca, cert, key] = [
    settings.text('client_ca_certificate_pem'),
    settings.text('client_certificate_pem'),
    settings.text('client_private_key_pem'),
  ];
  if ((cert === undefined) !== (key === undefined)) {
    throw new DiagnosticError([
      errorDiagnostic('invalid-backend', 'A client certificate needs its private key', {
        ...given.at,
        detail: 'Set client_certificate_pem and client_private_key_pem together, or neither.',
      }),
    ]);
  }
  return {
    address,
    updateMethod: settings.text('update_method') ?? 'POST',
    ...(lockAddress && { lock: { address: lockAddress, method: settings.text('lock_method') ?? 'LOCK' } }),
    unlock: { address: unlockAddress ?? address, method: settings.text('unlock_method') ?? 'UNLOCK' },
    ...(user !== '' && {
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    }),
    retries: {
      most: settings.number('retry_max') ?? 2,
      firstPauseMs: (settings.number('retry_wait_min') ?? 1) * 1000,
      longestPauseMs: (settings.number('retry_wait_max') ?? 30) * 1000,
    },
    tls: {
      insecure: settings.flag('skip_cert_verification'),
      ...(ca !== undefined && { ca }),
      ...(cert !== undefined && { cert }),
      ...(key !== undefined && { key }),
    },
    secrets,
  };
}

function addressOf(text: string, name: string, { at }: GivenSettings): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  // The text is not shown: it may hold a password.
  throw new DiagnosticError([
    errorDiagnostic('invalid-backend', `The setting "${name}" of the backend "http" is not an address`, {
      ...at,
      detail: 'Write an address that begins with https:// or http://.',
    }),
  ]);
}
