import type { Store } from '../store.js';
import type { Call } from '../system.js';
import { identityOf } from './entries.js';
import { isInstalled } from './deployment-parts.js';
import { childrenOf, isEnvironment } from './parents.js';
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

/** The data a deployment is shown from, and the form of replies. */
type Seen = Pick<Call, 'store' | 'answers'>;

/**
 * A deployment in a reply: its state follows its executions, and those of the deployments inside it. These are counted
 * at all levels, or with `direct` only at the first.
 */
export function showDeployment(seen: Seen, entry: DeploymentEntry, direct = false): Readonly<Record<string, unknown>> {
  const { store, answers } = seen;
  const { identity: _, delete_execution: __, ...kept } = entry;
  const plan = planOf(store, entry);
  const latest = latestExecution(store, entry);
  const inside = insideOf(seen, entry, new Set());
  const counted = direct ? countsOf(childrenOf(store, entry)) : inside;
  return {
    ...kept,
    groups: {},
    outputs: plan.outputs,
    capabilities: plan.capabilities,
    policy_triggers: {},
    policy_types: {},
    private_resource: entry.visibility === 'private',
    resource_availability: entry.visibility,
    workflows: plan.workflows.map((workflow) => ({ ...workflow, created_at: entry.created_at })),
    latest_execution_status: executionStatus(latest),
    installation_status: isInstalled(store, entry, answers) ? 'active' : 'inactive',
    deployment_status: inside.status,
    sub_services_status: inside.servicesStatus,
    sub_environments_status: inside.environmentsStatus,
    sub_services_count: counted.services,
    sub_environments_count: counted.environments,
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

function executionStatus(latest: ExecutionEntry | undefined): string | null {
  return latest === undefined ? null : (STATUSES[latest.status] ?? 'in_progress');
}

interface Counts {
  readonly services: number;
  readonly environments: number;
}

interface Inside extends Counts {
  readonly servicesStatus: string | null;
  readonly environmentsStatus: string | null;
  /** Of the deployment itself, including the worst state inside it. */
  readonly status: string;
}

function countsOf(children: readonly DeploymentEntry[]): Counts {
  const environments = children.filter(isEnvironment).length;
  return { environments, services: children.length - environments };
}

/** The deployments inside a deployment at all levels, and their states. */
function insideOf(seen: Seen, entry: DeploymentEntry, counted: Set<string>): Inside {
  const { store, answers } = seen;
  counted.add(entry.identity);
  const children = childrenOf(store, entry).filter(({ identity }) => !counted.has(identity));
  const parts = children.map((child) => ({ isEnvironment: isEnvironment(child), ...insideOf(seen, child, counted) }));
  const own = countsOf(children);
  const statusesOf = (environments: boolean): (string | null)[] =>
    parts.filter((part) => part.isEnvironment === environments).map(({ status }) => status);
  const servicesStatus = worst([...statusesOf(false), ...parts.map((part) => part.servicesStatus)]);
  const environmentsStatus = worst([...statusesOf(true), ...parts.map((part) => part.environmentsStatus)]);
  const status = deploymentStatus(executionStatus(latestExecution(store, entry)), isInstalled(store, entry, answers));
  return {
    services: own.services + parts.reduce((sum, part) => sum + part.services, 0),
    environments: own.environments + parts.reduce((sum, part) => sum + part.environments, 0),
    servicesStatus,
    environmentsStatus,
    status: worst([status, servicesStatus, environmentsStatus]) ?? status,
  };
}

const BY_IMPORTANCE: readonly string[] = ['good', 'in_progress', 'requires_attention'];

function worst(statuses: readonly (string | null)[]): string | null {
  return BY_IMPORTANCE[Math.max(-1, ...statuses.map((status) => BY_IMPORTANCE.indexOf(status ?? '')))] ?? null;
}

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
