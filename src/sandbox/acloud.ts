import {
  accountRemoved,
  createCloudAccount,
  deleteCloudAccount,
  getCloudAccount,
  listCloudAccounts,
  setPrimaryCloudCredentials,
  updateCloudAccount,
} from './acloud/accounts.js';
import { listCloudAccountClusters, newCluster } from './acloud/clusters.js';
import {
  createCredentials,
  credentialsRemoved,
  deleteCloudCredentials,
  listCloudCredentials,
} from './acloud/credentials.js';
import { ACLOUD, accounts, clusters, refusal } from './acloud/entries.js';
import { listCloudProfiles, seedProfiles } from './acloud/profiles.js';
import { SandboxError } from './error.js';
import type { Arrival, Kind, Reply, System } from './system.js';

/** The accepted credentials: one personal access token, which belongs to one organisation. */
export interface AcloudAccess {
  readonly token: string;
  readonly organisation: string;
}

/**
 * The cloud accounts of an organisation, as documented; where the document is silent, behaves like a Spring service.
 */
export function acloud(access: AcloudAccess): System {
  return {
    name: ACLOUD,
    handlers: {
      listCloudAccounts,
      createCloudAccount,
      getCloudAccount,
      updateCloudAccount,
      deleteCloudAccount,
      listCloudAccountClusters,
      listCloudCredentials,
      ...createCredentials,
      deleteCloudCredentials,
      setPrimaryCloudCredentials,
      listCloudProfiles,
    },
    kinds: KINDS,
    controls: {
      clusters(values, store, now) {
        const cluster = newCluster(values, store, now);
        clusters(store).put(cluster);
        return cluster;
      },
    },
    nullIsAbsent: true,
    authorize: (arrival) => authorize(access, arrival),
    refusal,
    seed: seedProfiles,
    environment: (url) => ({
      // Sandbox controls take effect at once.
      ACLOUD_LANDS_WITHIN_SECONDS: '1',
      ACLOUD_API_ENDPOINT: url,
      ACLOUD_PERSONAL_ACCESS_TOKEN: access.token,
      ACLOUD_ORGANISATION: access.organisation,
    }),
  };
}

function authorize(access: AcloudAccess, { headers, parameters }: Arrival): Reply | undefined {
  if (headers['authorization'] !== `Token ${access.token}`) {
    const refused = refusal(401, 'Full authentication is required to access this resource.');
    return { ...refused, headers: { 'www-authenticate': 'Token' } };
  }
  const { organisationSlug } = parameters;
  if (organisationSlug === access.organisation) return undefined;
  return refusal(403, `You do not have access to organisation ${organisationSlug ?? ''}.`);
}

const KINDS: Readonly<Record<string, Kind>> = {
  cloudAccounts: {
    complete: (values, store) => ({
      identity: store.newIdentity(),
      displayName: 'made elsewhere',
      enabled: true,
      metadata: {},
      cloudProfile: 'dummy',
      ...values,
    }),
    removed: ({ identity }, store) => accountRemoved(store, identity),
  },
  cloudCredentials: {
    complete: (values, store, now) => {
      const account = accounts(store).get(String(values['cloudAccountIdentity']));
      if (account === undefined) {
        throw new SandboxError(
          'sandbox_bad_drift',
          'Credentials need `cloudAccountIdentity`: the identity of an existing account.',
        );
      }
      return {
        identity: store.newIdentity(),
        cloudType: 'dummy',
        displayName: 'made elsewhere',
        metadata: {},
        createdAt: now.toISOString(),
        ...values,
      };
    },
    removed: ({ identity, cloudAccountIdentity }, store) =>
      credentialsRemoved(store, identity, String(cloudAccountIdentity)),
  },
  clusters: { complete: newCluster },
  cloudProfiles: {
    complete: (values, store) => ({
      identity: store.newIdentity(),
      displayName: 'made elsewhere',
      type: 'none',
      cloudProvider: 'dummy',
      regions: [],
      enabled: true,
      public: false,
      metadata: {},
      ...values,
    }),
  },
};
