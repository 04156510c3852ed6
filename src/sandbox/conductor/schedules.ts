import { parameter, bodyOf } from '../asked.js';
import { isRecord } from '../description.js';
import { flag, list, number, object, text } from '../shape.js';
import type { Shaped } from '../shape.js';
import type { Store } from '../store.js';
import type { Reply } from '../system.js';
import { inTenant } from './domain.js';
import type { Ask, Domain } from './domain.js';
import { kindOf } from './elsewhere.js';
import { identityOf } from './entries.js';
import { begin } from './executing.js';
import { listed, shown } from './list.js';
import { findOwned, isVisible, newOwned, visibleTo } from './owned.js';
import { planOf } from './plan.js';
import { moment, nextTime, refuseBadWeekdays, type Rule } from './recurrence.js';
import { noContent, Refused } from './refusal.js';
import { deployments, schedules, type ScheduleEntry } from './running-entries.js';

const FIELDS: readonly string[] = [
  'id',
  'deployment_id',
  'workflow_id',
  'parameters',
  'created_at',
  'created_by',
  'tenant_name',
  'visibility',
  'private_resource',
  'resource_availability',
  'next_occurrence',
  'since',
  'until',
  'slip',
  'rule',
  'execution_arguments',
  'stop_on_fail',
  'enabled',
];

const timing = {
  recurrence: text,
  count: number,
  weekdays: list(text),
  rrule: text,
  since: text,
  until: text,
  slip: number,
  stop_on_fail: flag,
  enabled: flag,
};

const updateBody = object({}, timing);
const createBody = object({ workflow_id: text }, { ...timing, parameters: isRecord, execution_arguments: isRecord });

type Body = Shaped<typeof updateBody>;

export const schedulesDomain: Domain = {
  operations: {
    listExecutionSchedules: inTenant('execution_schedule_list', (ask) =>
      listed(ask, { items: visibleTo(ask, schedules(ask.store)), show, fields: FIELDS, searched: 'id' }),
    ),
    getExecutionSchedule: inTenant('execution_schedule_get', (ask) => shown(ask, show(found(ask)), FIELDS)),
    createExecutionSchedule: inTenant('execution_schedule_create', create),
    updateExecutionSchedule: inTenant('execution_schedule_create', update),
    deleteExecutionSchedule: inTenant('execution_schedule_delete', (ask) => {
      schedules(ask.store).remove(found(ask).identity);
      return noContent;
    }),
  },
  kinds: {
    schedules: kindOf(
      'id',
      (now) => ({
        deployment_id: '',
        workflow_id: 'install',
        parameters: {},
        execution_arguments: {},
        since: now,
        until: null,
        rule: { recurrence: '1 day' },
        slip: 0,
        stop_on_fail: false,
        enabled: true,
        next_occurrence: null,
        runs: 0,
      }),
      ({ deployment_id: deployment }) => [String(deployment)],
    ),
  },
  advance,
};

/** The name of a schedule is unique in its deployment. */
function whereIs(ask: Ask): string {
  return identityOf(ask.tenant, deploymentOf(ask), parameter(ask, 'schedule_id'));
}

function deploymentOf(ask: Ask): string {
  return String([ask.query['deployment_id']].flat()[0]);
}

function found(ask: Ask): ScheduleEntry {
  const entry = schedules(ask.store).get(whereIs(ask));
  if (entry !== undefined && isVisible(ask, entry)) return entry;
  const name = parameter(ask, 'schedule_id');
  throw new Refused(404, `Requested \`ExecutionSchedule\` with ID \`${name}\` was not found in ${deploymentOf(ask)}`);
}

function create(ask: Ask) {
  const { store, now } = ask;
  // The public client sends null for omitted values.
  const given = Object.entries(bodyOf(ask, isRecord)).filter(([, value]) => value !== null);
  const body = bodyOf({ ...ask, body: Object.fromEntries(given) }, createBody);
  const deployment = findOwned(ask, deployments(store), deploymentOf(ask), 'Deployment');
  const id = parameter(ask, 'schedule_id');
  if (schedules(store).get(whereIs(ask)) !== undefined)
    throw new Refused(409, `ExecutionSchedule ${id} exists already in deployment ${deployment.id}`);
  if (!planOf(store, deployment).workflows.some(({ name }) => name === body.workflow_id))
    throw new Refused(
      400,
      `Workflow ${body.workflow_id} does not exist in deployment ${deployment.id}`,
      'nonexistent_workflow_error',
    );
  refuseIncomplete(body);
  if (body.since === undefined && body.rrule === undefined) throw new Refused(400, "Missing 'since'");
  const since = body.since === undefined ? now : moment(body.since);
  const entry: ScheduleEntry = timed(
    {
      ...newOwned(ask, id, deployment.visibility),
      identity: whereIs(ask),
      id,
      deployment_id: deployment.id,
      workflow_id: body.workflow_id,
      parameters: body.parameters ?? {},
      execution_arguments: argumentsOf(ask, body.execution_arguments ?? {}),
      since: since.toISOString(),
      until: body.until === undefined ? null : moment(body.until).toISOString(),
      rule: ruleOf(ask, body),
      slip: body.slip ?? 0,
      stop_on_fail: body.stop_on_fail ?? false,
      // The document knows it of changes only.
      enabled: ask.answers === 'source' ? (body.enabled ?? true) : true,
      next_occurrence: null,
      runs: 0,
    },
    now,
  );
  schedules(store).put(entry);
  return written(ask, entry);
}

/** The rule is rebuilt from the request, so changing any part of it requires the whole rule (upstream). */
function update(ask: Ask) {
  const body = bodyOf(ask, updateBody);
  const before = found(ask);
  const timing = ['since', 'until', 'recurrence', 'count', 'weekdays', 'rrule', 'slip'].some((name) => name in body);
  if (timing) refuseIncomplete(body);
  const entry: ScheduleEntry = {
    ...before,
    since: body.since === undefined ? before.since : moment(body.since).toISOString(),
    until: body.until === undefined ? before.until : moment(body.until).toISOString(),
    rule: timing ? ruleOf(ask, body, before.rule) : before.rule,
    slip: body.slip ?? before.slip,
    stop_on_fail: body.stop_on_fail ?? before.stop_on_fail,
    enabled: body.enabled ?? before.enabled,
  };
  const after = timed(entry, ask.now);
  schedules(ask.store).put(after);
  return written(ask, after);
}

function refuseIncomplete(body: Body): void {
  if (body.rrule !== undefined && [body.recurrence, body.count, body.weekdays].some((part) => part !== undefined))
    throw new Refused(400, '`rrule` cannot be provided alongside `recurrence`, `weekdays` or `count`');
  if (body.rrule === undefined && body.recurrence === undefined && body.count !== 1)
    throw new Refused(400, 'recurrence must be specified for execution count larger than 1');
}

/** The manager's source also answers 201 to a change. */
function written(ask: Ask, entry: ScheduleEntry): Reply {
  const reply = shown(ask, show(entry), FIELDS);
  return ask.answers === 'source' ? { ...reply, status: 201 } : reply;
}

/** In the source, setting one argument sets defaults for all of them, and unknown ones are dropped. */
function argumentsOf({ answers }: Ask, given: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (answers !== 'source' || Object.keys(given).length === 0) return given;
  return {
    allow_custom_parameters: given['allow_custom_parameters'] ?? false,
    force: given['force'] ?? false,
    is_dry_run: given['dry_run'] ?? false,
    wait_after_fail: given['wait_after_fail'] ?? 600,
  };
}

/**
 * In the source, weekdays are stored in upper case, and an omitted part is null, or keeps its value when another part
 * changes.
 */
function ruleOf({ answers }: Ask, { recurrence, count, weekdays, rrule }: Body, before: Rule = {}): Rule {
  refuseBadWeekdays(weekdays, recurrence ?? (answers === 'source' ? before.recurrence : undefined));
  if (answers === 'source')
    return rrule === undefined
      ? {
          recurrence: recurrence ?? before.recurrence ?? null,
          count: count ?? before.count ?? null,
          weekdays: weekdays?.map((day) => day.toUpperCase()) ?? before.weekdays ?? null,
        }
      : { rrule };
  return {
    ...(recurrence === undefined ? {} : { recurrence }),
    ...(count === undefined ? {} : { count }),
    ...(weekdays === undefined ? {} : { weekdays }),
    ...(rrule === undefined ? {} : { rrule }),
  };
}

function timed(entry: ScheduleEntry, after: Date): ScheduleEntry {
  const timing = {
    rule: entry.rule,
    since: new Date(entry.since),
    until: entry.until === null ? undefined : new Date(entry.until),
    runs: entry.runs,
  };
  return { ...entry, next_occurrence: nextTime(timing, after)?.toISOString() ?? null };
}

/** Starts the workflows that are due. One that is later than its slip allows is skipped. */
function advance(store: Store, now: Date): void {
  for (const entry of schedules(store).all()) {
    if (!entry.enabled || entry.next_occurrence === null || entry.next_occurrence > now.toISOString()) continue;
    const late = now.getTime() - Date.parse(entry.next_occurrence);
    const inTime = late <= Math.max(entry.slip * 60_000, 60_000);
    if (inTime) fire(store, entry, now);
    schedules(store).put(timed({ ...entry, runs: entry.runs + 1 }, now));
  }
}

function fire(store: Store, entry: ScheduleEntry, now: Date): void {
  const deployment = deployments(store).get(identityOf(entry.tenant_name, entry.deployment_id));
  if (deployment === undefined) return;
  begin(store, {
    tenant: entry.tenant_name,
    user: entry.created_by,
    workflow: entry.workflow_id,
    deployment,
    parameters: entry.parameters,
    force: entry.execution_arguments['force'] === true,
    visibility: entry.visibility,
    schedule: entry.identity,
    now,
  });
}

function show({ identity: _, runs: __, ...kept }: ScheduleEntry): Readonly<Record<string, unknown>> {
  return { ...kept, private_resource: kept.visibility === 'private', resource_availability: kept.visibility };
}
