import type { Store } from '../store.js';
import { happened } from './events.js';
import { makeNodes, removeDeployment } from './deployment-parts.js';
import {
  executionGroups,
  deploymentGroups,
  deployments,
  deploymentUpdates,
  nodeInstances,
  schedules,
} from './running-entries.js';
import type { ExecutionEntry } from './running-entries.js';
import { identityOf } from './entries.js';
import { addToGroup } from './membership.js';

type Effect = (store: Store, execution: ExecutionEntry, now: Date) => void;

/** The effects of the workflows that have any; all others only take time. */
const EFFECTS: Readonly<Record<string, Effect>> = {
  create_deployment_environment: (store, execution, now) => {
    const deployment = deploymentOf(store, execution);
    if (deployment !== undefined) makeNodes(store, deployment, now);
  },
  delete_deployment_environment: (store, execution) => {
    const deployment = deploymentOf(store, execution);
    if (deployment !== undefined) removeDeployment(store, deployment);
  },
  install: (store, execution, now) => setInstances(store, execution, now, 'started', 'create'),
  uninstall: (store, execution, now) => setInstances(store, execution, now, 'deleted', 'delete'),
  csys_new_deployment_update: applyUpdate,
};

export function finishWork(store: Store, execution: ExecutionEntry, now: Date): void {
  EFFECTS[execution.workflow_id]?.(store, execution, now);
  happened(store, execution, now, {
    event_type: 'workflow_succeeded',
    message: `'${execution.workflow_id}' workflow execution succeeded`,
  });
  sendOn(store, execution, 'success_group_id');
}

export function giveUpWork(store: Store, execution: ExecutionEntry, now: Date): void {
  const { error, status, workflow_id: workflow } = execution;
  const update = deploymentUpdates(store)
    .where('execution_id', execution.id)
    .find(({ tenant_name: tenant }) => tenant === execution.tenant_name);
  if (update !== undefined) deploymentUpdates(store).put({ ...update, state: 'failed' });
  if (status === 'cancelled') {
    happened(store, execution, now, {
      event_type: 'workflow_cancelled',
      message: `'${workflow}' workflow execution cancelled`,
    });
    return;
  }
  const causes = [{ message: error, traceback: '', type: 'NonRecoverableError' }];
  happened(store, execution, now, {
    event_type: 'task_failed',
    message: `Task failed -> ${error}`,
    error_causes: causes,
  });
  happened(store, execution, now, {
    event_type: 'workflow_failed',
    message: `'${workflow}' workflow execution failed: ${error}`,
  });
  sendOn(store, execution, 'failure_group_id');
  const schedule = execution.schedule === undefined ? undefined : schedules(store).get(execution.schedule);
  if (schedule?.stop_on_fail === true) schedules(store).put({ ...schedule, next_occurrence: null });
  const deployment = deploymentOf(store, execution);
  if (workflow === 'delete_deployment_environment' && deployment !== undefined) {
    const { delete_execution: _, ...kept } = deployment;
    deployments(store).put(kept);
  }
}

function deploymentOf(store: Store, { tenant_name: tenant, deployment_id: id }: ExecutionEntry) {
  return id === null ? undefined : deployments(store).get(identityOf(tenant, id));
}

function setInstances(store: Store, execution: ExecutionEntry, now: Date, state: string, does: string): void {
  const deployment = deploymentOf(store, execution);
  if (deployment === undefined) return;
  for (const instance of nodeInstances(store).where('owner', deployment.identity)) {
    const properties =
      state === 'started' ? { ...instance.runtime_properties, address: `10.0.0.${instance.index}` } : {};
    nodeInstances(store).put({ ...instance, state, runtime_properties: properties, version: instance.version + 1 });
    happened(store, execution, now, {
      event_type: 'task_succeeded',
      message: `Task succeeded 'interfaces.lifecycle.${does}'`,
      node_instance_id: instance.id,
      node_name: instance.node_id,
      operation: `cloudify.interfaces.lifecycle.${does}`,
    });
  }
}

function applyUpdate(store: Store, execution: ExecutionEntry, now: Date): void {
  const deployment = deploymentOf(store, execution);
  const update = deploymentUpdates(store)
    .where('execution_id', execution.id)
    .find(({ tenant_name: tenant }) => tenant === execution.tenant_name);
  if (deployment === undefined || update === undefined) return;
  const changed = {
    ...deployment,
    blueprint_id: update.new_blueprint_id,
    inputs: update.new_inputs,
    updated_at: now.toISOString(),
  };
  deployments(store).put(changed);
  if (update.new_blueprint_id !== update.old_blueprint_id) makeNodes(store, changed, now);
  deploymentUpdates(store).put({ ...update, state: 'successful' });
}

/** Deployments move to the target group for the result of their execution. */
function sendOn(store: Store, execution: ExecutionEntry, to: 'success_group_id' | 'failure_group_id'): void {
  const { tenant_name: tenant, execution_group_id: id, deployment_id: deployment } = execution;
  const target = id === null ? undefined : executionGroups(store).get(identityOf(tenant, id))?.[to];
  const group =
    target === undefined || target === null ? undefined : deploymentGroups(store).get(identityOf(tenant, target));
  if (group !== undefined && deployment !== null) addToGroup(store, group, [deployment]);
}
