import {
  hasErrors,
  type Action,
  type ObjectEvent,
  type ResourceChange,
  type Schema,
  type Value,
} from '../../model/index.js';
import type { ApplyResponse } from '../../providers/requests.js';
import { identify } from '../identify.js';
import type { ApplyRun } from './run.js';

/** Reports the start, waits and end of a call. The renderer adds signs of life in between. */
export async function withProgress(
  run: ApplyRun,
  change: ResourceChange,
  action: Action,
  schema: Schema,
  call: (progress: (waitingFor: string) => void) => Promise<ApplyResponse>,
  deposed?: string,
): Promise<ApplyResponse> {
  const { emit, clock } = run.context;
  const started = clock();
  const about = (value: Value): ObjectEvent => {
    const id = identify(value, schema);
    return {
      address: change.address,
      action,
      ...(deposed === undefined ? {} : { deposed }),
      ...(id === undefined ? {} : { id }),
      elapsedMs: clock() - started,
    };
  };
  emit({ type: 'apply-start', ...about(change.before) });
  let response: ApplyResponse;
  try {
    const progress = (waitingFor: string): void =>
      emit({ type: 'apply-progress', waitingFor, ...about(change.before) });
    response = await run.limit(() => call(progress));
  } catch (error) {
    emit({ type: 'apply-errored', ...about(change.before) });
    throw error;
  }
  const failed = hasErrors(response.diagnostics);
  emit({ type: failed ? 'apply-errored' : 'apply-complete', ...about(response.state ?? change.before) });
  return response;
}
