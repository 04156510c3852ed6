import { errorDiagnostic, mapOf, type Diagnostic, type Value } from '../../model/index.js';
import type { ActionMapping, AttributeMapping } from '../rest/mapping/definition.js';
import { PATIENCE, UNTIL_EXECUTION_ENDS } from './work.js';

const FLAG: AttributeMapping = { type: 'bool', optional: true };

export const systemActions: Readonly<Record<string, ActionMapping>> = {
  conductor_snapshot_restore: {
    noun: 'restore of a snapshot',
    description: 'Restores the manager from a snapshot.',
    attributes: {
      snapshot_id: { required: true },
      force: FLAG,
      restore_certificates: FLAG,
      no_reboot: FLAG,
      execution_timeout_seconds: PATIENCE,
    },
    parameters: { snapshot_id: 'snapshot_id', execution_id: 'execution_id' },
    calls: [
      {
        operation: 'restoreSnapshot',
        does: 'restore the snapshot {snapshot_id}',
        did: 'restored the snapshot {snapshot_id} in the execution {execution_id}',
        body: {
          json: { '/force': 'force', '/restore_certificates': 'restore_certificates', '/no_reboot': 'no_reboot' },
        },
        keeps: { execution_id: '/id' },
        wait: UNTIL_EXECUTION_ENDS,
      },
    ],
  },
  conductor_snapshot_download: {
    noun: 'download of a snapshot',
    description: 'Writes the archive of a snapshot to a file that only its owner may read.',
    attributes: {
      snapshot_id: { required: true, description: 'Name of the snapshot.' },
      file: {
        required: true,
        description: "File to write. An existing file is replaced; relative paths start at the project's folder.",
      },
    },
    parameters: { snapshot_id: 'snapshot_id' },
    calls: [
      {
        operation: 'downloadSnapshot',
        does: 'download the snapshot {snapshot_id}',
        did: 'wrote the snapshot {snapshot_id} to {file}',
        saves: 'file',
      },
    ],
  },
  conductor_cluster_node_removal: {
    noun: 'removal of a node',
    description: 'Removes a node from the manager cluster.',
    attributes: { hostname: { required: true } },
    parameters: { hostname: 'hostname' },
    calls: [
      {
        operation: 'removeManager',
        does: 'remove the node {hostname} from the cluster',
        did: 'removed the node {hostname} from the cluster',
      },
    ],
  },
  conductor_metric_record: {
    noun: 'record of a metric',
    description: 'Records a metric.',
    attributes: {
      metric_id: { required: true },
      blueprint_id: { required: true },
      deployment_id: { required: true },
      execution_id: { required: true },
      timestamp: { required: true },
      name: { required: true },
      value: { required: true },
    },
    parameters: { metric_id: 'metric_id' },
    calls: [
      {
        operation: 'createMetric',
        does: 'record the metric {name}',
        did: 'recorded the metric {name}',
        repeatable: false,
        body: {
          json: {
            '/blueprint_id': 'blueprint_id',
            '/deployment_id': 'deployment_id',
            '/execution_id': 'execution_id',
            '/timestamp': 'timestamp',
            '/name': 'name',
            '/value': 'value',
          },
        },
      },
    ],
  },
  conductor_tasks_graph_create: {
    noun: 'task graph',
    description: 'Stores a task graph for an execution, with its operations if they are known.',
    attributes: {
      execution_id: { required: true },
      name: { required: true },
      operations: { type: 'dynamic', optional: true, sensitive: true },
    },
    parameters: {},
    calls: [
      {
        operation: 'createTasksGraph',
        does: 'store the graph {name} of the execution {execution_id}',
        did: 'stored the graph {graph_id}',
        body: { json: { '/execution_id': 'execution_id', '/name': 'name', '/operations': 'operations' } },
        keeps: { graph_id: '/id' },
      },
    ],
  },
  conductor_operation: {
    noun: 'operation',
    description: 'Creates, updates or deletes a stored operation of a task graph.',
    attributes: {
      operation_id: { required: true },
      change: {
        required: true,
        constraint: { enum: ['create', 'update', 'delete'] },
        description: 'The change: `create`, `update` (its state) or `delete`.',
      },
      name: { optional: true, description: 'Name of a new operation.' },
      graph_id: { optional: true, description: 'Task graph of a new operation.' },
      type: { optional: true, description: 'Task type of a new operation, such as `RemoteWorkflowTask`.' },
      state: { optional: true },
      dependencies: { type: { kind: 'list', element: 'string' }, optional: true },
      parameters: { type: mapOf('string'), optional: true, sensitive: true },
    },
    parameters: { operation_id: 'operation_id' },
    calls: [
      {
        operation: 'createOperation',
        does: 'create the operation {operation_id}',
        did: 'created the operation {operation_id}',
        when: ({ change }) => change === 'create',
        repeatable: false,
        body: {
          json: {
            '/name': 'name',
            '/graph_id': 'graph_id',
            '/type': 'type',
            '/state': 'state',
            '/dependencies': 'dependencies',
            '/parameters': 'parameters',
          },
        },
      },
      {
        operation: 'updateOperation',
        does: 'update the operation {operation_id}',
        did: 'set the state of the operation {operation_id} to {state}',
        when: ({ change }) => change === 'update',
        repeatable: true,
        body: { json: { '/state': 'state' } },
      },
      {
        operation: 'deleteOperation',
        does: 'delete the operation {operation_id}',
        did: 'deleted the operation {operation_id}',
        when: ({ change }) => change === 'delete',
      },
    ],
    check: needsItsParts,
  },
};

const NEEDED: Readonly<Record<string, readonly string[]>> = { create: ['name', 'graph_id', 'type'], update: ['state'] };

/** Each kind of change needs different inputs. */
function needsItsParts(config: Readonly<Record<string, Value>>): readonly Diagnostic[] {
  const { change } = config;
  if (typeof change !== 'string') return [];
  return (NEEDED[change] ?? [])
    .filter((name) => (config[name] ?? null) === null)
    .map((name) =>
      errorDiagnostic('missing-argument', `${name} is required to ${change} an operation`, {
        detail: `Set ${name}.`,
        path: [name],
      }),
    );
}
