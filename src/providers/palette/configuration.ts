import { errorDiagnostic, type Diagnostic, type Json, memberOf } from '../../model/index.js';
import type { Authentication, Grant } from '../rest/http/authentication.js';
import { checkEndpoint, requestAttributes, requestSettings } from '../rest/connection.js';
import type { ConfigurationMapping } from '../rest/mapping/definition.js';
import type { Reply } from '../rest/http/outcome.js';
import { pointerGet } from '../rest/pointer.js';

/** The service's rate limit in requests per second, above which it replies TooManyRequests. */
const PER_SECOND = 10;
const RATES = [
  { prefix: '/v1/clusterprofiles', perSecond: 50 },
  { prefix: '/v1/cloudconfigs', perSecond: 50 },
];

const PUBLIC = 'https://api.spectrocloud.com';
const TOKEN_LIVES_MS = 15 * 60 * 1000;

const common = requestAttributes('SPECTROCLOUD');

export const configuration: ConfigurationMapping = {
  attributes: {
    host: {
      optional: true,
      environment: 'SPECTROCLOUD_HOST',
      description: `Address of the service, with or without https:// in front. Default: ${PUBLIC}.`,
    },
    api_key: {
      optional: true,
      sensitive: true,
      environment: 'SPECTROCLOUD_APIKEY',
      description: 'An API key. Set this, or e-mail address and password.',
    },
    email: { optional: true, description: 'E-mail address of a user; with `password`, instead of `api_key`.' },
    password: {
      optional: true,
      sensitive: true,
      description: 'Password of that user. The token it yields is not kept.',
    },
    project_uid: {
      optional: true,
      environment: 'SPECTROCLOUD_PROJECT_UID',
      description: 'The project of every object that does not set one.',
    },
    api: {
      optional: true,
      default: { value: 'documented' },
      constraint: { enum: ['documented', 'current'] },
      description:
        "`documented` (the default): use the documented API for changes. `current`: use the vendor's current API.",
    },
    trace: {
      type: 'bool',
      optional: true,
      environment: 'SPECTROCLOUD_TRACE',
      description: 'Whether to report each request, without headers and bodies. Default: false.',
    },
    ...common,
    retries: { ...memberOf(common, 'retries'), environment: 'SPECTROCLOUD_RETRY_ATTEMPTS' },
    requests_per_second: {
      ...memberOf(common, 'requests_per_second'),
      description: `Maximum number of requests per second; those for profiles and for cloud configurations are counted separately. Default: ${PER_SECOND}.`,
    },
  },
  needed: [],
  check: (values) => [
    ...checkEndpoint({ endpoint: addressOf(values['host']) }, 'SPECTROCLOUD_HOST', 'host'),
    ...login(values),
  ],
  settings: (values) => {
    const endpoint = addressOf(values['host']) ?? PUBLIC;
    const { perSecond = PER_SECOND, ...settings } = requestSettings(values);
    return {
      endpoint,
      authentication: authenticationOf(values, endpoint),
      ...settings,
      perSecond,
      rates: RATES,
      ...(values['trace'] === true ? { trace: true } : {}),
    };
  },
};

/** A host may be given without its scheme. */
function addressOf(host: Json | undefined): string | undefined {
  if (typeof host !== 'string') return undefined;
  const address = host.includes('://') ? host : `https://${host}`;
  return address.replace(/\/+$/, '');
}

/** A key, or both parts of a login. An unknown value may turn out to be either. */
function login({ api_key: key, email, password }: Readonly<Record<string, Json | undefined>>): readonly Diagnostic[] {
  if (key !== null || (email !== null && password !== null)) return [];
  const missing = email !== null ? 'password' : password !== null ? 'email' : 'api_key';
  return [
    errorDiagnostic('provider-not-configured', 'The provider has neither an API key nor a login', {
      detail: `Set ${missing} in the provider configuration${missing === 'api_key' ? ', or the environment variable SPECTROCLOUD_APIKEY; or set email and password' : ''}.`,
      path: [missing],
    }),
  ];
}

function authenticationOf(values: Readonly<Record<string, Json>>, endpoint: string): Authentication {
  const { api_key: key, email, password } = values;
  if (typeof key === 'string') return { scheme: 'header', header: 'ApiKey', secret: key };
  const secret = typeof password === 'string' ? password : '';
  return {
    scheme: 'login',
    // The bare token: the service refuses the scheme Bearer.
    header: 'authorization',
    secrets: [secret],
    request: {
      method: 'POST',
      url: new URL(`${endpoint}/v1/auth/authenticate`),
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ emailId: email, password: secret }),
    },
    grant,
    renew: (token) => ({ method: 'GET', url: new URL(`${endpoint}/v1/auth/refresh/${encodeURIComponent(token)}`) }),
  };
}

function grant({ body }: Reply): Grant | undefined {
  const token = pointerGet(body, '/Authorization');
  return typeof token === 'string' && token !== '' ? { token, livesMs: TOKEN_LIVES_MS } : undefined;
}
