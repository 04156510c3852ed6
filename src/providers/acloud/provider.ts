import { descriptionFolder } from '../descriptions.js';
import type { Json, ProviderSource } from '../../model/index.js';
import type { Provider } from '../provider.js';
import type { ProviderFactory } from '../catalog.js';
import { checkEndpoint, requestAttributes, requestSettings, whole } from '../rest/connection.js';
import type { ConfigurationMapping, RestProviderDefinition } from '../rest/mapping/definition.js';
import { restProvider } from '../rest/provider.js';
import type { Surroundings } from '../rest/session.js';
import { realSurroundings } from '../rest/surroundings.js';
import { cloudAccount, primaryCloudCredentials } from './account.js';
import { cloudCredentials } from './credentials.js';
import { dataSources } from './data-sources.js';
import { UNCHECKED } from './protocol.js';

export const ACLOUD_SOURCE: ProviderSource = 'registry.terraform.io/landform/acloud';

export interface AcloudOptions {
  /** Version of the program that contains the provider. */
  readonly version?: string;
  /** Environment variables; nothing is read from the process itself. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Replaces the network, the clock or randomness, for tests. */
  readonly surroundings?: Partial<Omit<Surroundings, 'environment'>>;
}

/** Cloud accounts of an organisation (Avisi Cloud). */
export function acloudProvider(options: AcloudOptions): Provider {
  const surroundings = { ...realSurroundings(options.environment), ...options.surroundings };
  return restProvider(acloudDefinition(options.version ?? '0.1.0'), surroundings);
}

/** The provider as an entry of a catalog. */
export function acloudEntry(options: AcloudOptions): [ProviderSource, ProviderFactory] {
  return [ACLOUD_SOURCE, { create: () => acloudProvider(options) }];
}

/** Made once, since providers share the schema of a mapping. */
const RESOURCES: RestProviderDefinition['resources'] = {
  acloud_cloud_account: cloudAccount,
  ...cloudCredentials(),
  acloud_primary_cloud_credentials: primaryCloudCredentials,
};

export function acloudDefinition(version: string): RestProviderDefinition {
  return {
    name: 'acloud',
    source: ACLOUD_SOURCE,
    version,
    beside: descriptionFolder('acloud'),
    configuration,
    resources: RESOURCES,
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
      description: "The organisation's short name, for every object that does not set one.",
    },
    delete_wait_seconds: whole(
      0,
      undefined,
      'Seconds to keep retrying a delete, since the service refuses to delete objects that a cluster used in the last 24 hours. Default: 0, which tries once.',
    ),
    ...requestAttributes('ACLOUD'),
  },
  needed: ['token'],
  check: ({ endpoint }) => checkEndpoint({ endpoint }, 'ACLOUD_API_ENDPOINT'),
  settings: (values) => ({
    ...(typeof values['endpoint'] === 'string' ? { endpoint: values['endpoint'] } : {}),
    // The scheme is Token; Bearer is refused.
    authentication: {
      scheme: 'header',
      header: 'authorization',
      prefix: 'Token ',
      secret: textOr(values['token'], ''),
    },
    ...requestSettings(values),
  }),
};

function textOr(value: Json | undefined, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}
