import { descriptionFolder } from '../descriptions.js';
import { errorDiagnostic, type Diagnostic, type Json, type ProviderSource } from '../../model/index.js';
import type { Provider } from '../provider.js';
import type { ProviderFactory } from '../catalog.js';
import type { ConfigurationMapping, RestProviderDefinition } from '../rest/mapping.js';
import { restProvider } from '../rest/provider.js';
import type { Surroundings } from '../rest/session.js';
import { realSurroundings } from '../rest/surroundings.js';
import { cloudAccount, primaryCloudCredentials } from './account.js';
import { cloudCredentials } from './credentials.js';
import { dataSources } from './data-sources.js';
import { UNCHECKED } from './protocol.js';

export const ACLOUD_SOURCE: ProviderSource = 'registry.terraform.io/landform/acloud';

export interface AcloudOptions {
  /** Of the program the provider comes with. */
  readonly version?: string;
  /** The variables of the environment; nothing is read from the process itself. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Replaces the network, the clock or chance, for tests. */
  readonly surroundings?: Partial<Omit<Surroundings, 'environment'>>;
}

/** Cloud accounts of an organisation (Avisi Cloud). */
export function acloudProvider(options: AcloudOptions): Provider {
  const surroundings = { ...realSurroundings(options.environment), ...options.surroundings };
  return restProvider(definition(options.version ?? '0.1.0'), surroundings);
}

/** The provider as an entry of a catalog. */
export function acloudEntry(options: AcloudOptions): [ProviderSource, ProviderFactory] {
  return [ACLOUD_SOURCE, { create: () => acloudProvider(options) }];
}

function definition(version: string): RestProviderDefinition {
  return {
    name: 'acloud',
    source: ACLOUD_SOURCE,
    version,
    beside: descriptionFolder('acloud'),
    configuration,
    resources: {
      acloud_cloud_account: cloudAccount,
      ...cloudCredentials(),
      acloud_primary_cloud_credentials: primaryCloudCredentials,
    },
    dataSources,
    errors: { message: ['/message'], details: '/details' },
    unchecked: UNCHECKED,
  };
}

const configuration: ConfigurationMapping = {
  attributes: {
    endpoint: {
      optional: true,
      environment: 'ACLOUD_API_ENDPOINT',
      description: 'Address of the service. Default: the public one.',
    },
    token: {
      optional: true,
      sensitive: true,
      environment: 'ACLOUD_PERSONAL_ACCESS_TOKEN',
      description: 'A personal access token.',
    },
    organisation: {
      optional: true,
      environment: 'ACLOUD_ORGANISATION',
      description: "The organisation's short name, for everything that names none.",
    },
    delete_wait_seconds: whole(
      0,
      'The service deletes only what no cluster has used for 24 hours. So many seconds Landform keeps asking. Default: 0, which asks once.',
    ),
    timeout_seconds: whole(1, 'How long one request may take. Default: 30.'),
    retries: whole(0, 'How often a request is repeated at most, where that is safe. Default: 8.'),
    concurrency: whole(1, 'How many requests may be under way at once. Default: 16.'),
    requests_per_second: whole(1, 'At most so many requests a second. Default: as many as the service takes.'),
  },
  needed: ['token'],
  check: ({ endpoint }) => (typeof endpoint === 'string' ? checkEndpoint(endpoint) : []),
  settings: (values) => ({
    ...(typeof values['endpoint'] === 'string' ? { endpoint: values['endpoint'] } : {}),
    // The word is Token; Bearer is refused.
    authentication: {
      scheme: 'header',
      header: 'authorization',
      prefix: 'Token ',
      secret: textOr(values['token'], ''),
    },
    timeoutSeconds: numberOr(values['timeout_seconds'], 30),
    retries: numberOr(values['retries'], 8),
    concurrency: numberOr(values['concurrency'], 16),
    ...(typeof values['requests_per_second'] === 'number' ? { perSecond: values['requests_per_second'] } : {}),
  }),
};

function whole(minimum: number, description: string): ConfigurationMapping['attributes'][string] {
  return { type: 'number', optional: true, constraint: { type: 'integer', minimum }, description };
}

function textOr(value: Json | undefined, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

function numberOr(value: Json | undefined, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}

/** The token goes there: over the network only encrypted. */
function checkEndpoint(endpoint: string): Diagnostic[] {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const local = url !== undefined && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && local)) return [];
  return [
    errorDiagnostic('wrong-endpoint', 'The endpoint is not an address of the form https://…', {
      detail:
        'Set endpoint, or ACLOUD_API_ENDPOINT. Plain http: is accepted for this machine only, since the token is sent along.',
      path: ['endpoint'],
    }),
  ];
}
