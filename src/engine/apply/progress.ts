import {
  Sensitive,
  isObjectValue,
  type Action,
  type ResourceChange,
  type Schema,
  type Value,
} from '../../model/index.js';
import type { ApplyResponse } from '../../providers/requests.js';
import type { ApplyRun } from './run.js';

/** Tells about a call: that it began, what it waits for, and how it ended. Signs of life in between are the renderer's. */
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
  const about = (
    value: Value,
  ): { address: string; action: Action; deposed?: string; id?: { key: string; value: string }; elapsedMs: number } => {
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
    response = await call((waitingFor) => emit({ type: 'apply-progress', waitingFor, ...about(change.before) }));
  } catch (error) {
    emit({ type: 'apply-errored', ...about(change.before) });
    throw error;
  }
  const failed = response.diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  emit({ type: failed ? 'apply-errored' : 'apply-complete', ...about(response.state ?? change.before) });
  return response;
}

/** The attribute people know an object by: `id`, `name` or `identity`, when it is a string that may be shown. */
function identify(value: Value, schema: Schema): { key: string; value: string } | undefined {
  const plain = value instanceof Sensitive ? null : value;
  if (plain === null || !isObjectValue(plain)) return undefined;
  for (const key of ['id', 'identity', 'name']) {
    const found = Object.hasOwn(plain, key) ? plain[key] : undefined;
    if (typeof found === 'string' && schema.block.attributes[key]?.sensitive !== true) return { key, value: found };
  }
  return undefined;
}
