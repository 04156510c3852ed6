import { SandboxError } from '../error.js';
import type { Store } from '../store.js';
import type { Call, Reply } from '../system.js';
import { accounts, clusters, credentials, onAccount, profiles } from './entries.js';
import type { ClusterEntry } from './entries.js';
import { page } from './page.js';

const DAY = 24 * 60 * 60 * 1000;

export function listCloudAccountClusters(call: Call): Reply {
  return onAccount(call, (account) => {
    const own = clusters(call.store).where('cloudAccountIdentity', account.identity);
    return page(call, own, (cluster) => showCluster(call.store, cluster));
  });
}

/** Whether one of these exists, or existed less than a day ago. */
export function usedBy(call: Call, some: readonly ClusterEntry[]): boolean {
  return some.some(({ deletedAt }) => deletedAt === undefined || call.now.getTime() - Date.parse(deletedAt) < DAY);
}

/**
 * A cluster on `cloudAccount`, with `cloudCredentials` or by default the account's primary ones (both by identity). Any
 * other property of a cluster may be set: a `status` with any value, a `deletedAt` in the past.
 */
export function newCluster(values: Readonly<Record<string, unknown>>, store: Store, now: Date): ClusterEntry {
  const { cloudAccount, cloudCredentials, ...rest } = values;
  const account = typeof cloudAccount === 'string' ? accounts(store).get(cloudAccount) : undefined;
  if (account === undefined) {
    throw new SandboxError(
      'sandbox_bad_cluster',
      'A cluster needs `cloudAccount`: the identity of an existing account.',
    );
  }
  const used = cloudCredentials ?? account.primaryCloudCredentialsIdentity;
  if (
    used !== undefined &&
    (typeof used !== 'string' || credentials(store).get(used)?.cloudAccountIdentity !== account.identity)
  ) {
    throw new SandboxError(
      'sandbox_bad_cluster',
      '`cloudCredentials` is not the identity of credentials in that account.',
    );
  }
  const identity = store.newIdentity();
  const name = typeof rest['name'] === 'string' ? rest['name'] : `cluster-${identity.slice(0, 8)}`;
  const profile = profiles(store).get(account.cloudProfile);
  return {
    status: 'started',
    createdAt: now.toISOString(),
    modifiedAt: now.toISOString(),
    cni: 'cilium',
    provisionStatus: 'DONE',
    podSecurityStandardsProfile: 'baseline',
    version: 'v1.33.1',
    highlyAvailable: true,
    deleteProtection: false,
    ipWhitelist: [],
    addons: {},
    cpu: 12,
    memory: 48,
    slug: name,
    cloudProvider: profile?.cloudProvider ?? '',
    region: profile?.regions[0] ?? '',
    ...rest,
    identity,
    name,
    cloudAccountIdentity: account.identity,
    ...(used === undefined ? {} : { cloudCredentialsIdentity: used }),
  };
}

function showCluster(store: Store, cluster: ClusterEntry): Readonly<Record<string, unknown>> {
  const { cloudAccountIdentity, cloudCredentialsIdentity, ...shown } = cluster;
  const used = credentials(store).get(cloudCredentialsIdentity ?? '');
  return {
    ...shown,
    cloudAccount: {
      identity: cloudAccountIdentity,
      displayName: accounts(store).get(cloudAccountIdentity)?.displayName,
    },
    ...(used === undefined ? {} : { cloudCredentials: { identity: used.identity, displayName: used.displayName } }),
  };
}
