import { Unknown, errorDiagnostic, mapOf, type Diagnostic, type Value } from '../../model/index.js';
import type { DataSourceMapping } from '../rest/mapping/definition.js';
import { ACCOUNT_REPLY, CLUSTERS_LIST, CREDENTIALS_LIST, IN_ORGANISATION, ORGANISATION, PAGES } from './protocol.js';

const ACCOUNT = {
  cloud_account_identity: {
    required: true,
    constraint: { format: 'uuid' },
    description: 'Identity of the cloud account.',
  },
} as const;

export const dataSources: Readonly<Record<string, DataSourceMapping>> = {
  acloud_cloud_account: {
    noun: 'cloud account',
    description: 'One cloud account, by its identity or by its name.',
    attributes: {
      id: { computed: true, description: 'The same as `identity`.' },
      identity: { optional: true, computed: true, constraint: { format: 'uuid' } },
      display_name: { optional: true, computed: true },
      organisation: ORGANISATION,
      cloud_profile: { computed: true, description: 'Identity of the cloud profile.' },
      enabled: { type: 'bool', computed: true },
      metadata: { type: mapOf('string'), computed: true },
      primary_cloud_credentials_identity: { computed: true },
    },
    parameters: { ...IN_ORGANISATION, cloudAccountIdentity: 'identity' },
    one: {
      call: { operation: 'getCloudAccount' },
      callWhen: ['identity'],
      list: { operation: 'listCloudAccounts', parameters: { 'display-name': 'display_name' }, paging: PAGES },
      where: { display_name: '/displayName' },
      reply: ACCOUNT_REPLY,
    },
    check: byIdentityOrName,
  },
  acloud_cloud_accounts: {
    noun: 'list of cloud accounts',
    description: 'The cloud accounts of an organisation.',
    attributes: {
      organisation: ORGANISATION,
      display_name: { optional: true, description: 'Only accounts whose name contains this text.' },
      cloud_provider_slug: { optional: true, description: 'Only accounts of this cloud provider.' },
    },
    parameters: {
      ...IN_ORGANISATION,
      'display-name': 'display_name',
      'cloud-provider-slug': 'cloud_provider_slug',
    },
    many: {
      list: { operation: 'listCloudAccounts', paging: PAGES },
      into: 'cloud_accounts',
      item: '#/components/schemas/CloudAccount',
    },
  },
  acloud_cloud_credentials: {
    noun: 'list of cloud credentials',
    description: 'The credentials of a cloud account, without their secrets.',
    attributes: {
      organisation: ORGANISATION,
      ...ACCOUNT,
      display_name: { optional: true, description: 'Only credentials with this name.' },
    },
    parameters: { ...IN_ORGANISATION, cloudAccountIdentity: 'cloud_account_identity' },
    many: {
      list: CREDENTIALS_LIST,
      into: 'cloud_credentials',
      item: '#/components/schemas/CloudCredentials',
      where: { display_name: '/displayName' },
    },
  },
  acloud_cloud_account_clusters: {
    noun: 'list of clusters',
    description: 'The clusters provisioned with a cloud account.',
    attributes: { organisation: ORGANISATION, ...ACCOUNT },
    parameters: { ...IN_ORGANISATION, cloudAccountIdentity: 'cloud_account_identity' },
    many: { list: CLUSTERS_LIST, into: 'clusters', item: '#/components/schemas/ClusterResponse' },
  },
  acloud_cloud_profiles: {
    noun: 'list of cloud profiles',
    description:
      'The cloud profiles available to an organisation. Their identity is the `cloud_profile` of an account.',
    attributes: {
      organisation: ORGANISATION,
      type: { optional: true, description: 'Only profiles for this kind of cloud: `aws`, `hetzner`, `none`, …' },
      display_name: { optional: true, description: 'Only profiles with this name.' },
    },
    parameters: IN_ORGANISATION,
    many: {
      list: { operation: 'listCloudProfiles', paging: PAGES },
      into: 'cloud_profiles',
      item: '#/components/schemas/CloudProfile',
      where: { type: '/type', display_name: '/displayName' },
    },
  },
};

function byIdentityOrName(config: Readonly<Record<string, Value>>): readonly Diagnostic[] {
  const given = ['identity', 'display_name'].filter((name) => (config[name] ?? null) !== null);
  if (given.length === 1 || given.some((name) => config[name] instanceof Unknown)) return [];
  const what = given.length === 0 ? 'Neither identity nor display_name is' : 'Both identity and display_name are';
  return [
    errorDiagnostic('one-of', `${what} given to find the cloud account`, {
      detail: 'Set exactly one: identity finds it after a rename, too; display_name must be its full name.',
    }),
  ];
}
