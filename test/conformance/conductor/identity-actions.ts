import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ActionCase } from './action-case.js';
import { added } from './world.js';

const NODE = 'manager-2.example';

/** Something to do with every action about the manager itself. */
export const identityActions: readonly ActionCase[] = [
  {
    type: 'conductor_snapshot_restore',
    config: async (world) => {
      await added(world, 'snapshots', { id: 'nightly', identity: 'nightly' });
      return { snapshot_id: 'nightly', force: true };
    },
    did: /^Restored the snapshot "nightly" in the execution "[0-9a-f-]+"$/,
  },
  {
    type: 'conductor_snapshot_download',
    config: async (world) => {
      await added(world, 'snapshots', { id: 'weekly', identity: 'weekly', archive: 'emlw' });
      return { snapshot_id: 'weekly', file: path.join(tmpdir(), `landform-snapshot-${process.pid}.zip`) };
    },
    did: /^Wrote the snapshot "weekly" to "[^"]+\.zip"$/,
    failing: { snapshot_id: 'never' },
  },
  {
    type: 'conductor_cluster_node_removal',
    config: () => ({ hostname: NODE }),
    did: /^Removed the node "manager-2\.example" from the cluster$/,
    failing: { hostname: 'nowhere' },
  },
  {
    type: 'conductor_metric_record',
    config: () => ({
      metric_id: '4',
      blueprint_id: 'b',
      deployment_id: 'd',
      execution_id: 'e',
      timestamp: '2026-01-01T00:00:00Z',
      name: 'load',
      value: '0.5',
    }),
    did: /^Recorded the metric "load"$/,
  },
  {
    type: 'conductor_tasks_graph_create',
    config: () => ({ execution_id: '123', name: 'abc' }),
    did: /^Stored the graph "[0-9a-f-]+"$/,
  },
  {
    type: 'conductor_operation',
    title: 'conductor_operation that creates',
    config: async (world) => {
      await added(world, 'tasksGraphs', { identity: 'g', execution_id: 'e', name: 'n' });
      return { change: 'create', operation_id: 'op', name: 'abc', graph_id: 'g', type: 'RemoteWorkflowTask' };
    },
    did: /^Created the operation "op"$/,
    failing: { graph_id: 'nowhere' },
  },
  {
    type: 'conductor_operation',
    title: 'conductor_operation that updates',
    config: async (world) => {
      await added(world, 'operations', { id: 'op', tasks_graph: 'g' });
      return { change: 'update', operation_id: 'op', state: 'FAILED' };
    },
    did: /^Set the state of the operation "op" to "FAILED"$/,
    failing: { operation_id: 'nowhere' },
  },
  {
    type: 'conductor_operation',
    title: 'conductor_operation that deletes',
    config: async (world) => {
      await added(world, 'operations', { id: 'op', tasks_graph: 'g' });
      return { change: 'delete', operation_id: 'op' };
    },
    did: /^Deleted the operation "op"$/,
    failing: { operation_id: 'nowhere' },
  },
];
