import type { Json } from '../../model/index.js';
import { objectIn } from '../../model/index.js';
import type { AttributeMapping, FollowMapping, ListMapping, WaitMapping } from '../rest/mapping/definition.js';
import { PAGES } from './protocol.js';

/** How long Landform waits for an execution. Not sent to the service. */
export const PATIENCE: AttributeMapping = {
  type: 'number',
  optional: true,
  local: true,
  constraint: { type: 'integer', minimum: 1 },
  description: 'Seconds to wait for an execution. Default: 3600.',
};

/** The states of an execution (Conductor document, section Executions; those it omits are from the public source). */
const ENDED_WELL = ['terminated'];
const ENDED_BADLY = ['failed', 'cancelled'];
const UNDER_WAY = [
  'pending',
  'started',
  'queued',
  'scheduled',
  'cancelling',
  'force_cancelling',
  'kill_cancelling',
] as const;

/** Polling interval and timeout for executions. */
const PACE = {
  firstSeconds: 0.1,
  intervalSeconds: 5,
  deadlineSeconds: 3600,
  deadline: 'execution_timeout_seconds',
} as const;

/** Polls an execution, named by the parameter `execution_id`, until it has ended. */
export const UNTIL_EXECUTION_ENDS: WaitMapping & { readonly call: { readonly operation: 'getExecution' } } = {
  call: { operation: 'getExecution' },
  field: '/status',
  ready: ENDED_WELL,
  pending: UNDER_WAY,
  failed: ENDED_BADLY,
  ...PACE,
  reason: '/error',
  progress: howFar,
  explain: lastEvents('id'),
};

/** The same, whatever its end state: for operations that are meant to end it. */
export const UNTIL_EXECUTION_IS_OVER: typeof UNTIL_EXECUTION_ENDS = {
  ...UNTIL_EXECUTION_ENDS,
  ready: [...ENDED_WELL, ...ENDED_BADLY],
  failed: [],
};

/** Polls an execution group until all its executions have ended. */
export const UNTIL_EXECUTION_GROUP_ENDS: WaitMapping = {
  field: '/status',
  ready: ENDED_WELL,
  pending: UNDER_WAY,
  failed: ENDED_BADLY,
  ...PACE,
};

/** Polls a deployment update until it has ended; a preview ends at once. */
export const UNTIL_UPDATE_ENDS: WaitMapping = {
  field: '/state',
  ready: ['successful', 'preview'],
  pending: ['updating', 'executing_workflow', 'finalizing'],
  failed: ['failed'],
  ...PACE,
  explain: lastEvents('execution_id'),
};

/** Follows the execution that a member of the reply names. */
export function executionIn(member: string): FollowMapping {
  return { ...UNTIL_EXECUTION_ENDS, keeps: { execution_id: member } };
}

/** Executions of one workflow on one deployment: where a newly started one appears. */
export function executionsOf(deployment: string, workflow: ListMapping['parameters']): ListMapping {
  return {
    operation: 'listExecutions',
    parameters: { deployment_id: deployment, ...workflow },
    paging: PAGES,
  };
}

/** Whether an execution has not ended yet. */
export function isUnderWay(execution: Json): boolean {
  return UNDER_WAY.some((state) => state === objectIn(execution)['status']);
}

/** Only counted if the service counts operations. */
function howFar(execution: Json): string | undefined {
  const { total_operations: total, finished_operations: finished } = objectIn(execution);
  return typeof total === 'number' && typeof finished === 'number' && total > 0
    ? `${finished} of ${total} operations`
    : undefined;
}

const SHOWN = 3;

/** The last events of a failed execution, oldest first; `member` is its place in the reply. */
function lastEvents(member: string): NonNullable<WaitMapping['explain']> {
  return async (question, work) => {
    const events = await question.list({
      operation: 'listEvents',
      parameters: {
        execution_id: { value: objectIn(work)[member] ?? '' },
        _sort: { value: '-timestamp' },
        _size: { value: SHOWN },
      },
      paging: { style: 'whole', items: '/items' },
    });
    const said = (events ?? []).slice(0, SHOWN).map((event) => objectIn(event)['message']);
    const messages = said.filter((message) => typeof message === 'string').toReversed();
    return messages.length === 0 ? '' : `Its last events: ${messages.map((message) => `"${message}"`).join(', ')}.`;
  };
}
