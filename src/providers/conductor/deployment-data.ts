import type { AttributeMapping, DataSourceMapping, Part } from '../rest/mapping/definition.js';
import { ALL_TENANTS, IN_TENANT, PAGES, TENANT } from './protocol.js';

/** A filter of a list, under its name in the API. */
const FILTER: AttributeMapping = { optional: true };

const HIDDEN: AttributeMapping = { type: 'dynamic', computed: true, sensitive: true };

interface Listing {
  readonly noun: string;
  readonly description: string;
  readonly operation: string;
  readonly into: string;
  readonly item: string;
  /** Whether items may hold secrets. */
  readonly sensitive?: boolean;
  /** Query parameter → its description. */
  readonly filters: Readonly<Record<string, string | AttributeMapping>>;
  /** Attribute of a filter → query parameter, if they differ. */
  readonly renamed?: Readonly<Record<string, Part>>;
}

/** A data source that returns all items of a list, narrowed by filters. */
export function listing({
  noun,
  description,
  operation,
  into,
  item,
  sensitive,
  filters,
  renamed,
}: Listing): DataSourceMapping {
  const attributes = Object.entries(filters).map(([name, filter]): [string, AttributeMapping] => [
    name,
    typeof filter === 'string' ? { ...FILTER, description: filter } : filter,
  ]);
  return {
    noun,
    description,
    attributes: { tenant: TENANT, all_tenants: ALL_TENANTS, ...Object.fromEntries(attributes) },
    parameters: {
      ...IN_TENANT,
      _all_tenants: 'all_tenants',
      ...Object.fromEntries(attributes.map(([name]) => [name, name])),
      ...renamed,
    },
    many: {
      list: { operation, paging: PAGES },
      into,
      item: `#/components/schemas/${item}`,
      ...(sensitive === true ? { sensitive } : {}),
    },
  };
}

const FLAG: AttributeMapping = { type: 'bool', optional: true };
const OF_DEPLOYMENT = { deployment_id: 'Only results for this deployment.' };
const SEARCH = { search: 'Only results whose name contains this text.' };
const SEARCHED: Readonly<Record<string, Part>> = { _search: 'search' };

/** The attributes shown of one deployment. */
const SHOWN = [
  'blueprint_id',
  'display_name',
  'description',
  'site_name',
  'visibility',
  'created_at',
  'created_by',
  'updated_at',
  'installation_status',
  'deployment_status',
  'environment_type',
  'create_execution',
  'latest_execution',
  'latest_execution_status',
] as const;

export const deploymentDataSources: Readonly<Record<string, DataSourceMapping>> = {
  conductor_deployment: {
    noun: 'deployment',
    description: 'One deployment, by its ID.',
    attributes: {
      id: { required: true, description: 'Name of the deployment.' },
      tenant: TENANT,
      ...Object.fromEntries(SHOWN.map((name) => [name, { computed: true }])),
      inputs: HIDDEN,
    },
    parameters: IN_TENANT,
    one: {
      list: { operation: 'listDeployments', parameters: { id: 'id' }, paging: PAGES },
      where: { id: '/id' },
      reply: Object.fromEntries([...SHOWN, 'inputs'].map((name) => [name, `/${name}`])),
    },
  },
  conductor_deployments: listing({
    noun: 'list of deployments',
    description: 'The deployments of a tenant, or of all tenants.',
    operation: 'listDeployments',
    into: 'deployments',
    item: 'Deployment',
    sensitive: true,
    filters: {
      ...SEARCH,
      blueprint_id: 'Only deployments of this blueprint.',
      site_name: 'Only deployments at this site.',
      group_id: 'Only deployments in this group.',
      filter_id: 'Only deployments that match this saved filter.',
    },
    renamed: { ...SEARCHED, _group_id: 'group_id', _filter_id: 'filter_id' },
  }),
  conductor_deployment_outputs: evaluated('outputs', 'getDeploymentOutputs', 'The outputs of a deployment.'),
  conductor_deployment_capabilities: evaluated(
    'capabilities',
    'getDeploymentCapabilities',
    'The capabilities of a deployment.',
  ),
  conductor_deployment_updates: listing({
    noun: 'list of deployment updates',
    description: 'Deployment updates, running and finished.',
    operation: 'listDeploymentUpdates',
    into: 'deployment_updates',
    item: 'DeploymentUpdate',
    sensitive: true,
    filters: OF_DEPLOYMENT,
  }),
  conductor_deployment_groups: listing({
    noun: 'list of deployment groups',
    description: 'The deployment groups of a tenant.',
    operation: 'listDeploymentGroups',
    into: 'deployment_groups',
    item: 'DeploymentGroup',
    sensitive: true,
    filters: SEARCH,
    renamed: SEARCHED,
  }),
  conductor_deployment_labels: {
    noun: 'list of deployment labels',
    description: 'The keys of all deployment labels, or the values of one key.',
    attributes: {
      tenant: TENANT,
      key: { optional: true, description: 'The key whose values are listed. If omitted, the keys are listed.' },
    },
    parameters: { ...IN_TENANT, label_key: 'key' },
    many: {
      list: { operation: 'listDeploymentLabelKeys', paging: PAGES },
      instead: [{ when: 'key', list: { operation: 'listDeploymentLabelValues', paging: PAGES } }],
      into: 'labels',
      description: 'The keys, or the values of `key`.',
      item: { type: 'string', shape: (text) => text },
    },
  },
  conductor_inter_deployment_dependencies: listing({
    noun: 'list of dependencies between deployments',
    description: 'The dependencies between deployments.',
    operation: 'listInterDeploymentDependencies',
    into: 'inter_deployment_dependencies',
    item: 'InterDeploymentDependency',
    filters: {
      source_deployment_id: 'Only dependencies of this deployment on others.',
      target_deployment_id: 'Only dependencies of others on this deployment.',
      dependency_creator: 'Only dependencies created under this name.',
    },
  }),
  conductor_nodes: listing({
    noun: 'list of nodes',
    description: 'The nodes of deployments, as defined by their blueprints.',
    operation: 'listNodes',
    into: 'nodes',
    item: 'Node',
    sensitive: true,
    filters: {
      ...OF_DEPLOYMENT,
      id: 'Only nodes with this name.',
      evaluate_functions: { ...FLAG, description: 'Whether to evaluate functions in properties.' },
      instance_counts: {
        ...FLAG,
        description: 'Whether to count unavailable and drifted instances; needs deployment_id.',
      },
    },
    renamed: { _instance_counts: 'instance_counts' },
  }),
  conductor_node_instances: listing({
    noun: 'list of node instances',
    description: 'The node instances of running deployments.',
    operation: 'listNodeInstances',
    into: 'node_instances',
    item: 'NodeInstance',
    sensitive: true,
    filters: { ...OF_DEPLOYMENT, node_id: 'Only instances of this node.', state: 'Only instances in this state.' },
  }),
};

function evaluated(member: string, operation: string, description: string): DataSourceMapping {
  return {
    noun: `${member} of the deployment`,
    description,
    attributes: {
      deployment_id: { required: true, description: 'The deployment.' },
      tenant: TENANT,
      [member]: { ...HIDDEN, description: 'Values by name.' },
    },
    parameters: { ...IN_TENANT, deployment_id: 'deployment_id' },
    one: { call: { operation }, reply: { [member]: `/${member}` } },
  };
}
