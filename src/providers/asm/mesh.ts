import { listOf, mapOf, objectOf, type Json, type JsonObject } from '../../model/index.js';
import type { AttributeMapping, ResourceMapping, WaitMapping } from '../rest/mapping.js';
import { LISTED_IN_PROJECT, MESHES } from './protocol.js';

export const PROJECT: AttributeMapping = {
  optional: true,
  computed: true,
  default: { setting: 'project_id' },
  description: "The project's id. Default: that of the provider.",
};

/** A word that is not listed (Upgrading, RollingBack) counts as "not yet". */
const PHASE: Omit<WaitMapping, 'ready' | 'pending'> = {
  field: '/status/phase',
  failed: ['CreateFailed', 'DeleteFailed', 'UpgradeFailed', 'RollbackFailed'],
  intervalSeconds: 5,
  deadlineSeconds: 30 * 60,
  deadline: 'wait_seconds',
};

export const mesh: ResourceMapping = {
  noun: 'mesh',
  label: 'name',
  description:
    'A service mesh on clusters of the cloud container engine. It is created when it runs. Every change takes another mesh.',
  attributes: {
    id: { computed: true, description: 'The same as `uid`.' },
    uid: { computed: true },
    project_id: PROJECT,
    name: { required: true },
    type: { optional: true, computed: true, default: { value: 'InCluster' } },
    version: { required: true },
    clusters: {
      type: listOf(
        objectOf(
          { cluster_id: 'string', node_ids: listOf('string'), namespaces: listOf('string'), project_id: 'string' },
          ['namespaces', 'project_id'],
        ),
      ),
      required: true,
      constraint: { minItems: 1, items: { properties: { node_ids: { minItems: 1 } } } },
      description:
        'The clusters it spans: `cluster_id`; `node_ids` of the nodes its components run on; names of the `namespaces` whose pods get a ' +
        "sidecar; `project_id`, when it is not the mesh's.",
    },
    annotations: {
      type: mapOf('string'),
      optional: true,
      description: 'Annotations by name. The service does not show them.',
    },
    labels: { type: mapOf('string'), optional: true, description: 'Labels by name. The service does not show them.' },
    tags: { type: mapOf('string'), optional: true, description: 'Tags by name. The service does not show them.' },
    cluster_ids: {
      type: listOf('string'),
      computed: true,
      description: 'Ids of the clusters it spans, as the service shows them.',
    },
    phase: { computed: true },
    creation_timestamp: { computed: true },
    wait_seconds: {
      type: 'number',
      optional: true,
      local: true,
      constraint: { minimum: 0 },
      description: 'How long to wait until it runs, or until it is gone. Default: 1800.',
    },
  },
  parameters: { project_id: 'project_id', mesh_id: 'uid' },
  reply: {
    id: '/metadata/uid',
    uid: '/metadata/uid',
    name: '/metadata/name',
    type: { at: '/spec/type', missing: 'keep' },
    version: { at: '/spec/version', missing: 'keep' },
    cluster_ids: { at: '/spec/extendParams/clusters', decode: idsOf },
    phase: '/status/phase',
    creation_timestamp: '/metadata/creationTimestamp',
  },
  identity: ['project_id', 'uid'],
  imports: ['project_id/uid', 'uid'],
  create: {
    operation: 'createMesh',
    body: {
      json: {
        '/apiVersion': { value: 'v1' },
        '/kind': { value: 'Mesh' },
        '/metadata/name': 'name',
        '/metadata/annotations': 'annotations',
        '/metadata/labels': 'labels',
        '/spec/type': 'type',
        '/spec/version': 'version',
        '/spec/tags': { attribute: 'tags', encode: asTags },
        '/spec/extendParams/clusters': { attributes: ['clusters', 'project_id'], make: clustersToSend },
      },
    },
    wait: { ...PHASE, ready: ['Running'], pending: ['Creating'] },
  },
  read: { call: { operation: 'getMesh' }, confirmGone: LISTED_IN_PROJECT },
  remove: { operation: 'deleteMesh', wait: { ...PHASE, ready: [], pending: ['Deleting'] } },
  settles: 'phase',
  locate: { list: MESHES, match: ['name', 'version'] },
};

function clustersToSend(clusters: Json | undefined, projectId: Json | undefined): Json | undefined {
  return (clusters as readonly JsonObject[] | undefined)?.map(
    ({ cluster_id: clusterId, project_id: own, node_ids: nodes, namespaces }): JsonObject => ({
      clusterID: clusterId!,
      projectID: own ?? projectId ?? null,
      installation: { nodes: chosen('UID', nodes!) },
      ...((namespaces ?? null) === null ? {} : { injection: { namespaces: chosen('Name', namespaces!) } }),
    }),
  );
}

/** A selector; `In` is the only operator there is. */
function chosen(key: string, values: Json): Json {
  return { fieldSelector: { key, operator: 'In', values } };
}

function asTags(tags: Json): Json {
  return Object.entries(tags as Readonly<Record<string, string>>).map(([key, value]) => ({ key, value }));
}

function idsOf(clusters: Json): Json {
  return (clusters as readonly JsonObject[]).map(({ clusterID }) => clusterID ?? null);
}
