import { MapValue, listOf, mapOf, type Json, type JsonObject, listIn, objectIn } from '../../model/index.js';
import type { AttributeMapping, Nested, ResourceMapping, WaitMapping } from '../rest/mapping/definition.js';
import { nested, toWire } from '../rest/values/nested.js';
import { pointerGet } from '../rest/pointer.js';
import { LISTED_IN_PROJECT, MESHES } from './protocol.js';

export const PROJECT: AttributeMapping = {
  optional: true,
  computed: true,
  default: { setting: 'project_id' },
  description: "The project's ID. Default: the provider's project.",
};

/** An unlisted status (Upgrading, RollingBack) counts as "not yet". */
const PHASE: Omit<WaitMapping, 'ready' | 'pending' | 'failed'> = {
  field: '/status/phase',
  firstSeconds: 1,
  intervalSeconds: 10,
  deadlineSeconds: 30 * 60,
  deadline: 'wait_seconds',
};

const CLUSTERS: Nested = {
  nesting: 'list',
  key: 'cluster_id',
  members: {
    cluster_id: { at: '/clusterID', required: true, constraint: { minLength: 1 }, description: "The cluster's ID." },
    node_ids: {
      at: '/installation/nodes/fieldSelector/values',
      type: listOf('string'),
      required: true,
      constraint: { minItems: 1 },
      description: 'IDs of the nodes that run the components of the mesh.',
    },
    namespaces: {
      at: '/injection/namespaces/fieldSelector/values',
      type: listOf('string'),
      description: 'Names of the namespaces whose pods get a sidecar.',
    },
    project_id: { at: '/projectID', description: "The project of the cluster. Default: the mesh's project." },
  },
};

export const mesh: ResourceMapping = {
  noun: 'mesh',
  label: 'name',
  description:
    'A service mesh on clusters of the cloud container engine. Creation completes when the mesh runs. Every change replaces it.',
  attributes: {
    id: { computed: true, description: 'The same as `uid`.' },
    uid: { computed: true },
    project_id: PROJECT,
    name: { required: true },
    type: { optional: true, computed: true, default: { value: 'InCluster' } },
    version: { required: true },
    clusters: {
      ...nested(CLUSTERS),
      required: true,
      constraint: { minItems: 1 },
      description: 'The clusters in the mesh.',
    },
    annotations: unseen('Annotations by name.'),
    labels: unseen('Labels by name.'),
    tags: unseen('Tags by name.'),
    cluster_ids: {
      type: listOf('string'),
      computed: true,
      description: 'IDs of the clusters in the mesh, as the service reports them.',
    },
    phase: { computed: true },
    creation_timestamp: { computed: true },
    wait_seconds: {
      type: 'number',
      optional: true,
      local: true,
      constraint: { minimum: 0 },
      description: 'Seconds to wait until the mesh runs or is deleted. Default: 1800.',
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
  lookup: { name: 'name', list: MESHES, where: { name: '/metadata/name' }, gives: { uid: '/metadata/uid' } },
  create: {
    operation: 'createMesh',
    body: {
      json: {
        '/apiVersion': { value: 'v1' },
        '/kind': { value: 'Mesh' },
        '/metadata/name': 'name',
        '/metadata/annotations': { attribute: 'annotations', encode: unlessEmpty },
        '/metadata/labels': { attribute: 'labels', encode: unlessEmpty },
        '/spec/type': 'type',
        '/spec/version': 'version',
        '/spec/tags': { attribute: 'tags', encode: asTags },
        '/spec/extendParams/clusters': { attributes: ['clusters', 'project_id'], make: clustersToSend },
      },
    },
    wait: {
      ...PHASE,
      ready: ['Running'],
      pending: ['Creating'],
      failed: ['CreateFailed', 'DeleteFailed', 'UpgradeFailed', 'RollbackFailed'],
      hopeless: ['CreateFailed', 'DeleteFailed'],
    },
  },
  read: { call: { operation: 'getMesh' }, confirmGone: LISTED_IN_PROJECT },
  remove: { operation: 'deleteMesh', wait: { ...PHASE, ready: [], pending: ['Deleting'], failed: ['DeleteFailed'] } },
  settles: 'phase',
  locate: { list: MESHES, match: ['name', 'version'] },
};

/** Nodes are selected by ID and namespaces by name; `In` is the only operator. */
function clustersToSend(clusters: Json | undefined, projectId: Json | undefined): Json | undefined {
  if (clusters === undefined) return undefined;
  return listIn(toWire(CLUSTERS, clusters))
    .map(objectIn)
    .map((cluster) => ({
      ...(projectId === undefined ? {} : { projectID: projectId }),
      ...cluster,
      installation: chosenBy('UID', cluster['installation'], 'nodes'),
      ...(cluster['injection'] === undefined
        ? {}
        : { injection: chosenBy('Name', cluster['injection'], 'namespaces') }),
    }));
}

function chosenBy(key: string, chosen: Json | undefined, what: string): JsonObject {
  const values = pointerGet(chosen, `/${what}/fieldSelector/values`) ?? [];
  return { [what]: { fieldSelector: { key, operator: 'In', values } } };
}

/**
 * Strings that no reply shows. A mesh always has some, possibly none, so after an import the configuration is trusted.
 */
function unseen(description: string): AttributeMapping {
  return {
    type: mapOf('string'),
    optional: true,
    computed: true,
    default: { value: new MapValue('string', {}) },
    description: `${description} The service does not show them. Default: none.`,
  };
}

function unlessEmpty(texts: Json): Json | undefined {
  return Object.keys(objectIn(texts)).length === 0 ? undefined : texts;
}

function asTags(tags: Json): Json | undefined {
  if (unlessEmpty(tags) === undefined) return undefined;
  return Object.entries(objectIn(tags)).map(([key, value]) => ({ key, value }));
}

function idsOf(clusters: Json): Json {
  return listIn(clusters).map((cluster) => objectIn(cluster)['clusterID'] ?? null);
}
