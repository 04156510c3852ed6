import {
  ListValue,
  Unknown,
  errorDiagnostic,
  type Diagnostic,
  type Json,
  type JsonObject,
  type Value,
} from '../../model/index.js';
import type { Part, PlannedChange } from '../rest/mapping/definition.js';
import { FIRST_UID, FIRST_VALUES, firstPackValues, uidsOf } from './attached.js';
import { PLACE_ATTRIBUTES, vsphereCluster } from './cluster.js';
import { MERGED, MERGED_METADATA, SENT_METADATA } from './labels.js';
import { poolToWire } from './pools.js';

/** In the document each pool names its profile, and what it has otherwise; without a word of its own, as the cluster. */
const POOLS: Part = {
  attributes: ['machine_pools', 'profiles'],
  make: (pools, profiles) => {
    const [infraProfileUid] = uidsOf(profiles);
    const packValues = firstPackValues(profiles);
    const ofCluster = { infraProfileUid, ...(packValues === undefined ? {} : { packValues }) } as JsonObject;
    return ((pools ?? []) as readonly Json[]).map((pool) => {
      const { profileConfig: own = {}, ...wire } = poolToWire(pool) as { readonly profileConfig?: JsonObject };
      // What the cluster has otherwise is said of its profile, not of another.
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

/** The cluster by the calls of the document: one body for making it and for every change of it. */
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

/** The document's cluster has room for one profile and none for variables. */
function oneProfile({ planned }: PlannedChange): readonly Diagnostic[] {
  const { profiles } = planned;
  if (!(profiles instanceof ListValue)) return [];
  const [first] = profiles.items;
  const tooMany = profiles.items.length > 1 ? 'more than one profile' : undefined;
  const what = tooMany ?? (hasVariables(first) ? 'variables of a profile' : undefined);
  if (what === undefined) return [];
  return [
    errorDiagnostic('invalid-value', `The documented API takes no ${what}`, {
      detail: 'Set api = "current" in the configuration of the provider, or leave it out.',
      path: ['profiles'],
    }),
  ];
}

function hasVariables(profile: Value | undefined): boolean {
  if (profile === undefined || profile === null || profile instanceof Unknown) return false;
  const { variables } = profile as Readonly<Record<string, Value>>;
  return variables instanceof ListValue && variables.items.length > 0;
}
