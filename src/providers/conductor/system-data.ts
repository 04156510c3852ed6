import type { Json, JsonObject } from '../../model/index.js';
import type { DataSourceMapping } from '../rest/mapping/definition.js';
import { ALL_TENANTS, BARE, IN_TENANT, PAGES, TENANT, WHOLE } from './protocol.js';

const SUMMARY = {
  type: 'bool',
  optional: true,
  description: 'Whether to omit the services.',
} as const;

/** Data sources about the manager itself. */
export const systemData: Readonly<Record<string, DataSourceMapping>> = {
  conductor_manager_status: {
    noun: 'state of the manager',
    description: 'The state of the manager.',
    attributes: {
      summary: SUMMARY,
      status: { computed: true },
      services: { computed: true, description: 'The services by name, as JSON.' },
    },
    parameters: { summary: 'summary' },
    one: { call: { operation: 'getManagerStatus' }, reply: { status: '/status', services: asText('/services') } },
  },
  conductor_manager_version: {
    noun: 'version of the manager',
    description: 'The version of the manager.',
    attributes: {
      version: { computed: true },
      edition: { computed: true },
      build: { computed: true },
      commit: { computed: true },
      date: { computed: true },
    },
    parameters: {},
    one: {
      call: { operation: 'getManagerVersion' },
      reply: { version: '/version', edition: '/edition', build: '/build', commit: '/commit', date: '/date' },
    },
  },
  conductor_cluster_nodes: {
    noun: 'list of nodes of the cluster',
    description: 'The managers of the cluster.',
    attributes: { hostname: { optional: true, description: 'Only the node with this host name.' } },
    parameters: { hostname: 'hostname' },
    many: {
      list: { operation: 'listManagers', paging: WHOLE },
      instead: [
        { when: 'hostname', list: { operation: 'getManager', paging: { style: 'whole', items: '', one: true } } },
      ],
      into: 'cluster_nodes',
      item: '#/components/schemas/Manager',
    },
  },
  conductor_cluster_status: {
    noun: 'state of the cluster',
    description: 'The state of the cluster. With `summary`, a failing cluster is an error.',
    attributes: {
      summary: SUMMARY,
      status: { computed: true },
      services: { computed: true, description: 'The components of the cluster and their nodes, as JSON.' },
    },
    parameters: { summary: 'summary' },
    one: { call: { operation: 'getClusterStatus' }, reply: { status: '/status', services: asText('/services') } },
  },
  conductor_agents: {
    noun: 'list of agents',
    description: 'The agents installed on hosts.',
    attributes: {
      tenant: TENANT,
      all_tenants: ALL_TENANTS,
      deployment_id: { optional: true },
      node_ids: { type: { kind: 'list', element: 'string' }, optional: true },
      node_instance_ids: { type: { kind: 'list', element: 'string' }, optional: true },
      install_methods: {
        type: { kind: 'list', element: 'string' },
        optional: true,
        description: 'Only agents installed in one of these ways: `remote`, `plugin`, `init_script`, `provided`.',
      },
    },
    parameters: {
      ...IN_TENANT,
      _all_tenants: 'all_tenants',
      deployment_id: 'deployment_id',
      node_ids: 'node_ids',
      node_instance_ids: 'node_instance_ids',
      // Replies and the query use install_method, the table install_methods.
      install_method: 'install_methods',
    },
    many: { list: { operation: 'listAgents', paging: PAGES }, into: 'agents', item: '#/components/schemas/Agent' },
  },
  conductor_license: {
    noun: 'license',
    description: 'The license of the manager.',
    attributes: {
      customer_id: { computed: true },
      license_edition: { computed: true },
      cloudify_version: { computed: true },
      expiration_date: { computed: true },
      capabilities: { type: { kind: 'list', element: 'string' }, computed: true },
      trial: { type: 'bool', computed: true },
      expired: { type: 'bool', computed: true },
    },
    parameters: {},
    one: {
      list: { operation: 'listLicenses', paging: PAGES },
      reply: {
        customer_id: '/customer_id',
        license_edition: '/license_edition',
        cloudify_version: '/cloudify_version',
        expiration_date: '/expiration_date',
        capabilities: '/capabilities',
        trial: '/trial',
        expired: '/expired',
      },
    },
  },
  conductor_metrics: {
    noun: 'list of metrics',
    description: 'Recorded metrics.',
    attributes: {
      id: { optional: true },
      blueprint_id: { optional: true },
      deployment_id: { optional: true },
      execution_id: { optional: true },
      name: { optional: true },
    },
    parameters: {
      id: 'id',
      blueprint_id: 'blueprint_id',
      deployment_id: 'deployment_id',
      execution_id: 'execution_id',
      name: 'name',
    },
    many: { list: { operation: 'listMetrics', paging: PAGES }, into: 'metrics', item: '#/components/schemas/Metric' },
  },
  conductor_metrics_overview: {
    noun: 'overview of the metrics',
    description: 'Metrics aggregated by workflow and task.',
    attributes: {
      since: { optional: true, description: 'Start of the period.' },
      until: { optional: true, description: 'End of the validity.' },
      workflow_id: { optional: true },
      task_name: { optional: true },
    },
    parameters: { since: 'since', until: 'until', workflow_id: 'workflow_id', task_name: 'task_name' },
    many: {
      list: { operation: 'listMetricsOverview', paging: WHOLE },
      into: 'metrics',
      item: '#/components/schemas/MetricOverview',
    },
  },
  conductor_operations: {
    noun: 'list of operations',
    description: 'The stored operations of a task graph.',
    attributes: { graph_id: { required: true } },
    parameters: { graph_id: 'graph_id' },
    many: {
      list: { operation: 'listOperations', paging: BARE },
      into: 'operations',
      item: '#/components/schemas/Operation',
      // The parameters of a task may contain anything that was passed to a workflow.
      sensitive: true,
    },
  },
  conductor_tasks_graphs: {
    noun: 'list of task graphs',
    description: 'The stored task graphs of an execution.',
    attributes: { execution_id: { required: true }, name: { optional: true } },
    parameters: { execution_id: 'execution_id', name: 'name' },
    many: {
      list: { operation: 'listTasksGraphs', paging: { style: 'whole', items: '', one: true } },
      into: 'tasks_graphs',
      item: '#/components/schemas/TasksGraph',
    },
  },
  conductor_workflows: {
    noun: 'list of workflows',
    description: 'The workflows of deployments.',
    attributes: {
      tenant: TENANT,
      deployment_id: { optional: true, description: 'Only workflows of this deployment.' },
      deployment_group_id: { optional: true },
      filter_id: { optional: true, description: 'Only workflows of deployments that match this filter.' },
    },
    parameters: {
      ...IN_TENANT,
      id: 'deployment_id',
      deployment_group_id: 'deployment_group_id',
      _filter_id: 'filter_id',
    },
    many: {
      list: { operation: 'listWorkflows', paging: PAGES },
      into: 'workflows',
      item: '#/components/schemas/Workflow',
    },
  },
};

/** Values whose form differs between managers are passed through unchanged. */
function asText(at: string): { readonly at: string; readonly decode: (json: Json) => Json } {
  return { at, decode: (json) => (isObject(json) ? JSON.stringify(json) : json) };
}

function isObject(json: Json): json is JsonObject {
  return typeof json === 'object' && json !== null;
}
