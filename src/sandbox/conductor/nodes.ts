import { parameter, bodyOf } from '../asked.js';
import { isRecord } from '../description.js';
import { SandboxError } from '../error.js';
import { nullable, number, object, text } from '../shape.js';
import type { Store } from '../store.js';
import { inTenant } from './domain.js';
import type { Ask, Domain } from './domain.js';
import { evaluatedValue } from './evaluate.js';
import { listed, shown, type Listing } from './list.js';
import { findOwn, findOwned, visibleTo } from './owned.js';
import { Refused } from './refusal.js';
import { hostOf, instanceTopology, nodeRelationships } from './topology.js';
import { deployments, nodeInstances, nodes, type NodeEntry, type NodeInstanceEntry } from './running-entries.js';

const NODE_FIELDS: readonly string[] = [
  'id',
  'deployment_id',
  'blueprint_id',
  'actual_number_of_instances',
  'actual_planned_number_of_instances',
  'number_of_instances',
  'planned_number_of_instances',
  'deploy_number_of_instances',
  'min_number_of_instances',
  'max_number_of_instances',
  'host_id',
  'operations',
  'plugins',
  'plugins_to_install',
  'properties',
  'relationships',
  'type',
  'type_hierarchy',
  'unavailable_instances',
  'drifted_instances',
  'created_by',
  'tenant_name',
  'visibility',
  'private_resource',
  'resource_availability',
];

const INSTANCE_FIELDS: readonly string[] = [
  'id',
  'deployment_id',
  'node_id',
  'host_id',
  'relationships',
  'runtime_properties',
  'state',
  'version',
  'index',
  'created_by',
  'tenant_name',
  'visibility',
  'private_resource',
  'resource_availability',
];

const instanceBody = object({ version: number }, { state: text, runtime_properties: nullable(isRecord) });

export const nodesDomain: Domain = {
  operations: {
    listNodes: inTenant('node_list', (ask) => {
      const counted = ask.query['_instance_counts'] === true;
      if (counted && ask.query['deployment_id'] === undefined)
        throw new Refused(400, '_instance_counts needs deployment_id');
      const evaluated = ask.query['evaluate_functions'] === true;
      return listed(ask, nodeListing(ask, { counted, evaluated }));
    }),
    listNodeInstances: inTenant('node_instance_list', (ask) => listed(ask, nodeInstanceListing(ask))),
    getNodeInstance: inTenant('node_instance_get', (ask) =>
      shown(
        ask,
        showInstance(ask.store, findOwned(ask, nodeInstances(ask.store), idOf(ask), 'NodeInstance')),
        INSTANCE_FIELDS,
      ),
    ),
    updateNodeInstance: inTenant('node_instance_update', (ask) => {
      const before = findOwn(ask, nodeInstances(ask.store), idOf(ask), 'NodeInstance');
      const { version, state, runtime_properties: properties } = bodyOf(ask, instanceBody);
      if (version !== before.version)
        throw new Refused(409, `Node instance update conflict: current version is ${before.version}, not ${version}`);
      const after = {
        ...before,
        version: before.version + 1,
        state: state ?? before.state,
        runtime_properties: properties ?? before.runtime_properties,
      };
      nodeInstances(ask.store).put(after);
      return shown(ask, showInstance(ask.store, after), INSTANCE_FIELDS);
    }),
  },
  kinds: {
    nodeInstances: {
      complete: () => {
        throw new SandboxError('sandbox_bad_drift', 'A node instance is created with its deployment; add that.');
      },
    },
  },
};

function idOf(ask: Ask): string {
  return parameter(ask, 'node_instance_id');
}

interface Showing {
  /** Whether to count instances by their state. */
  readonly counted: boolean;
  /** Whether to evaluate functions in properties. */
  readonly evaluated: boolean;
}

const PLAIN: Showing = { counted: false, evaluated: false };

export function nodeListing(ask: Ask, showing = PLAIN): Listing<NodeEntry> {
  return {
    items: visibleTo(ask, nodes(ask.store)),
    show: (node) => showNode(ask.store, node, showing),
    fields: NODE_FIELDS,
    searched: 'id',
    filters: { _instance_counts: () => true, evaluate_functions: () => true },
  };
}

export function nodeInstanceListing(ask: Ask): Listing<NodeInstanceEntry> {
  return {
    items: visibleTo(ask, nodeInstances(ask.store)),
    show: (instance) => showInstance(ask.store, instance),
    fields: INSTANCE_FIELDS,
    searched: 'id',
  };
}

function showNode(store: Store, node: NodeEntry, { counted, evaluated }: Showing): Readonly<Record<string, unknown>> {
  const deployment = evaluated ? deployments(store).get(node.owner) : undefined;
  const { identity: _, owner, instances, ...kept } = node;
  const there = nodeInstances(store)
    .where('owner', owner)
    .filter(({ node_id: id }) => id === node.id);
  return {
    ...kept,
    properties: deployment === undefined ? node.properties : evaluatedValue(store, deployment, node.properties),
    relationships: nodeRelationships(node),
    actual_number_of_instances: there.length,
    actual_planned_number_of_instances: instances,
    number_of_instances: there.length,
    planned_number_of_instances: instances,
    deploy_number_of_instances: instances,
    min_number_of_instances: 0,
    max_number_of_instances: -1,
    host_id: hostOf(store, node),
    operations: {},
    plugins: [],
    plugins_to_install: [],
    type_hierarchy: ['cloudify.nodes.Root', node.type],
    unavailable_instances: counted ? there.filter(({ state }) => state !== 'started').length : null,
    drifted_instances: counted ? 0 : null,
    private_resource: node.visibility === 'private',
    resource_availability: node.visibility,
  };
}

function showInstance(store: Store, instance: NodeInstanceEntry): Readonly<Record<string, unknown>> {
  const { identity: _, owner: __, ...kept } = instance;
  return {
    ...kept,
    ...instanceTopology(store, instance),
    private_resource: kept.visibility === 'private',
    resource_availability: kept.visibility,
  };
}
