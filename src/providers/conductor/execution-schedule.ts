import {
  isNull,
  Unknown,
  errorDiagnostic,
  listOf,
  plainJson,
  type Diagnostic,
  type Json,
  type Value,
  isJsonList,
} from '../../model/index.js';
import { pointerGet } from '../rest/pointer.js';
import type { AttributeMapping, FieldMapping, Known, Part, ResourceMapping } from '../rest/mapping/definition.js';
import { momentShown, recurrenceOf, recurrenceShown } from './moment.js';
import { IN_TENANT, MANAGER_IS_THERE, TENANT } from './protocol.js';
import { isTakenOut } from './sharing.js';

/** Omitted beside others, it is set by the manager. */
const ARGUMENT: AttributeMapping = { type: 'bool', optional: true, same: 'filled-in' };

/**
 * `mo`, or with a monthly or yearly recurrence `2mo` and `l-fr` (Conductor document, section Create Execution
 * Schedule).
 */
const WEEKDAY = '^([1-4]|l-)?(su|mo|tu|we|th|fr|sa)$';

/** A PATCH rebuilds the rule from the values it contains, so all of them are sent whatever changed. */
const RULE = {
  '/since': 'since',
  '/until': 'until',
  '/recurrence': 'recurrence',
  // Terraform reserves `count`.
  '/count': 'max_count',
  '/weekdays': 'weekdays',
  '/rrule': 'rrule',
  '/slip': 'slip',
  '/stop_on_fail': 'stop_on_fail',
} as const satisfies Readonly<Record<string, Part>>;

const RULE_ATTRIBUTES = Object.values(RULE).filter((name) => name !== 'slip' && name !== 'stop_on_fail');

export const executionSchedule: ResourceMapping = {
  noun: 'execution schedule',
  label: 'id',
  description: 'Runs a workflow of a deployment at a given time, or repeatedly.',
  attributes: {
    id: { required: true, replaces: true, description: 'Name of the schedule, unique for its deployment.' },
    deployment_id: { required: true, replaces: true, description: 'The deployment that the workflow runs on.' },
    tenant: TENANT,
    workflow_id: { required: true },
    parameters: { type: 'dynamic', optional: true, sensitive: true },
    allow_custom_parameters: ARGUMENT,
    force: ARGUMENT,
    dry_run: ARGUMENT,
    wait_after_fail: { ...ARGUMENT, type: 'number' },
    queue: ARGUMENT,
    since: { optional: true, replacesWhen: isTakenOut },
    until: { optional: true, replacesWhen: isTakenOut },
    recurrence: { optional: true, replacesWhen: isTakenOut },
    max_count: { type: 'number', optional: true, replacesWhen: isTakenOut },
    weekdays: {
      type: listOf('string'),
      optional: true,
      replacesWhen: isTakenOut,
      // Shown in upper case.
      same: 'any-case',
      constraint: { items: { pattern: WEEKDAY } },
    },
    rrule: { optional: true, replacesWhen: isTakenOut },
    slip: { type: 'number', optional: true, computed: true, default: { value: 0 } },
    stop_on_fail: { type: 'bool', optional: true, computed: true, default: { value: false } },
    enabled: {
      type: 'bool',
      optional: true,
      computed: true,
      default: { value: true },
      description:
        'Whether it runs. A manager that creates every schedule enabled is asked to switch it off right after; an occurrence in the moment between the two requests would start the workflow, so set `since` to a later time.',
    },
    next_occurrence: {
      computed: true,
      changesWith: [...RULE_ATTRIBUTES, 'enabled'],
      description: 'Next run, as of the last change by Landform.',
    },
    created_at: { computed: true },
    created_by: { computed: true },
  },
  parameters: { ...IN_TENANT, schedule_id: 'id', deployment_id: 'deployment_id' },
  reply: {
    id: '/id',
    deployment_id: '/deployment_id',
    workflow_id: '/workflow_id',
    parameters: '/parameters',
    allow_custom_parameters: argument('allow_custom_parameters', false),
    force: argument('force', false),
    // Sent under one name and stored under another (public source).
    dry_run: argument('dry_run', false, 'is_dry_run'),
    wait_after_fail: argument('wait_after_fail', 600),
    queue: argument('queue', false),
    since: { at: '/since', decode: sinceShown },
    until: { at: '/until', decode: momentShown },
    recurrence: { at: '/rule/recurrence', decode: recurrenceShown, missing: 'keep' },
    max_count: { at: '/rule/count', missing: 'keep' },
    weekdays: { at: '/rule/weekdays', decode: inLowerCase, missing: 'keep' },
    rrule: { at: '/rule/rrule', missing: 'keep' },
    slip: { at: '/slip', missing: 'keep' },
    stop_on_fail: '/stop_on_fail',
    enabled: '/enabled',
    // It advances by itself, which is not drift.
    next_occurrence: { at: '/next_occurrence', decode: (shown, { value }) => value ?? shown },
    created_at: '/created_at',
    created_by: '/created_by',
  },
  identity: ['tenant', 'deployment_id', 'id'],
  imports: ['tenant/deployment_id/id', 'deployment_id/id'],
  create: {
    operation: 'createExecutionSchedule',
    // The first request takes its name.
    repeatable: false,
    body: {
      json: {
        '/workflow_id': 'workflow_id',
        '/parameters': 'parameters',
        '/execution_arguments/allow_custom_parameters': 'allow_custom_parameters',
        '/execution_arguments/force': 'force',
        '/execution_arguments/dry_run': 'dry_run',
        '/execution_arguments/wait_after_fail': 'wait_after_fail',
        '/execution_arguments/queue': 'queue',
        // The public client sends it, but the document does not mention it. If a manager ignores it, an update follows.
        '/enabled': { attributes: ['enabled'], make: (enabled) => (enabled === false ? false : undefined) },
        ...RULE,
      },
    },
  },
  read: { call: { operation: 'getExecutionSchedule' }, confirmGone: MANAGER_IS_THERE },
  updates: [
    {
      operation: 'updateExecutionSchedule',
      // The body sets absolute values, so it may be sent twice.
      repeatable: true,
      send: 'all',
      insists: ['enabled'],
      body: { json: { ...RULE, '/enabled': 'enabled' } },
    },
  ],
  remove: { operation: 'deleteExecutionSchedule' },
  removedWith: [{ type: 'conductor_deployment', by: { deployment_id: 'id', tenant: 'tenant' } }],
  locate: { match: ['workflow_id'] },
  check: checkRule,
};

/**
 * An execution argument. An imported value that equals the manager's default may or may not have been set explicitly.
 */
function argument(name: string, filledIn: Json, kept = name): FieldMapping {
  return {
    at: '/execution_arguments',
    decode: (shown, { imported }) => {
      const given = pointerGet(shown, `/${kept}`) ?? pointerGet(shown, `/${name}`);
      return imported && given === filledIn ? undefined : given;
    },
    missing: 'keep',
  };
}

function inLowerCase(days: Json): Json {
  return isJsonList(days) ? days.map((day) => (typeof day === 'string' ? day.toLowerCase() : day)) : days;
}

/** With an iCalendar rule, the manager invents a start time, which the configuration did not set. */
function sinceShown(shown: Json, known: Known): Json | undefined {
  return known.value === undefined && !known.imported ? undefined : momentShown(shown, known);
}

/** The document's rules for the whole: which parts require each other, and which exclude each other. */
function checkRule(config: Readonly<Record<string, Value>>): readonly Diagnostic[] {
  const given = (name: string): boolean => !isNull(config[name] ?? null);
  if (RULE_ATTRIBUTES.some((name) => config[name] instanceof Unknown)) return [];
  const problems: Diagnostic[] = [];
  const excluded = ['recurrence', 'max_count', 'weekdays'].filter(given);
  if (given('rrule') && excluded.length > 0)
    problems.push(wrong('rrule', `rrule cannot be combined with ${excluded.join(', ')}`, 'Remove one or the other.'));
  if (!given('rrule') && !given('since'))
    problems.push(wrong('since', 'A schedule without rrule needs since', 'Set since to the time of the earliest run.'));
  if (!given('rrule') && !given('recurrence') && jsonOf(config['max_count']) !== 1)
    problems.push(wrong('recurrence', 'The schedule has no recurrence', 'Set recurrence or rrule, or max_count to 1.'));
  const weekdays = jsonOf(config['weekdays']);
  const unit = recurrenceOf(jsonOf(config['recurrence']) ?? '')?.unit;
  const ofMonth = Array.isArray(weekdays) && weekdays.some((day) => String(day).length > 2);
  if (ofMonth && unit !== 'month' && unit !== 'year')
    problems.push(
      wrong('weekdays', 'Weekdays of a month need a monthly or yearly recurrence', 'Change either of them.'),
    );
  return problems;
}

function wrong(name: string, summary: string, detail: string): Diagnostic {
  return errorDiagnostic('invalid-value', summary, { detail, path: [name] });
}

function jsonOf(value: Value | undefined): Json | undefined {
  return value === undefined || isNull(value) || value instanceof Unknown ? undefined : plainJson(value);
}
