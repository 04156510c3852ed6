import { parameter, bodyOf } from '../asked.js';
import { isRecord } from '../description.js';
import { flag, nullable, number, object, record, text } from '../shape.js';
import { inTenant } from './domain.js';
import type { Ask, Domain } from './domain.js';
import { identityOf } from './entries.js';
import { begin, cancel, FINAL, proceed, resume } from './executing.js';
import { listed } from './list.js';
import { findOwn, findOwned, newOwned, visibleTo } from './owned.js';
import { planOf } from './plan.js';
import { ok } from './refusal.js';
import { deploymentGroups, deployments, executionGroups, executions } from './running-entries.js';
import type { ExecutionEntry, ExecutionGroupEntry } from './running-entries.js';
import type { Store } from '../store.js';
import { parametersOf } from './workflow-plan.js';

const NOUN = 'ExecutionGroup';

const FIELDS: readonly string[] = [
  'id',
  'created_at',
  'created_by',
  'tenant_name',
  'visibility',
  'resource_availability',
  'private_resource',
  'workflow_id',
  'concurrency',
  'deployment_group_id',
  'execution_ids',
  'status',
  'success_group_id',
  'failure_group_id',
];

/** Five executions of a group run concurrently, unless set otherwise (public source). */
const CONCURRENCY = 5;

export const executionGroupsDomain: Domain = {
  operations: {
    listExecutionGroups: inTenant('execution_group_list', (ask) =>
      listed(ask, {
        items: visibleTo(ask, executionGroups(ask.store)),
        show: (group) => show(ask.store, group),
        fields: FIELDS,
      }),
    ),
    getExecutionGroup: inTenant('execution_group_get', (ask) =>
      ok(show(ask.store, findOwned(ask, executionGroups(ask.store), parameter(ask, 'group_id'), NOUN))),
    ),
    startExecutionGroup: inTenant('execution_group_create', start),
    controlExecutionGroup: inTenant('execution_group_cancel', (ask) => {
      const { action } = bodyOf(ask, object({ action: text }));
      for (const entry of executionsIn(ask.store, own(ask))) {
        if (!action.endsWith('resume') && entry.open) cancel(ask.store, entry, action, ask.now);
        else if (action.endsWith('resume') && !entry.open && entry.status !== 'terminated')
          resume(ask.store, entry, ask.now);
      }
      return ok(show(ask.store, own(ask)));
    }),
    changeExecutionGroup: inTenant('execution_group_update', (ask) => {
      const change = bodyOf(ask, changeBody);
      for (const target of [change.success_group_id, change.failure_group_id])
        if (typeof target === 'string') findOwned(ask, deploymentGroups(ask.store), target, 'DeploymentGroup');
      executionGroups(ask.store).put({ ...own(ask), ...change });
      proceed(ask.store, ask.now);
      return ok(show(ask.store, own(ask)));
    }),
  },
  kinds: {},
};

function own(ask: Ask): ExecutionGroupEntry {
  return findOwn(ask, executionGroups(ask.store), parameter(ask, 'group_id'), NOUN);
}

const changeBody = object({}, { success_group_id: text, failure_group_id: text, concurrency: number });

const startBody = object(
  { workflow_id: text, deployment_group_id: text },
  {
    default_parameters: nullable(isRecord),
    parameters: record(isRecord),
    allow_custom_parameters: flag,
    force: flag,
    concurrency: number,
  },
);

function start(ask: Ask) {
  const { store } = ask;
  const body = bodyOf(ask, startBody);
  const group = findOwned(ask, deploymentGroups(store), body.deployment_group_id, 'DeploymentGroup');
  const members = group.deployment_ids.flatMap((id) => deployments(store).get(identityOf(ask.tenant, id)) ?? []);
  const asked = members.map((deployment) => ({
    deployment,
    parameters: parametersOf(planOf(store, deployment).workflows, deployment.id, {
      workflow: body.workflow_id,
      parameters: { ...body.default_parameters, ...body.parameters?.[deployment.id] },
      custom: body.allow_custom_parameters === true,
    }),
  }));
  const made = makeExecutionGroup(ask, body.workflow_id, group.id, body.concurrency);
  const started = asked.map(({ deployment, parameters }) =>
    begin(store, {
      tenant: ask.tenant,
      user: ask.user.username,
      workflow: body.workflow_id,
      deployment,
      parameters,
      force: body.force === true,
      group: made.id,
      now: ask.now,
    }),
  );
  return ok(show(store, made.hold(started.map(({ id }) => id))));
}

/** An empty group, to which executions are added once they exist. */
export function makeExecutionGroup(
  ask: Ask,
  workflow: string,
  deploymentGroup: string,
  concurrency = CONCURRENCY,
): { readonly id: string; hold(ids: readonly string[]): ExecutionGroupEntry } {
  const id = ask.store.newIdentity();
  const entry: ExecutionGroupEntry = {
    ...newOwned(ask, id, 'tenant'),
    id,
    workflow_id: workflow,
    concurrency,
    deployment_group_id: deploymentGroup,
    execution_ids: [],
    success_group_id: null,
    failure_group_id: null,
  };
  executionGroups(ask.store).put(entry);
  return {
    id,
    hold(ids) {
      const held = { ...executionGroups(ask.store).latest(entry), execution_ids: ids };
      executionGroups(ask.store).put(held);
      return held;
    },
  };
}

function executionsIn(store: Store, group: ExecutionGroupEntry): ExecutionEntry[] {
  return group.execution_ids.flatMap((id) => executions(store).get(identityOf(group.tenant_name, id)) ?? []);
}

/** Conductor document, section Execution Groups: pending while none has started, started while one is running. */
function statusOf(all: readonly ExecutionEntry[]): string {
  if (all.length > 0 && all.every(({ status }) => status === 'pending' || status === 'queued')) return 'pending';
  if (all.some(({ status }) => !FINAL.includes(status))) return 'started';
  return all.some(({ status }) => status === 'failed') ? 'failed' : 'terminated';
}

function show(store: Store, group: ExecutionGroupEntry): Readonly<Record<string, unknown>> {
  const { identity: _, ...kept } = group;
  return {
    ...kept,
    status: statusOf(executionsIn(store, group)),
    private_resource: group.visibility === 'private',
    resource_availability: group.visibility,
  };
}
