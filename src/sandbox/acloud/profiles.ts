import type { Store } from '../store.js';
import type { Call, Reply } from '../system.js';
import { profiles } from './entries.js';
import type { CloudProfileEntry } from './entries.js';
import { page } from './page.js';

/** Identity, type, provider, name, regions. `dummy` and `empty` need no real cloud. */
const SEEDS: readonly (readonly [string, string, string, string, readonly string[]])[] = [
  ['aws', 'aws', 'aws', 'Amazon Web Services', ['eu-west-1', 'eu-central-1', 'us-east-1']],
  ['azure', 'azure', 'azure', 'Microsoft Azure', ['westeurope', 'northeurope']],
  ['digitalocean', 'digitalocean', 'digitalocean', 'DigitalOcean', ['ams3', 'fra1']],
  ['hetzner', 'hetzner', 'hetzner', 'Hetzner Cloud', ['fsn1', 'nbg1', 'hel1']],
  ['openstack', 'openstack', 'openstack', 'OpenStack', ['region-one']],
  ['vsphere', 'vsphere', 'vsphere', 'VMware vSphere', ['datacenter-one']],
  ['byon', 'byon', 'byon', 'Bring your own node', ['on-premises']],
  ['dummy', 'none', 'dummy', 'Dummy', ['nowhere']],
  ['empty', 'empty', 'empty', 'Empty', []],
];

export function seedProfiles(store: Store): void {
  for (const [identity, type, cloudProvider, displayName, regions] of SEEDS) {
    profiles(store).put({
      identity,
      displayName,
      type,
      cloudProvider,
      regions,
      enabled: true,
      public: true,
      metadata: {},
    });
  }
}

export function listCloudProfiles(call: Call): Reply {
  return page(call, profiles(call.store).all(), showProfile);
}

/** The profile as every reply shows it, by itself or inside an account. */
export function showProfile(profile: CloudProfileEntry): Readonly<Record<string, unknown>> {
  return {
    ...profile,
    cloudProviderResponse: { name: profile.displayName, slug: profile.cloudProvider, available: profile.enabled },
    cloudProviderRegionResponses: profile.regions.map((region) => ({ name: region, slug: region, available: true })),
  };
}
