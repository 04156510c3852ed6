import type { JsonObject } from '../../../src/model/index.js';
import { WEB } from '../../units/providers/conductor/blueprints.js';
import type { ActionCase } from './action-case.js';
import { invoke } from './action-case.js';
import { added, type ManagerWorld } from './world.js';

/** A deployment in a group. */
async function standing(world: ManagerWorld): Promise<void> {
  for (const id of ['web', 'web-2']) await added(world, 'blueprints', { id, plan: WEB });
  await added(world, 'deployments', { id: 'front', blueprint_id: 'web', inputs: { port: 80, motto: 'hello' } });
  await added(world, 'deploymentGroups', { id: 'all', deployment_ids: ['front'] });
}

/** Whatever the sandbox made last in a collection. */
function latest(world: ManagerWorld, collection: string): string {
  return String(world.sandbox.store.collection('conductor', collection).all().at(-1)!['id']);
}

async function started(world: ManagerWorld, seconds: number): Promise<string> {
  await standing(world);
  await world.sandbox.control('executions', { seconds });
  await invoke(world, 'conductor_execution', { deployment_id: 'front', workflow_id: 'heal', wait: false });
  return latest(world, 'executions');
}

const on =
  (config: (world: ManagerWorld) => JsonObject) =>
  async (world: ManagerWorld): Promise<JsonObject> => {
    await standing(world);
    return config(world);
  };

/** Something to do with every action about deployments and executions. */
export const runningActions: readonly ActionCase[] = [
  {
    type: 'conductor_execution',
    config: on(() => ({
      deployment_id: 'front',
      workflow_id: 'install',
      parameters: { reason: 'test' },
      allow_custom_parameters: true,
    })),
    did: /^Started the execution "[0-9a-f-]+" of the workflow "install"$/,
    failing: { workflow_id: 'dance' },
  },
  {
    type: 'conductor_execution',
    title: 'conductor_execution at another time',
    config: on(() => ({ deployment_id: 'front', workflow_id: 'install', schedule: '204001032230-0500' })),
    did: /^Started the execution "[0-9a-f-]+" of the workflow "install"$/,
    failing: { schedule: 'tomorrow' },
  },
  {
    type: 'conductor_execution_cancel',
    config: async (world) => ({ execution_id: await started(world, 0.4), action: 'cancel' }),
    did: /^Asked the execution "[0-9a-f-]+" to "cancel"$/,
    failing: { action: 'stop' },
  },
  {
    type: 'conductor_execution_status_override',
    config: async (world) => ({ execution_id: await started(world, 60), status: 'failed' }),
    did: /^Set the state of the execution "[0-9a-f-]+" to "failed"$/,
    failing: { execution_id: 'nothing' },
  },
  {
    type: 'conductor_executions_purge',
    config: on(() => ({ keep_last: 0 })),
    did: /^Deleted 0 executions$/,
    failing: { to_datetime: '2026-01-01T00:00:00Z' },
  },
  {
    type: 'conductor_execution_group',
    config: on(() => ({ deployment_group_id: 'all', workflow_id: 'install', concurrency: 2 })),
    did: /^Started the execution group "[0-9a-f-]+"$/,
    failing: { deployment_group_id: 'nobody' },
  },
  {
    type: 'conductor_execution_group_control',
    config: async (world) => {
      await standing(world);
      await invoke(world, 'conductor_execution_group', {
        deployment_group_id: 'all',
        workflow_id: 'heal',
        wait: false,
      });
      return {
        execution_group_id: latest(world, 'executionGroups'),
        concurrency: 1,
        success_group_id: 'all',
        action: 'cancel',
      };
    },
    did: /^Changed the execution group "[0-9a-f-]+", then asked the execution group "[0-9a-f-]+" to "cancel"$/,
    failing: { action: 'stop' },
  },
  {
    type: 'conductor_deployment_update',
    config: on(() => ({ deployment_id: 'front', blueprint_id: 'web-2', inputs: { port: 81 }, skip_uninstall: true })),
    did: /^Started the update "front-[0-9a-f-]+"$/,
    failing: { inputs: { nothing: 'known' } },
  },
  {
    type: 'conductor_node_instance_update',
    config: on((world) => ({
      node_instance_id: latest(world, 'nodeInstances'),
      state: 'started',
      runtime_properties: { address: '10.0.0.9' },
    })),
    did: /^Found version 1 of the node instance "server_[0-9a-f]+", then changed it$/,
    failing: { node_instance_id: 'nothing' },
  },
];
