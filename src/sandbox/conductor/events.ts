import type { Store } from '../store.js';
import { inTenant } from './domain.js';
import type { Domain } from './domain.js';
import { identityOf } from './entries.js';
import { listed } from './list.js';
import { visibleTo } from './owned.js';
import { events } from './running-entries.js';
import type { EventEntry, ExecutionEntry } from './running-entries.js';

type Said = Pick<EventEntry, 'message'> &
  Partial<Pick<EventEntry, 'event_type' | 'level' | 'node_instance_id' | 'node_name' | 'operation' | 'error_causes'>>;

/** Records an event of an execution, or a line of its log if it has a level. */
export function happened(store: Store, execution: ExecutionEntry, now: Date, said: Said): void {
  events(store).put({
    identity: identityOf(execution.tenant_name, store.newIdentity()),
    tenant_name: execution.tenant_name,
    visibility: execution.visibility,
    created_by: execution.created_by,
    created_at: now.toISOString(),
    execution_id: execution.id,
    deployment_id: execution.deployment_id,
    blueprint_id: execution.blueprint_id,
    workflow_id: execution.workflow_id,
    type: said.level === undefined ? 'cloudify_event' : 'cloudify_log',
    event_type: null,
    level: null,
    node_instance_id: null,
    node_name: null,
    operation: null,
    error_causes: null,
    ...said,
    timestamp: now.toISOString(),
  });
}

const FIELDS = [
  'blueprint_id',
  'deployment_id',
  'error_causes',
  'event_type',
  'execution_id',
  'level',
  'logger',
  'message',
  'node_instance_id',
  'node_name',
  'operation',
  'reported_timestamp',
  'timestamp',
  'type',
  'workflow_id',
  'manager_name',
  'agent_name',
];

/** An event has no level, and a log line has neither type nor causes (Conductor document, section Events). */
function show(event: EventEntry): Readonly<Record<string, unknown>> {
  const { blueprint_id, deployment_id, execution_id, message, node_instance_id, node_name, operation } = event;
  const own =
    event.type === 'cloudify_event'
      ? { event_type: event.event_type, error_causes: event.error_causes }
      : { level: event.level, logger: event.execution_id };
  return {
    blueprint_id,
    deployment_id,
    execution_id,
    message,
    node_instance_id,
    node_name,
    operation,
    ...own,
    reported_timestamp: event.timestamp,
    timestamp: event.timestamp,
    type: event.type,
    workflow_id: event.workflow_id,
    manager_name: 'sandbox',
    agent_name: null,
  };
}

/** `%` matches any text and `_` one character, ignoring case. */
function like(pattern: string): RegExp {
  const escaped = pattern.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('%', '.*').replaceAll('_', '.')}$`, 'is');
}

export const eventsDomain: Domain = {
  operations: {
    listEvents: inTenant('event_list', (ask) => {
      const logs = ask.query['include_logs'] === true || ask.query['level'] !== undefined;
      const items = visibleTo(ask, events(ask.store)).filter(({ type }) => logs || type === 'cloudify_event');
      return listed(ask, {
        items,
        show,
        fields: FIELDS,
        filters: {
          message: ({ message }, wanted) => wanted.some((pattern) => like(pattern).test(message)),
          include_logs: () => true,
        },
      });
    }),
  },
  kinds: {},
};
