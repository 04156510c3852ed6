import { errorDiagnostic, type Diagnostic, type Json } from '../../model/index.js';
import { checkEndpoint, requestAttributes, requestSettings, tlsAttributes } from '../rest/connection.js';
import type { ConfigurationMapping, Settings } from '../rest/mapping/definition.js';

const BASE_PATH = '/api/v3.1';

export const configuration: ConfigurationMapping = {
  attributes: {
    endpoint: {
      optional: true,
      environment: 'CONDUCTOR_ENDPOINT',
      description: `Address of the manager, with or without \`${BASE_PATH}\`.`,
    },
    username: { optional: true, environment: 'CONDUCTOR_USERNAME', description: 'User to log in as.' },
    password: {
      optional: true,
      sensitive: true,
      environment: 'CONDUCTOR_PASSWORD',
      description: 'Password of the user.',
    },
    token: {
      optional: true,
      sensitive: true,
      environment: 'CONDUCTOR_TOKEN',
      description: 'A token (data source `conductor_token`). It takes precedence over user and password.',
    },
    tenant: {
      optional: true,
      environment: 'CONDUCTOR_TENANT',
      default: { value: 'default_tenant' },
      description: 'Tenant of every object that does not set one. Default: `default_tenant`.',
    },
    ...tlsAttributes('CONDUCTOR'),
    ...requestAttributes('CONDUCTOR'),
  },
  needed: ['endpoint'],
  check: (values) => [...checkEndpoint(values, 'CONDUCTOR_ENDPOINT'), ...checkCredentials(values)],
  settings: (values) => ({
    endpoint: withBasePath(textOf(values['endpoint'])),
    authentication: authentication(values),
    headers: { Tenant: textOf(values['tenant']) },
    ...requestSettings(values),
  }),
};

/** A token has its own header, without a scheme in front of it (Conductor document, section Authentication). */
function authentication(values: Readonly<Record<string, Json>>): Settings['authentication'] {
  const { token } = values;
  return typeof token === 'string'
    ? { scheme: 'header', header: 'Authentication-Token', secret: token }
    : { scheme: 'basic', user: textOf(values['username']), password: textOf(values['password']) };
}

function checkCredentials({ token, username, password }: Readonly<Record<string, Json | undefined>>): Diagnostic[] {
  if (token !== null || (username !== null && password !== null)) return [];
  const missing =
    username === null ? (password === null ? 'neither a token nor a user' : 'no username') : 'no password';
  return [
    errorDiagnostic('provider-not-configured', `The provider has ${missing}`, {
      detail:
        'Set username and password (CONDUCTOR_USERNAME, CONDUCTOR_PASSWORD), or token (CONDUCTOR_TOKEN), in the provider ' +
        'configuration or in the environment.',
      path: [username === null ? 'username' : 'password'],
    }),
  ];
}

function withBasePath(endpoint: string): string {
  const address = endpoint.replace(/\/+$/, '');
  return address.endsWith(BASE_PATH) ? address : address + BASE_PATH;
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
