import type { Reply } from '../system.js';
import { inTenant } from './domain.js';
import type { Ask, Domain } from './domain.js';
import { fitsFilter } from './deployments.js';
import { isOccupied } from './executing.js';
import { listed } from './list.js';
import { findOwned, visibleTo } from './owned.js';
import { planOf } from './plan.js';
import type { PlannedWorkflow } from './workflow-plan.js';
import { deploymentGroups, deployments, type DeploymentEntry } from './running-entries.js';

interface Workflow extends PlannedWorkflow {
  readonly created_at: string;
  readonly is_available: boolean;
}

const FIELDS: readonly string[] = ['name', 'created_at', 'parameters', 'plugin', 'operation', 'is_available'];

export const workflowsDomain: Domain = {
  operations: { listWorkflows: inTenant('workflow_list', list) },
  kinds: {},
};

/** The workflows of all selected deployments, without duplicates. */
function list(ask: Ask): Reply {
  const workflows = new Map<string, Workflow>();
  for (const entry of selected(ask)) {
    for (const { name, parameters } of planOf(ask.store, entry).workflows) {
      const free = !isOccupied(ask.store, entry.identity);
      const known = workflows.get(name);
      workflows.set(name, {
        name,
        parameters,
        created_at: known?.created_at ?? entry.created_at,
        is_available: (known?.is_available ?? false) || free,
      });
    }
  }
  return listed(ask, {
    items: [...workflows.values()],
    show: (workflow) => ({ ...workflow, plugin: 'default_workflows', operation: '' }),
    fields: FIELDS,
    filters: { id: () => true, deployment_group_id: () => true },
  });
}

function selected(ask: Ask): readonly DeploymentEntry[] {
  const { id, deployment_group_id: group, _filter_id: filter } = ask.query;
  let found = visibleTo(ask, deployments(ask.store));
  if (Array.isArray(id)) found = found.filter((entry) => id.includes(entry.id));
  if (typeof group === 'string') {
    const members = findOwned(ask, deploymentGroups(ask.store), group, 'DeploymentGroup').deployment_ids;
    found = found.filter((entry) => members.includes(entry.id));
  }
  if (typeof filter === 'string') {
    found = found.filter((entry) => fitsFilter(ask, entry, filter));
  }
  return found;
}
