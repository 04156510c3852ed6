import {
  ListValue,
  errorDiagnostic,
  type Diagnostic,
  type Value,
  isObjectValue,
  listIn,
  objectIn,
} from '../../model/index.js';
import type { Part, PlannedChange } from '../rest/mapping/definition.js';
import { FIRST_UID, FIRST_VALUES, firstPackValues, uidsOf } from './attached.js';
import { PLACE_ATTRIBUTES, vsphereCluster } from './cluster.js';
import { MERGED, MERGED_METADATA, SENT_METADATA } from './labels.js';
import { poolToWire } from './pools.js';

/** In the documented API, each pool has its own profile and values; by default, those of the cluster. */
const POOLS: Part = {
  attributes: ['machine_pools', 'profiles'],
  make: (pools, profiles) => {
    const [infraProfileUid] = uidsOf(profiles);
    const packValues = firstPackValues(profiles);
    const ofCluster = {
      ...(infraProfileUid === undefined ? {} : { infraProfileUid }),
      ...(packValues === undefined ? {} : { packValues }),
    };
    return listIn(pools).map((pool) => {
      const { profileConfig, ...wire } = objectIn(poolToWire(pool));
      const own = objectIn(profileConfig);
      // The cluster's values belong to its own profile, not to another one.
      const isAnother = (own['infraProfileUid'] ?? infraProfileUid) !== infraProfileUid;
      return { ...wire, profileConfig: isAnother ? own : { ...ofCluster, ...own } };
    });
  },
};

const BODY = {
  '/metadata/name': 'name',
  ...SENT_METADATA,
  '/spec/cloudAccountUid': 'cloud_account_uid',
  '/spec/cloudConfig/network/networkName': 'network_name',
  '/spec/cloudConfig/ntpServers': 'ntp_servers',
  '/spec/cloudConfig/sshKeys': 'ssh_keys',
  '/spec/cloudConfig/placement/cluster': 'compute_cluster',
  '/spec/cloudConfig/placement/datacenter': 'datacenter',
  '/spec/cloudConfig/placement/datastore': 'datastore',
  '/spec/cloudConfig/placement/folder': 'folder',
  '/spec/cloudConfig/placement/imageTemplateFolder': 'image_template_folder',
  '/spec/cloudConfig/placement/resourcePool': 'resource_pool',
  '/spec/machinepoolconfig': POOLS,
  '/spec/packValues': FIRST_VALUES,
  '/spec/profileUid': FIRST_UID,
} as const satisfies Readonly<Record<string, Part>>;

/** The cluster in the documented API: one body for creating it and for every change. */
export const documentedCluster = vsphereCluster({
  body: BODY,
  updates: [
    {
      operation: 'updateVsphereCluster',
      looks: true,
      send: 'all',
      clears: 'by-omission',
      object: 'none',
      body: { json: { ...BODY, ...MERGED_METADATA } },
      carries: [...MERGED, 'profiles', 'machine_pools', ...PLACE_ATTRIBUTES],
    },
  ],
  checkPlan: oneProfile,
});

/** In the documented API, a cluster can have one profile and no variables. */
function oneProfile({ planned }: PlannedChange): readonly Diagnostic[] {
  const { profiles } = planned;
  if (!(profiles instanceof ListValue)) return [];
  const [first] = profiles.items;
  const tooMany = profiles.items.length > 1 ? 'more than one profile' : undefined;
  const what = tooMany ?? (hasVariables(first) ? 'variables of a profile' : undefined);
  if (what === undefined) return [];
  return [
    errorDiagnostic('invalid-value', `The documented API does not support ${what}`, {
      detail: 'Set api = "current" in the provider configuration, or remove the setting.',
      path: ['profiles'],
    }),
  ];
}

function hasVariables(profile: Value | undefined): boolean {
  if (profile === undefined || !isObjectValue(profile)) return false;
  const { variables } = profile;
  return variables instanceof ListValue && variables.items.length > 0;
}
