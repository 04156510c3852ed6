import { setOf, type Json } from '../../model/index.js';
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
    description: 'One execution, by its id.',
    attributes: {
      id: { required: true, description: 'Id of the execution.' },
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
    description: 'Executions of workflows, those under way and those that are over.',
    operation: 'listExecutions',
    into: 'executions',
    item: 'Execution',
    sensitive: true,
    filters: {
      deployment_id: 'Only those of this deployment.',
      blueprint_id: 'Only those of deployments of this blueprint.',
      workflow_id: 'Only those of this workflow.',
      status: 'Only those in this state.',
      include_system_workflows: { ...FLAG, description: "Whether the manager's own are there too. Default: false." },
    },
    renamed: { _include_system_workflows: 'include_system_workflows' },
  }),
  conductor_execution_groups: listing({
    noun: 'list of execution groups',
    description: 'Executions of one workflow on many deployments.',
    operation: 'listExecutionGroups',
    into: 'execution_groups',
    item: 'ExecutionGroup',
    filters: { deployment_group_id: 'Only those started from this deployment group.' },
  }),
  conductor_execution_schedules: listing({
    noun: 'list of execution schedules',
    description: 'When workflows run by themselves.',
    operation: 'listExecutionSchedules',
    into: 'execution_schedules',
    item: 'ExecutionSchedule',
    sensitive: true,
    filters: { deployment_id: 'Only those of this deployment.', id: 'Only those of this name.' },
  }),
  conductor_events: listing({
    noun: 'list of events',
    description: 'What happened in executions, and lines of their logs when asked.',
    operation: 'listEvents',
    into: 'events',
    item: 'Event',
    filters: {
      blueprint_id: 'Only those about this blueprint.',
      deployment_id: 'Only those about this deployment.',
      deployment_ids: {
        type: setOf('string'),
        optional: true,
        description: 'Only those about one of these deployments.',
      },
      execution_id: 'Only those of this execution.',
      event_type: 'Only events of this type; no log lines.',
      level: 'Only log lines of this level; no events.',
      message: 'Only those whose message fits this pattern of SQL LIKE.',
      include_logs: { ...FLAG, description: 'Whether log lines are there too. Default: false.' },
      since: 'Only those from this moment on, in ISO 8601.',
      until: 'Only those up to this moment, in ISO 8601.',
    },
    renamed: {
      deployment_id: {
        attributes: ['deployment_id', 'deployment_ids'],
        make: (one, several) => (one === undefined ? several : [one, ...((several ?? []) as readonly Json[])]),
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
