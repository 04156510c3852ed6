import { SandboxError } from '../error.js';
import type { Kind } from '../system.js';
import { accounts } from './entries.js';

const scoped = (values: Readonly<Record<string, unknown>>) => ({
  scope: '',
  name: 'made elsewhere',
  labels: {},
  ...values,
});

/** How objects are created without a request. */
export const KINDS: Readonly<Record<string, Kind>> = {
  apiKeys: {
    complete: (values, store, now) => ({
      identity: store.newIdentity(),
      name: 'made elsewhere',
      userUid: 'user-somebody',
      expiry: new Date(now.getTime() + 86_400_000).toISOString(),
      isActive: true,
      labels: {},
      fingerprint: '',
      ...values,
    }),
  },
  tokens: {
    complete: (values, store, now) => ({ identity: store.newIdentity(), endsAt: now.toISOString(), ...values }),
  },
  projects: { complete: (values, store) => ({ identity: store.newIdentity(), name: 'made elsewhere', ...values }) },
  packs: {
    complete: (values, store) => ({
      identity: store.newIdentity(),
      name: 'made-elsewhere',
      version: '1.0.0',
      layer: 'addon',
      type: 'spectro',
      registryUid: 'registry-public',
      values: '',
      ...values,
    }),
  },
  clusterProfiles: {
    complete: (values, store) => ({
      identity: store.newIdentity(),
      version: '1.0.0',
      published: { cloudType: 'vsphere', type: 'cluster', packs: [] },
      variables: [],
      ...scoped(values),
    }),
  },
  cloudAccounts: {
    complete: (values, store) => ({
      identity: store.newIdentity(),
      vcenterServer: 'vcenter.example.com',
      username: 'somebody',
      insecure: false,
      fingerprint: '',
      ...scoped(values),
    }),
  },
  clusters: {
    complete: (values, store) => {
      const { cloudAccountUid } = values;
      if (typeof cloudAccountUid !== 'string' || accounts(store).get(cloudAccountUid) === undefined) {
        throw new SandboxError(
          'sandbox_bad_drift',
          'A cluster needs `cloudAccountUid`: the uid of an existing account.',
        );
      }
      return {
        identity: store.newIdentity(),
        configUid: store.newIdentity(),
        clusterConfig: {},
        profiles: [],
        pools: [],
        state: 'Running',
        health: 'Healthy',
        message: 'healthy',
        ...scoped(values),
      };
    },
  },
};
