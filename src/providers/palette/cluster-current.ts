import type { Part, UpdateMapping } from '../rest/mapping/definition.js';
import { sentAs } from '../rest/values/nested.js';
import { jsonOf } from '../rest/values/projection.js';
import { pointerGet } from '../rest/pointer.js';
import { ALL_PROFILES, CHANGED_PROFILES, PROFILES, dropsOne } from './attached.js';
import { PLACE_ATTRIBUTES, vsphereCluster } from './cluster.js';
import { MERGED, MERGED_METADATA, SENT_METADATA } from './labels.js';
import { MACHINE_POOLS, poolToWire, poolsWithoutProfiles } from './pools.js';

const placedAt = (at: string): Readonly<Record<string, Part>> => ({
  [`${at}/ntpServers`]: 'ntp_servers',
  [`${at}/sshKeys`]: 'ssh_keys',
  [`${at}/placement/cluster`]: 'compute_cluster',
  [`${at}/placement/datacenter`]: 'datacenter',
  [`${at}/placement/datastore`]: 'datastore',
  [`${at}/placement/folder`]: 'folder',
  [`${at}/placement/imageTemplateFolder`]: 'image_template_folder',
  [`${at}/placement/network/networkName`]: 'network_name',
  [`${at}/placement/resourcePool`]: 'resource_pool',
});

const POOL_NAME = {
  machinePoolName: { attribute: 'each', encode: (pool) => pointerGet(pool, '/name') },
} as const satisfies Record<string, Part>;

/** A change of one pool affects only that pool. */
const eachPool = (which: 'added' | 'changed' | 'removed'): Pick<UpdateMapping, 'each' | 'carries' | 'object'> => ({
  each: { attribute: 'machine_pools', key: 'name', which },
  carries: ['machine_pools'],
  object: 'none',
});

const ONE_POOL: UpdateMapping['body'] = {
  json: {
    '/cloudConfig': { attribute: 'each', encode: (pool) => pointerGet(poolToWire(pool), '/cloudConfig') },
    '/poolConfig': { attribute: 'each', encode: (pool) => pointerGet(poolToWire(pool), '/poolConfig') },
  },
};

/** The cluster in the vendor's current API: one call for each kind of change. */
export const currentCluster = vsphereCluster({
  body: {
    '/metadata/name': 'name',
    ...SENT_METADATA,
    '/spec/cloudAccountUid': 'cloud_account_uid',
    ...placedAt('/spec/cloudConfig'),
    '/spec/machinepoolconfig': sentAs('machine_pools', MACHINE_POOLS),
    '/spec/profiles': sentAs('profiles', PROFILES),
  },
  updates: [
    {
      operation: 'updateClusterMetadata',
      looks: true,
      clears: 'by-omission',
      repeatable: true,
      object: 'none',
      body: { json: MERGED_METADATA },
      carries: MERGED,
    },
    {
      operation: 'replaceClusterProfiles',
      when: (prior, planned) => dropsOne(jsonOf(prior['profiles']), jsonOf(planned['profiles'])),
      object: 'none',
      body: { json: { '/profiles': ALL_PROFILES } },
      carries: ['profiles'],
    },
    {
      operation: 'mergeClusterProfiles',
      when: (prior, planned) => !dropsOne(jsonOf(prior['profiles']), jsonOf(planned['profiles'])),
      repeatable: true,
      object: 'none',
      body: { json: { '/profiles': CHANGED_PROFILES } },
      carries: ['profiles'],
    },
    {
      operation: 'updateVsphereClusterConfig',
      send: 'all',
      clears: 'by-omission',
      object: 'none',
      body: { json: placedAt('/clusterConfig') },
      carries: PLACE_ATTRIBUTES,
    },
    { operation: 'addVsphereMachinePool', ...eachPool('added'), repeatable: true, already: [409], body: ONE_POOL },
    { operation: 'updateVsphereMachinePool', ...eachPool('changed'), parameters: POOL_NAME, body: ONE_POOL },
    { operation: 'deleteVsphereMachinePool', ...eachPool('removed'), already: [404], parameters: POOL_NAME },
  ],
  checkPlan: poolsWithoutProfiles,
});
