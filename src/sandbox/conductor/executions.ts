import { parameter, bodyOf } from '../asked.js';
import { isRecord } from '../description.js';
import { flag, nullable, number, object, text } from '../shape.js';
import { inTenant } from './domain.js';
import type { Ask, Domain } from './domain.js';
import { EXECUTION_FIELDS, showExecution } from './execution-show.js';
import { begin, cancel, FINAL, isOccupied, proceed, resume, setPace } from './executing.js';
import { listed, shown, type Listing } from './list.js';
import { findOwn, findOwned, visibleTo } from './owned.js';
import { planOf } from './plan.js';
import { parametersOf } from './workflow-plan.js';
import { ok, Refused } from './refusal.js';
import { deployments, executions, nodeInstances, type ExecutionEntry } from './running-entries.js';

const NOUN = 'Execution';

export const executionsDomain: Domain = {
  operations: {
    listExecutions: inTenant('execution_list', (ask) => {
      const system = ask.query['_include_system_workflows'] === true;
      const listing = executionListing(ask);
      return listed(ask, { ...listing, items: listing.items.filter((entry) => system || !entry.is_system_workflow) });
    }),
    getExecution: inTenant('execution_get', (ask) =>
      shown(ask, showExecution(findOwned(ask, executions(ask.store), idOf(ask), NOUN), ask.now), EXECUTION_FIELDS),
    ),
    startExecution: inTenant('execution_start', (ask) =>
      shown(ask, showExecution(start(ask), ask.now), EXECUTION_FIELDS),
    ),
    cancelExecution: inTenant('execution_cancel', (ask) => {
      const { action } = bodyOf(ask, object({ action: text }));
      const before = own(ask);
      if (action.endsWith('resume')) {
        if (before.open || before.status === 'terminated')
          throw new Refused(
            409,
            `Cannot resume execution: ${before.id} in state ${before.status}`,
            'illegal_action_error',
          );
        return shown(ask, showExecution(resume(ask.store, before, ask.now), ask.now), EXECUTION_FIELDS);
      }
      if (!before.open)
        throw new Refused(
          409,
          `Cannot perform ${action} on ${before.id} in state ${before.status}`,
          'illegal_action_error',
        );
      return shown(ask, showExecution(cancel(ask.store, before, action, ask.now), ask.now), EXECUTION_FIELDS);
    }),
    updateExecution: inTenant('execution_status_update', (ask) => {
      const before = own(ask);
      const { status, error = before.error } = bodyOf(ask, object({ status: text }, { error: text }));
      const over = FINAL.includes(status);
      const { due: _, ...rest } = before;
      const ended = over ? { open: false, ended_at: ask.now.toISOString() } : { open: true, ended_at: null };
      const after: ExecutionEntry = { ...rest, status, error, ...ended };
      executions(ask.store).put(after);
      return shown(ask, showExecution(after, ask.now), EXECUTION_FIELDS);
    }),
    purgeExecutions: inTenant('execution_delete', purge),
  },
  kinds: {},
  controls: { executions: setPace },
  advance: proceed,
};

export function executionListing(ask: Ask): Listing<ExecutionEntry> {
  return {
    items: visibleTo(ask, executions(ask.store)),
    show: (entry) => showExecution(entry, ask.now),
    fields: EXECUTION_FIELDS,
    searched: 'workflow_id',
    filters: { _include_system_workflows: () => true },
  };
}

function idOf(ask: Ask): string {
  return parameter(ask, 'execution_id');
}

function own(ask: Ask): ExecutionEntry {
  return findOwn(ask, executions(ask.store), idOf(ask), NOUN);
}

const startBody = object(
  { workflow_id: text, deployment_id: text },
  { parameters: nullable(isRecord), allow_custom_parameters: flag, force: flag, queue: flag, schedule: text },
);

function start(ask: Ask): ExecutionEntry {
  const { store } = ask;
  const body = bodyOf(ask, startBody);
  const deployment = findOwned(ask, deployments(store), body.deployment_id, 'Deployment');
  const parameters = parametersOf(planOf(store, deployment).workflows, deployment.id, {
    workflow: body.workflow_id,
    parameters: body.parameters ?? {},
    custom: body.allow_custom_parameters === true,
  });
  const waits = body.queue === true || body.force === true || body.schedule !== undefined;
  if (!waits && isOccupied(store, deployment.identity))
    throw new Refused(
      409,
      `The following executions are currently running for deployment ${deployment.id}. To execute this workflow anyway, pass "force=true"`,
      'existing_running_execution_error',
    );
  return begin(store, {
    tenant: ask.tenant,
    user: ask.user.username,
    workflow: body.workflow_id,
    deployment,
    parameters,
    force: body.force === true,
    visibility: deployment.visibility,
    operations: nodeInstances(store).where('owner', deployment.identity).length,
    now: ask.now,
    ...(body.schedule === undefined ? {} : { scheduledFor: scheduled(body.schedule) }),
  });
}

/** `201801032230-0500` (Conductor document, section Start Execution). */
function scheduled(text: string): string {
  const [, year, month, day, hour, minute, sign, hours, minutes] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)([+-])(\d\d)(\d\d)$/.exec(text) ?? [];
  const moment = new Date(`${year}-${month}-${day}T${hour}:${minute}:00${sign}${hours}:${minutes}`);
  if (Number.isNaN(moment.getTime())) throw new Refused(400, `${text} is not an expected datetime format`);
  return moment.toISOString();
}

/** Finished executions, except the latest `keep_last`, or only those that started before a time. */
function purge(ask: Ask) {
  const { keep_last: keep, to_datetime: until } = bodyOf(ask, object({}, { keep_last: number, to_datetime: text }));
  const wanted = [ask.query['deployment_id'] ?? []].flat();
  const over = visibleTo(ask, executions(ask.store)).filter(
    (entry) => !entry.open && (wanted.length === 0 || wanted.includes(entry.deployment_id ?? '')),
  );
  let gone: readonly ExecutionEntry[];
  if (keep !== undefined && until === undefined) gone = over.slice(0, Math.max(over.length - keep, 0));
  else if (until !== undefined && keep === undefined)
    gone = over.filter(({ created_at: at }) => Date.parse(at) <= Date.parse(until));
  else
    throw new Refused(
      400,
      'Must provide either a `to_datetime` timestamp or a `keep_last` number of executions to keep',
    );
  for (const entry of gone) executions(ask.store).remove(entry.identity);
  return ok({
    items: gone.map((entry) => showExecution(entry, ask.now)),
    metadata: { pagination: { total: gone.length, offset: 0, size: 0 } },
  });
}
