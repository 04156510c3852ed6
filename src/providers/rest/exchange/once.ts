import type { HttpRequest } from '../http/client.js';
import type { Outcome } from '../http/outcome.js';
import type { CallMapping } from '../mapping/definition.js';

interface Keyed {
  readonly requestKey?: string;
}

/** Each call of an intent has its own key, which stays the same when the intent is carried out again. */
const keyOf = (requestKey: string, operation: string): string => `${requestKey}-${operation}`;

/** The call, with its idempotency key in the body if the service expects it there. */
export function withKey<Call extends Pick<CallMapping, 'operation' | 'onceBy' | 'body'>>(
  call: Call,
  { requestKey }: Keyed,
): Call {
  const { onceBy, body } = call;
  if (requestKey === undefined || onceBy === undefined || !('at' in onceBy)) return call;
  const fields = body !== undefined && 'json' in body ? body.json : {};
  return { ...call, body: { ...body, json: { ...fields, [onceBy.at]: { value: keyOf(requestKey, call.operation) } } } };
}

/**
 * The request, with its idempotency key in a header if the service expects it there. A request with a key is safe to
 * send twice.
 */
export function keyed(
  request: HttpRequest,
  { onceBy, operation }: Pick<CallMapping, 'operation' | 'onceBy'>,
  { requestKey }: Keyed,
): HttpRequest {
  if (requestKey === undefined || onceBy === undefined) return request;
  const headers =
    'header' in onceBy ? { ...request.headers, [onceBy.header]: keyOf(requestKey, operation) } : { ...request.headers };
  return { ...request, headers, repeatable: true };
}

/** A refusal because the first request with this key is still running leaves the outcome of that request open. */
export function stillWorking({ onceBy }: Pick<CallMapping, 'onceBy'>, outcome: Outcome, now: number): Outcome {
  if (outcome.kind !== 'refused' || onceBy?.working?.includes(outcome.reply.status) !== true) return outcome;
  const { reply, late = now } = outcome;
  return { kind: 'unclear', problem: { reason: 'failed', message: `status ${reply.status}`, reply }, late };
}
