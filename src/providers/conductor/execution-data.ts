import { setOf, listIn } from '../../model/index.js';
import type { AttributeMapping, DataSourceMapping } from '../rest/mapping/definition.js';
import { listing } from './deployment-data.js';
import { IN_TENANT, TENANT } from './protocol.js';

const FLAG: AttributeMapping = { type: 'bool', optional: true };

const SHOWN = [
  'blueprint_id',
  'deployment_id',
  'workflow_id',
  'status',
  'error',
  'created_at',
  'created_by',
  'started_at',
  'ended_at',
  'scheduled_for',
] as const;

export const executionDataSources: Readonly<Record<string, DataSourceMapping>> = {
  conductor_execution: {
    noun: 'execution',
    description: 'One execution, by its ID.',
    attributes: {
      id: { required: true, description: 'ID of the execution.' },
      tenant: TENANT,
      ...Object.fromEntries(SHOWN.map((name) => [name, { computed: true }])),
      is_system_workflow: { type: 'bool', computed: true },
      parameters: { type: 'dynamic', computed: true, sensitive: true },
    },
    parameters: { ...IN_TENANT, execution_id: 'id' },
    one: {
      call: { operation: 'getExecution' },
      reply: Object.fromEntries([...SHOWN, 'is_system_workflow', 'parameters'].map((name) => [name, `/${name}`])),
    },
  },
  conductor_executions: listing({
    noun: 'list of executions',
    description: 'Workflow executions, running and finished.',
    operation: 'listExecutions',
    into: 'executions',
    item: 'Execution',
    sensitive: true,
    filters: {
      deployment_id: 'Only results for this deployment.',
      blueprint_id: 'Only results for deployments of this blueprint.',
      workflow_id: 'Only results for this workflow.',
      status: 'Only results in this state.',
      include_system_workflows: {
        ...FLAG,
        description: "Whether to include the manager's own executions. Default: false.",
      },
    },
    renamed: { _include_system_workflows: 'include_system_workflows' },
  }),
  conductor_execution_groups: listing({
    noun: 'list of execution groups',
    description: 'Executions of one workflow on several deployments.',
    operation: 'listExecutionGroups',
    into: 'execution_groups',
    item: 'ExecutionGroup',
    filters: { deployment_group_id: 'Only executions started from this deployment group.' },
  }),
  conductor_execution_schedules: listing({
    noun: 'list of execution schedules',
    description: 'The schedules on which workflows run.',
    operation: 'listExecutionSchedules',
    into: 'execution_schedules',
    item: 'ExecutionSchedule',
    sensitive: true,
    filters: { deployment_id: 'Only results for this deployment.', id: 'Only results with this name.' },
  }),
  conductor_events: listing({
    noun: 'list of events',
    description: 'Events of executions, and their log lines if requested.',
    operation: 'listEvents',
    into: 'events',
    item: 'Event',
    filters: {
      blueprint_id: 'Only results about this blueprint.',
      deployment_id: 'Only results about this deployment.',
      deployment_ids: {
        type: setOf('string'),
        optional: true,
        description: 'Only results about one of these deployments.',
      },
      execution_id: 'Only results for this execution.',
      event_type: 'Only events of this type; no log lines.',
      level: 'Only log lines with this level; no events.',
      message: 'Only results whose message matches this SQL LIKE pattern.',
      include_logs: { ...FLAG, description: 'Whether to include log lines. Default: false.' },
      since: 'Only results at or after this time, in ISO 8601 format.',
      until: 'Only results at or before this time, in ISO 8601 format.',
    },
    renamed: {
      deployment_id: {
        attributes: ['deployment_id', 'deployment_ids'],
        make: (one, several) => (one === undefined ? several : [one, ...listIn(several)]),
      },
      _range: {
        attributes: ['since', 'until'],
        make: (since, until) =>
          since === undefined && until === undefined ? undefined : `timestamp,${stringOf(since)},${stringOf(until)}`,
      },
    },
  }),
};

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
