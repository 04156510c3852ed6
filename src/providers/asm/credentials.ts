import { errorDiagnostic, type Diagnostic, type Json } from '../../model/index.js';
import type { Authentication, Grant, Login } from '../rest/http/authentication.js';
import type { ConfigurationMapping } from '../rest/mapping/definition.js';
import type { Reply } from '../rest/http/outcome.js';
import { pointerGet } from '../rest/pointer.js';
import { sdkHmac } from '../rest/http/sdk-hmac.js';
import { missing } from './diagnostics.js';

type Known = Readonly<Record<string, Json | undefined>>;

export const credentialAttributes: ConfigurationMapping['attributes'] = {
  token: secret(
    'HW_AUTH_TOKEN',
    'A token. It takes precedence over an access key, which takes precedence over a password.',
  ),
  access_key: {
    optional: true,
    environment: 'HW_ACCESS_KEY',
    description: 'Access key (AK) to sign requests with.',
  },
  secret_key: secret('HW_SECRET_KEY', 'Secret key (SK) for the access key. It is never sent.'),
  security_token: secret('HW_SECURITY_TOKEN', 'Security token of a temporary access key.'),
  user_name: {
    optional: true,
    environment: 'HW_USER_NAME',
    description: 'User to log in as. The token is valid for a day and is renewed before it expires.',
  },
  password: secret('HW_USER_PASSWORD', 'Password of the user.'),
  domain_name: {
    optional: true,
    environment: 'HW_DOMAIN_NAME',
    description: 'Name of the account that the user belongs to.',
  },
  project_name: {
    optional: true,
    environment: 'HW_PROJECT_NAME',
    description: 'Project to log in to, when `project_id` is not set. Default: the name of the region.',
  },
  auth_url: {
    optional: true,
    environment: 'HW_AUTH_URL',
    description: 'Address of the login service, with or without `/v3`. Default: the address for the region.',
  },
};

/** A configured token, otherwise a key to sign with, otherwise a login. */
export function authentication(values: Known, iam: string, now: () => number): Authentication {
  const { token, access_key: id, secret_key: secretKey, security_token: securityToken, project_id: projectId } = values;
  if (typeof token === 'string') return { scheme: 'header', header: TOKEN, secret: token };
  if (typeof id !== 'string') return login(values, iam);
  return sdkHmac(
    {
      id,
      secret: textOf(secretKey),
      ...(typeof securityToken === 'string' ? { securityToken } : {}),
      ...(typeof projectId === 'string' ? { projectId } : {}),
    },
    now,
  );
}

const TOKEN = 'X-Auth-Token';

/**
 * A token for the project, in a header of the reply (IAM: "Obtaining a user token through password authentication").
 */
function login(values: Known, iam: string): Login {
  const { user_name: name, password, domain_name: domain, project_id: id, project_name: project, region } = values;
  const body = {
    auth: {
      identity: { methods: ['password'], password: { user: { name, password, domain: { name: domain } } } },
      scope: { project: typeof id === 'string' ? { id } : { name: project ?? region } },
    },
  };
  return {
    scheme: 'login',
    header: TOKEN,
    secrets: [textOf(password)],
    request: {
      method: 'POST',
      url: new URL(`${iam.replace(/\/+$/, '').replace(/\/v3$/, '')}/v3/auth/tokens`),
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    },
    grant: granted,
  };
}

function granted({ headers, body }: Reply): Grant | undefined {
  const token = headers.get('x-subject-token');
  if (token === null) return undefined;
  const end = pointerGet(body, '/token/expires_at');
  const endsAt = typeof end === 'string' ? Date.parse(end) : Number.NaN;
  return Number.isNaN(endsAt) ? { token } : { token, endsAt };
}

/** Every way needs more than one attribute; undefined means that it is known only later. */
export function checkCredentials(values: Known): Diagnostic[] {
  if (values['token'] !== null) return [];
  if (values['access_key'] !== null)
    return values['secret_key'] === null ? [missing('secret_key', 'HW_SECRET_KEY', 'access_key requires it')] : [];
  if (values['user_name'] === null) return [noCredentials];
  const needed = [
    ['password', 'HW_USER_PASSWORD'],
    ['domain_name', 'HW_DOMAIN_NAME'],
  ] as const;
  const lacking = needed.filter(([name]) => values[name] === null);
  return [
    ...lacking.map(([name, variable]) => missing(name, variable, 'user_name requires it to log in')),
    ...checkScope(values),
  ];
}

/** A login is for one project. */
function checkScope({ project_id: id, project_name: name, region }: Known): Diagnostic[] {
  if (id !== null || name !== null || region !== null) return [];
  return [missing('project_id', 'HW_PROJECT_ID', 'a login is limited to one project')];
}

const noCredentials = errorDiagnostic('provider-not-configured', 'The provider has no credentials', {
  detail:
    'Set token (HW_AUTH_TOKEN), or access_key and secret_key (HW_ACCESS_KEY, HW_SECRET_KEY), or user_name, password and domain_name ' +
    '(HW_USER_NAME, HW_USER_PASSWORD, HW_DOMAIN_NAME), in the provider configuration or in the environment.',
});

function secret(environment: string, description: string): ConfigurationMapping['attributes'][string] {
  return { optional: true, sensitive: true, environment, description };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
