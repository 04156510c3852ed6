import type { ExecutionEntry } from './running-entries.js';

export const EXECUTION_FIELDS: readonly string[] = [
  'id',
  'blueprint_id',
  'deployment_id',
  'workflow_id',
  'status',
  'status_display',
  'error',
  'parameters',
  'is_system_workflow',
  'created_at',
  'created_by',
  'started_at',
  'ended_at',
  'scheduled_for',
  'tenant_name',
  'visibility',
  'private_resource',
  'resource_availability',
  'total_operations',
  'finished_operations',
  'execution_group_id',
];

/** The progress of a running one follows from its run time. */
export function showExecution(entry: ExecutionEntry, now = new Date()): Readonly<Record<string, unknown>> {
  const { identity: _, open, due, occupies: __, schedule: ___, seconds: ____, ...kept } = entry;
  const { started_at: begun, total_operations: total, status } = entry;
  const part =
    begun === null || due === undefined
      ? Number(!open)
      : (now.getTime() - Date.parse(begun)) / Math.max(Date.parse(due) - Date.parse(begun), 1);
  return {
    ...kept,
    status_display: DISPLAYED[status] ?? status,
    finished_operations: Math.floor(total * Math.min(part, 1)),
    private_resource: entry.visibility === 'private',
    resource_availability: entry.visibility,
  };
}

const DISPLAYED: Readonly<Record<string, string>> = { terminated: 'completed' };
