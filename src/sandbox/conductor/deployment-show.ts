import type { Store } from '../store.js';
import { identityOf } from './entries.js';
import { isInstalled } from './deployment-parts.js';
import { planOf } from './plan.js';
import { executions, type DeploymentEntry, type ExecutionEntry } from './running-entries.js';

export const DEPLOYMENT_FIELDS: readonly string[] = [
  'id',
  'blueprint_id',
  'created_at',
  'created_by',
  'updated_at',
  'description',
  'display_name',
  'groups',
  'inputs',
  'outputs',
  'capabilities',
  'site_name',
  'policy_triggers',
  'policy_types',
  'tenant_name',
  'visibility',
  'private_resource',
  'resource_availability',
  'workflows',
  'labels',
  'latest_execution_status',
  'installation_status',
  'deployment_status',
  'sub_services_status',
  'sub_environments_status',
  'sub_services_count',
  'sub_environments_count',
  'environment_type',
  'create_execution',
  'latest_execution',
  'latest_execution_total_operations',
  'latest_execution_finished_operations',
];

/** A deployment as replies hold it: its state follows its executions. */
export function showDeployment(store: Store, entry: DeploymentEntry): Readonly<Record<string, unknown>> {
  const { identity: _, delete_execution: __, ...kept } = entry;
  const plan = planOf(store, entry);
  const latest = latestExecution(store, entry);
  const status = latest === undefined ? null : (STATUSES[latest.status] ?? 'in_progress');
  const installed = isInstalled(store, entry);
  return {
    ...kept,
    groups: {},
    outputs: plan.outputs,
    capabilities: plan.capabilities,
    policy_triggers: {},
    policy_types: {},
    private_resource: entry.visibility === 'private',
    resource_availability: entry.visibility,
    workflows: plan.workflows.map((name) => ({ name, parameters: {}, created_at: entry.created_at })),
    latest_execution_status: status,
    installation_status: installed ? 'active' : 'inactive',
    deployment_status: deploymentStatus(status, installed),
    sub_services_status: null,
    sub_environments_status: null,
    sub_services_count: 0,
    sub_environments_count: 0,
    environment_type: entry.labels.find(({ key }) => key === 'csys-env-type')?.value ?? '',
    latest_execution: latest?.id ?? entry.latest_execution,
    latest_execution_total_operations: latest?.total_operations ?? 0,
    latest_execution_finished_operations: latest?.open === false ? latest.total_operations : 0,
  };
}

const STATUSES: Readonly<Record<string, string>> = {
  terminated: 'completed',
  failed: 'failed',
  cancelled: 'cancelled',
  queued: 'queued',
  scheduled: 'scheduled',
};

function deploymentStatus(latest: string | null, installed: boolean): string {
  if (latest === 'in_progress' || latest === 'queued') return 'in_progress';
  return latest === 'failed' || !installed ? 'requires_attention' : 'good';
}

function latestExecution(store: Store, entry: DeploymentEntry): ExecutionEntry | undefined {
  const own = executions(store)
    .where('deployment_id', entry.id)
    .filter(({ tenant_name: tenant }) => tenant === entry.tenant_name);
  return own.at(-1) ?? executions(store).get(identityOf(entry.tenant_name, entry.create_execution));
}
