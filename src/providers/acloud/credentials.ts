import { mapOf } from '../../model/index.js';
import type { AttributeMapping, ResourceMapping } from '../rest/mapping/definition.js';
import { isOfKind, refusedForADay, usesCredentials } from './odd.js';
import { CREDENTIALS_LIST, DELETE_WAIT, IN_ORGANISATION, ORGANISATION, ORGANISATION_IS_THERE } from './protocol.js';

/** A part of `credentials` in the body of a create. */
interface Part {
  /** As in the API. */
  readonly field: string;
  /** A secret is sent but never kept; other values are kept, and changing one replaces the credentials. */
  readonly secret: boolean;
  readonly optional?: boolean;
}

interface Kind {
  /** For messages. */
  readonly noun: string;
  readonly operation: string;
  readonly parts: Readonly<Record<string, Part>>;
  /** The document requires a name only for this kind. */
  readonly nameRequired?: boolean;
}

const plain = (field: string, optional = false): Part => ({ field, secret: false, optional });
const secret = (field: string, optional = false): Part => ({ field, secret: true, optional });

const KINDS: Readonly<Record<string, Kind>> = {
  aws: {
    noun: 'set of AWS credentials',
    operation: 'createAwsCredentials',
    parts: { access_key_id: plain('accessKeyId'), access_key_secret: secret('accessKeySecret') },
  },
  azure: {
    noun: 'set of Azure credentials',
    operation: 'createAzureCredentials',
    parts: {
      tenant_id: plain('tenantId'),
      subscription_id: plain('subscriptionId'),
      client_id: plain('clientId'),
      client_secret: secret('clientSecret'),
    },
  },
  digitalocean: {
    noun: 'set of DigitalOcean credentials',
    operation: 'createDigitalOceanCredentials',
    parts: { api_key: secret('apiKey') },
  },
  hetzner: {
    noun: 'set of Hetzner credentials',
    operation: 'createHetznerCredentials',
    parts: { api_token: secret('apiToken') },
    nameRequired: true,
  },
  openstack: {
    noun: 'set of OpenStack credentials',
    operation: 'createOpenStackCredentials',
    parts: { credential_id: plain('credentialId'), credential_secret: secret('credentialSecret') },
  },
  vsphere: {
    noun: 'set of vSphere credentials',
    operation: 'createVSphereCredentials',
    parts: {
      username: plain('username'),
      password: secret('password'),
      provision_username: plain('provisionUsername', true),
      provision_password: secret('provisionPassword', true),
    },
  },
};

/** One resource for each kind of credentials, by its type. */
export function cloudCredentials(): Record<string, ResourceMapping> {
  const kinds = Object.entries(KINDS).map(([name, kind]): [string, ResourceMapping] => [
    `acloud_cloud_credentials_${name}`,
    credentialsOf(name, kind),
  ]);
  return { ...Object.fromEntries(kinds), acloud_cloud_credentials_dummy: dummyCredentials() };
}

function credentialsOf(name: string, kind: Kind): ResourceMapping {
  const parts = Object.entries(kind.parts);
  return {
    ...common(name, kind.noun),
    attributes: {
      ...COMMON_ATTRIBUTES,
      display_name: kind.nameRequired === true ? { required: true } : nameOf(name),
      metadata: { type: mapOf('string'), optional: true },
      ...Object.fromEntries(parts.map(([attribute, part]) => [attribute, partAttribute(part)])),
      secret_version: {
        optional: true,
        local: true,
        replaces: true,
        description:
          'Any string. Secrets are not kept in state, so a new one is not detected: change this together with it, and the credentials are replaced.',
      },
    },
    create: {
      operation: kind.operation,
      body: {
        json: {
          '/displayName': 'display_name',
          '/metadata': 'metadata',
          ...Object.fromEntries(parts.map(([attribute, part]) => [`/credentials/${part.field}`, attribute])),
        },
      },
    },
  };
}

/** The only kind without a body: the service assigns name and metadata. */
function dummyCredentials(): ResourceMapping {
  return {
    ...common('dummy', 'set of dummy credentials'),
    attributes: {
      ...COMMON_ATTRIBUTES,
      display_name: { computed: true },
      metadata: { type: mapOf('string'), computed: true },
    },
    create: { operation: 'createDummyCredentials' },
  };
}

const COMMON_ATTRIBUTES: Readonly<Record<string, AttributeMapping>> = {
  id: { computed: true, description: 'The same as `identity`.' },
  identity: { computed: true },
  organisation: ORGANISATION,
  cloud_account_identity: {
    required: true,
    constraint: { format: 'uuid' },
    description: 'Identity of the cloud account they belong to.',
  },
  cloud_type: { computed: true },
  created_at: { computed: true },
  delete_wait_seconds: DELETE_WAIT,
};

/** Unnamed credentials could not be found again after a lost reply, so they get a name. */
function nameOf(kind: string): AttributeMapping {
  return {
    optional: true,
    computed: true,
    default: { value: kind, onlyNew: true },
    description: `The display name. Default for new ones: \`${kind}\`.`,
  };
}

function partAttribute({ secret, optional }: Part): AttributeMapping {
  return {
    ...(optional === true ? { optional } : { required: true }),
    ...(secret ? { sensitive: true, writeOnly: true } : {}),
  };
}

/** There is no call to read or update one: they are found in their account's list, and every input replaces. */
function common(kind: string, noun: string): Omit<ResourceMapping, 'attributes' | 'create'> {
  return {
    noun,
    label: 'display_name',
    description: `${noun.charAt(0).toUpperCase()}${noun.slice(1)} in a cloud account of that kind.`,
    parameters: {
      ...IN_ORGANISATION,
      cloudAccountIdentity: 'cloud_account_identity',
      credentialsIdentity: 'identity',
    },
    reply: {
      id: '/identity',
      identity: '/identity',
      display_name: { at: '/displayName', missing: 'keep' },
      metadata: '/metadata',
      cloud_type: '/cloudType',
      created_at: '/createdAt',
    },
    identity: ['organisation', 'cloud_account_identity', 'identity'],
    imports: ['organisation/cloud_account_identity/identity'],
    read: { list: { ...CREDENTIALS_LIST, by: { identity: '/identity' } }, confirmGone: ORGANISATION_IS_THERE },
    remove: { operation: 'deleteCloudCredentials', refused: refusedForADay('the credentials', usesCredentials) },
    locate: { list: CREDENTIALS_LIST, match: ['display_name'] },
    checkImport: isOfKind(kind),
  };
}
