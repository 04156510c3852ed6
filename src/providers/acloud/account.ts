import { mapOf } from '../../model/index.js';
import type { ResourceMapping } from '../rest/mapping/definition.js';
import { pointerGet } from '../rest/pointer.js';
import { refusedForADay, usesAccount } from './odd.js';
import { ACCOUNT_REPLY, DELETE_WAIT, IN_ORGANISATION, ORGANISATION, ORGANISATION_IS_THERE, PAGES } from './protocol.js';

export const cloudAccount: ResourceMapping = {
  noun: 'cloud account',
  label: 'display_name',
  description: 'A cloud account of an organisation, in which clusters are created.',
  attributes: {
    id: { computed: true, description: 'The same as `identity`.' },
    identity: { computed: true },
    organisation: ORGANISATION,
    display_name: { required: true },
    cloud_profile: { required: true },
    metadata: { type: mapOf('string'), optional: true },
    enabled: { type: 'bool', optional: true, computed: true, default: { value: true } },
    primary_cloud_credentials_identity: {
      optional: true,
      followed: 'when-set',
      description:
        'Identity of credentials of this account that were created elsewhere. For credentials in the same configuration use ' +
        'acloud_primary_cloud_credentials. If omitted, the choice is not managed here.',
    },
    delete_wait_seconds: DELETE_WAIT,
  },
  parameters: { ...IN_ORGANISATION, cloudAccountIdentity: 'identity' },
  reply: ACCOUNT_REPLY,
  identity: ['organisation', 'identity'],
  imports: ['organisation/identity'],
  create: {
    operation: 'createCloudAccount',
    body: { json: { '/cloudProfile': 'cloud_profile', '/displayName': 'display_name', '/metadata': 'metadata' } },
  },
  read: { call: { operation: 'getCloudAccount' }, confirmGone: ORGANISATION_IS_THERE },
  updates: [
    {
      operation: 'updateCloudAccount',
      // Omitted members stay unchanged, and every member is an absolute value, so it may be sent twice.
      repeatable: true,
      body: {
        json: {
          '/displayName': 'display_name',
          '/enabled': 'enabled',
          '/primaryCloudCredentials': 'primary_cloud_credentials_identity',
        },
      },
    },
  ],
  remove: { operation: 'deleteCloudAccount', refused: refusedForADay('the cloud account', usesAccount) },
  locate: {
    list: { operation: 'listCloudAccounts', parameters: { 'display-name': 'display_name' }, paging: PAGES },
    match: ['display_name', 'cloud_profile'],
  },
};

/**
 * The credentials an account uses. A resource of its own: an account that referred to its credentials would be a cycle.
 */
export const primaryCloudCredentials: ResourceMapping = {
  noun: 'choice of primary credentials',
  description: 'The credentials that a cloud account uses.',
  attributes: {
    id: { computed: true, description: 'Identity of the cloud account.' },
    organisation: ORGANISATION,
    cloud_account_identity: {
      required: true,
      constraint: { format: 'uuid' },
      description: 'Identity of the cloud account.',
    },
    credentials_identity: {
      required: true,
      constraint: { format: 'uuid' },
      description: 'Identity of the credentials to use.',
    },
  },
  parameters: {
    ...IN_ORGANISATION,
    cloudAccountIdentity: 'cloud_account_identity',
    credentialsIdentity: 'credentials_identity',
  },
  reply: { id: '/identity', credentials_identity: '/primaryCloudCredentialsIdentity' },
  identity: ['organisation', 'cloud_account_identity'],
  imports: ['organisation/cloud_account_identity'],
  create: { operation: 'setPrimaryCloudCredentials', repeatable: true },
  read: {
    call: { operation: 'getCloudAccount' },
    confirmGone: ORGANISATION_IS_THERE,
    absent: (account) => (pointerGet(account, '/primaryCloudCredentialsIdentity') ?? null) === null,
  },
  updates: [{ operation: 'setPrimaryCloudCredentials', repeatable: true, carries: ['credentials_identity'] }],
  remove: {
    forget:
      'The service cannot unset primary credentials. The account uses them until others are chosen, or until they are deleted.',
  },
  locate: { match: ['credentials_identity'] },
};
