import { mapOf } from '../../model/index.js';
import type { ResourceMapping } from '../rest/mapping/definition.js';
import { refusedForADay, usesAccount } from './odd.js';
import { ACCOUNT_REPLY, DELETE_WAIT, IN_ORGANISATION, ORGANISATION, ORGANISATION_IS_THERE, PAGES } from './protocol.js';

export const cloudAccount: ResourceMapping = {
  noun: 'cloud account',
  label: 'display_name',
  description: 'A cloud account of an organisation: the place clusters are made in.',
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
        'Identity of credentials of this account that were made elsewhere. For credentials of the same configuration use ' +
        'acloud_primary_cloud_credentials; left out, the choice is not looked after here.',
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
      // What is left out stays as it is, and every member is a value and no step, so it may be sent twice.
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

/** Which credentials an account uses. Its own resource: an account that named its credentials would close a circle. */
export const primaryCloudCredentials: ResourceMapping = {
  noun: 'choice of primary credentials',
  description: 'Which of its credentials a cloud account uses.',
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
      description: 'Identity of the credentials the account shall use.',
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
    absent: (account) =>
      ((account as { primaryCloudCredentialsIdentity?: unknown }).primaryCloudCredentialsIdentity ?? null) === null,
  },
  updates: [{ operation: 'setPrimaryCloudCredentials', repeatable: true, carries: ['credentials_identity'] }],
  remove: {
    forget:
      'The service can not unset primary credentials. The account goes on using them until others are chosen, or until they are deleted.',
  },
  locate: { match: ['credentials_identity'] },
};
