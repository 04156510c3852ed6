import type { Store } from '../store.js';
import { identityOf } from './entries.js';
import { pairsOf, withLabels, withoutLabels } from './label-entries.js';
import { deploymentGroups, deployments } from './running-entries.js';
import type { DeploymentEntry, DeploymentGroupEntry } from './running-entries.js';

/** Adds deployments to a group, and the group's labels to them. */
export function addToGroup(store: Store, group: DeploymentGroupEntry, ids: readonly string[], now = new Date()): void {
  const fresh = ids.filter((id) => !group.deployment_ids.includes(id));
  for (const member of membersNamed(store, group, fresh))
    deployments(store).put({ ...member, labels: withLabels(member.labels, pairsOf(group.labels), now) });
  deploymentGroups(store).put({ ...group, deployment_ids: [...group.deployment_ids, ...new Set(fresh)] });
}

/** Removes deployments from a group, and the group's labels from them. */
export function takeFromGroup(store: Store, group: DeploymentGroupEntry, ids: readonly string[]): void {
  const gone = group.deployment_ids.filter((id) => ids.includes(id));
  deploymentGroups(store).put({ ...group, deployment_ids: group.deployment_ids.filter((id) => !ids.includes(id)) });
  stripLabels(store, group, gone);
}

/** Changes a group's labels: new ones are added to its members, removed ones are removed from them. */
export function relabelGroup(
  store: Store,
  group: DeploymentGroupEntry,
  labels: DeploymentGroupEntry['labels'],
  now: Date,
): DeploymentGroupEntry {
  const left = withoutLabels(group.labels, pairsOf(labels));
  for (const member of membersNamed(store, group, group.deployment_ids)) {
    const kept = withoutLabels(member.labels, pairsOf(left));
    deployments(store).put({ ...member, labels: withLabels(kept, pairsOf(labels), now) });
  }
  const changed = { ...group, labels };
  deploymentGroups(store).put(changed);
  return changed;
}

export function stripLabels(store: Store, group: DeploymentGroupEntry, ids: readonly string[]): void {
  for (const member of membersNamed(store, group, ids))
    deployments(store).put({ ...member, labels: withoutLabels(member.labels, pairsOf(group.labels)) });
}

/** A deleted deployment belongs to no group. */
export function leaveGroups(store: Store, { id, tenant_name: tenant }: DeploymentEntry): void {
  for (const group of deploymentGroups(store).where('tenant_name', tenant))
    if (group.deployment_ids.includes(id)) takeFromGroup(store, group, [id]);
}

function membersNamed(store: Store, group: DeploymentGroupEntry, ids: readonly string[]): DeploymentEntry[] {
  return ids.flatMap((id) => deployments(store).get(identityOf(group.tenant_name, id)) ?? []);
}
