import { isJsonList, listOf, type Json } from '../../model/index.js';
import type { AttributeMapping, Field, ListMapping, ResourceMapping, WaitMapping } from '../rest/mapping/definition.js';
import { nested, shownAs } from '../rest/values/nested.js';
import { pointerGet } from '../rest/pointer.js';
import { PROFILES, SHOWN_PROFILES, SHOWN_UIDS } from './attached.js';
import { METADATA, SHOWN_METADATA } from './labels.js';
import { MACHINE_POOLS, unmovedControlPlane } from './pools.js';
import { CREATED, IDENTITY, IN_SCOPE, PAGES, PAGE_SIZE, SCOPE, SCOPE_IS_THERE, firstOf, textAt } from './protocol.js';

/** A search is a POST that only reads. */
export const CLUSTERS_NAMED: ListMapping = {
  operation: 'searchClusters',
  parameters: PAGE_SIZE,
  body: {
    json: {
      '/filter/conjunction': { value: 'and' },
      '/filter/filterGroups': {
        attribute: 'name',
        encode: (name) => [
          {
            conjunction: 'and',
            filters: [
              {
                property: 'clusterName',
                type: 'string',
                condition: {
                  string: {
                    operator: 'eq',
                    negation: false,
                    match: { conjunction: 'or', values: [name] },
                    ignoreCase: false,
                  },
                },
              },
            ],
          },
        ],
      },
      '/sort': { value: [] },
    },
  },
  paging: PAGES,
};

const CONFIG = '/config/spec/clusterConfig';

const PLACES = {
  folder: `${CONFIG}/placement/folder`,
  image_template_folder: `${CONFIG}/placement/imageTemplateFolder`,
  compute_cluster: `${CONFIG}/placement/cluster`,
  datastore: `${CONFIG}/placement/datastore`,
  resource_pool: `${CONFIG}/placement/resourcePool`,
  ntp_servers: `${CONFIG}/ntpServers`,
  ssh_keys: `${CONFIG}/sshKeys`,
} as const;

/** Omitted attributes are set by the service, and may be changed elsewhere. */
const PLACE: AttributeMapping = { optional: true, same: 'filled-in' };

const PLACED: Readonly<Record<string, Field>> = {
  ...Object.fromEntries(Object.entries(PLACES).map(([name, at]) => [name, at])),
  datacenter: { at: `${CONFIG}/placement/datacenter`, missing: 'keep' },
  // In an older schema version it was beside the placement; now it is inside.
  network_name: firstOf(`${CONFIG}/placement/network/networkName`, `${CONFIG}/network/networkName`),
};

/** Three hours, the service's own limit; a cluster also counts as running only once it is healthy. */
const THREE_HOURS = 180 * 60;

const UNTIL_RUNNING: WaitMapping = {
  call: { operation: 'getClusterOverview' },
  field: stateWithHealth,
  ready: ['Running'],
  pending: ['Unknown', 'Pending', 'Provisioning', 'Importing'],
  failed: ['Error'],
  firstSeconds: 0.5,
  intervalSeconds: 10,
  deadlineSeconds: THREE_HOURS,
  deadline: 'wait_seconds',
  progress: latestCondition,
  reason: failedConditions,
};

/** The service's current step. */
function latestCondition(overview: Json): string | undefined {
  const conditions = pointerGet(overview, '/status/conditions');
  return isJsonList(conditions) ? textAt(conditions.at(-1) ?? null, '/message') : undefined;
}

/** The service's error: its conditions that are not met, or otherwise the latest one. */
function failedConditions(object: Json): string | undefined {
  const conditions = pointerGet(object, '/status/conditions');
  const failed = (isJsonList(conditions) ? conditions : []).flatMap((condition) => {
    if (!['False', 'Failed', 'Error'].includes(textAt(condition, '/status') ?? '')) return [];
    return textAt(condition, '/message', '/reason') ?? [];
  });
  return failed.length === 0 ? latestCondition(object) : failed.join('; ');
}

function stateWithHealth(overview: Json): string | undefined {
  const state = textAt(overview, '/status/state');
  if (state !== 'Running') return state;
  const health = textAt(overview, '/status/health/state');
  return health === 'Healthy' ? state : `Running, with health ${health ?? 'unknown'}`;
}

const ATTRIBUTES: ResourceMapping['attributes'] = {
  ...IDENTITY,
  ...SCOPE,
  name: {
    required: true,
    replaces: true,
    description: 'Its name, unique in the scope.',
  },
  ...METADATA,
  cloud_account_uid: { required: true, replaces: true },
  profiles: {
    ...nested(PROFILES),
    required: true,
    constraint: { minItems: 1 },
    description: 'The cluster profiles. Profiles attached elsewhere are left unchanged.',
  },
  datacenter: { required: true, replaces: true },
  folder: PLACE,
  image_template_folder: PLACE,
  compute_cluster: PLACE,
  datastore: PLACE,
  resource_pool: PLACE,
  network_name: { ...PLACE, description: 'The network of the machines.' },
  ntp_servers: { ...PLACE, type: listOf('string') },
  ssh_keys: { ...PLACE, type: listOf('string') },
  machine_pools: {
    ...nested(MACHINE_POOLS),
    required: true,
    constraint: { minItems: 1 },
    description: 'Its machines.',
  },
  force_delete: {
    type: 'bool',
    optional: true,
    local: true,
    description:
      'Whether destroy removes the cluster from Palette even if its machines cannot be deleted. Default: false.',
  },
  wait_seconds: {
    type: 'number',
    optional: true,
    local: true,
    constraint: { minimum: 0 },
    description:
      'Seconds to wait until it runs or is deleted. Default: 10800 (3 hours). The next apply continues waiting.',
  },
  state: { computed: true, description: 'State, such as `Running`.' },
  cloud_config_uid: {
    computed: true,
    description: "Cloud configuration: the service's object with placement and pools.",
  },
  attached_profile_uids: {
    type: listOf('string'),
    computed: true,
    changesWith: ['profiles'],
    description: 'All attached profiles, including those attached elsewhere.',
  },
};

const REPLY: ResourceMapping['reply'] = {
  id: '/metadata/uid',
  uid: '/metadata/uid',
  name: '/metadata/name',
  ...SHOWN_METADATA,
  cloud_account_uid: { at: '/config/spec/cloudAccountRef/uid', missing: 'keep' },
  profiles: SHOWN_PROFILES,
  ...PLACED,
  machine_pools: { ...shownAs('/config/spec/machinePoolConfig', MACHINE_POOLS), missing: 'keep' },
  state: '/status/state',
  cloud_config_uid: '/spec/cloudConfigRef/uid',
  attached_profile_uids: SHOWN_UIDS,
};

const REMOVE: ResourceMapping['remove'] = {
  operation: 'deleteCluster',
  parameters: { forceDelete: 'force_delete' },
  wait: {
    field: '/status/state',
    ready: ['Deleted'],
    pending: ['Deleting'],
    failed: ['Error'],
    reason: failedConditions,
    firstSeconds: 0.5,
    intervalSeconds: 10,
    deadlineSeconds: THREE_HOURS,
    deadline: 'wait_seconds',
  },
};

/** The parts that both APIs share. */
export function vsphereCluster(
  calls: Pick<ResourceMapping, 'updates' | 'checkPlan'> & { readonly body: Body },
): ResourceMapping {
  const { body, updates, checkPlan } = calls;
  return {
    noun: 'vSphere cluster',
    label: 'name',
    description: 'A Kubernetes cluster on vSphere, created from cluster profiles.',
    attributes: ATTRIBUTES,
    parameters: { ...IN_SCOPE, uid: 'uid', configUid: 'cloud_config_uid' },
    reply: REPLY,
    identity: ['uid'],
    imports: ['uid:context'],
    lookup: { list: CLUSTERS_NAMED, where: { name: '/metadata/name' }, gives: { uid: '/metadata/uid' }, name: 'name' },
    settles: 'state',
    create: { operation: 'createVsphereCluster', body: { json: body }, reply: CREATED, wait: UNTIL_RUNNING },
    read: {
      call: { operation: 'getCluster' },
      also: [{ as: 'config', operation: 'getVsphereConfig', from: { configUid: '/spec/cloudConfigRef/uid' } }],
      // A deleted cluster can still be read for a while.
      absent: (cluster) => pointerGet(cluster, '/status/state') === 'Deleted',
      confirmGone: SCOPE_IS_THERE,
    },
    ...(updates === undefined ? {} : { updates }),
    checkPlan: (change) => [...unmovedControlPlane(change), ...(checkPlan?.(change) ?? [])],
    remove: REMOVE,
    locate: { list: CLUSTERS_NAMED, match: ['name'], partial: true },
  };
}

type Body = Extract<NonNullable<ResourceMapping['create']['body']>, { json: unknown }>['json'];

/** The placement attributes, all of which change in place. */
export const PLACE_ATTRIBUTES = [...Object.keys(PLACES), 'network_name'];
