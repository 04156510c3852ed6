import type { Answers } from '../answers.js';
import type { Store } from '../store.js';
import { identityOf } from './entries.js';
import { leaveGroups } from './membership.js';
import { planOf } from './plan.js';
import {
  dependencies,
  deployments,
  deploymentUpdates,
  executions,
  nodeInstances,
  nodes,
  schedules,
} from './running-entries.js';
import type { DeploymentEntry } from './running-entries.js';

/** Creates a deployment's nodes and their instances from its blueprint; existing ones stay. */
export function makeNodes(store: Store, deployment: DeploymentEntry, now: Date): void {
  const planned = planOf(store, deployment).nodes;
  const wanted = new Set(planned.map(({ id }) => id));
  for (const node of nodes(store).where('owner', deployment.identity))
    if (!wanted.has(node.id)) removeNode(store, node.identity);
  const common = ownedLike(deployment, now);
  for (const { id, type, properties, relationships, instances } of planned) {
    const identity = identityOf(deployment.identity, id);
    const isNew = nodes(store).get(identity) === undefined;
    const { blueprint_id } = deployment;
    nodes(store).put({ ...common, identity, id, blueprint_id, type, properties, relationships, instances });
    if (isNew) makeInstances(store, deployment, id, instances, now);
  }
}

function makeInstances(store: Store, deployment: DeploymentEntry, node: string, count: number, now: Date): void {
  for (let index = 1; index <= count; index++) {
    const id = `${node}_${store.newIdentity().replaceAll('-', '').slice(-6)}`;
    nodeInstances(store).put({
      ...ownedLike(deployment, now),
      identity: identityOf(deployment.tenant_name, id),
      id,
      node_id: node,
      index,
      state: 'uninitialized',
      runtime_properties: {},
      relationships: [],
      version: 1,
    });
  }
}

function ownedLike(deployment: DeploymentEntry, now: Date) {
  const { identity: owner, id: deployment_id, tenant_name, visibility, created_by } = deployment;
  return { owner, deployment_id, tenant_name, visibility, created_by, created_at: now.toISOString() };
}

function removeNode(store: Store, identity: string): void {
  const node = nodes(store).remove(identity);
  if (node === undefined) return;
  for (const instance of nodeInstances(store).where('owner', node.owner))
    if (instance.node_id === node.id) nodeInstances(store).remove(instance.identity);
}

/** The deployment, and everything that depends on its existence. */
export function removeDeployment(store: Store, deployment: DeploymentEntry): void {
  deployments(store).remove(deployment.identity);
  clearAway(store, deployment);
}

export function clearAway(store: Store, deployment: DeploymentEntry): void {
  const { identity, id, tenant_name: tenant } = deployment;
  for (const node of nodes(store).where('owner', identity)) removeNode(store, node.identity);
  const own = (entry: { readonly tenant_name: string }): boolean => entry.tenant_name === tenant;
  for (const schedule of schedules(store).where('deployment_id', id).filter(own))
    schedules(store).remove(schedule.identity);
  for (const update of deploymentUpdates(store).where('deployment_id', id).filter(own))
    deploymentUpdates(store).remove(update.identity);
  const needs = dependencies(store).where('source_deployment_id', id);
  for (const dependency of needs.filter(own)) dependencies(store).remove(dependency.identity);
  // As in the manager's source, a dependency outlives its target, which becomes null.
  for (const dependency of dependencies(store).where('target_deployment_id', id).filter(own))
    dependencies(store).put({ ...dependency, target_deployment_id: null });
  leaveGroups(store, deployment);
}

/** Whether any of its instances is running. */
export function isLive(store: Store, deployment: DeploymentEntry): boolean {
  return nodeInstances(store)
    .where('owner', deployment.identity)
    .some(({ state }) => state !== 'uninitialized' && state !== 'deleted');
}

/**
 * Whether it is installed: it has running instances, and all of them are running. In the source, the state is computed whenever an
 * execution ends, and a deployment without instances counts as running.
 */
export function isInstalled(store: Store, deployment: DeploymentEntry, answers: Answers): boolean {
  const instances = nodeInstances(store).where('owner', deployment.identity);
  if (instances.length === 0) return answers === 'source' && hasEnded(store, deployment);
  return instances.every(({ state }) => state === 'started');
}

function hasEnded(store: Store, deployment: DeploymentEntry): boolean {
  return executions(store)
    .where('deployment_id', deployment.id)
    .some(({ tenant_name: tenant, open }) => tenant === deployment.tenant_name && !open);
}
