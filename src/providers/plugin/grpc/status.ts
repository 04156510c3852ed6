import type { IncomingHttpHeaders } from 'node:http2';
import { CallFailed } from './call-failed.js';

/** How a call has ended: the code is 0 if it went well. */
export interface Status {
  readonly code: number;
  readonly message: string;
}

const CANCELLED = 1;
const UNIMPLEMENTED = 12;
const UNAVAILABLE = 14;

/** The status among the headers that end a stream; undefined if they have none. */
export function statusOf(headers: IncomingHttpHeaders): Status | undefined {
  const code = headers['grpc-status'];
  if (typeof code !== 'string' || !/^\d{1,9}$/.test(code)) return undefined;
  const message = headers['grpc-message'];
  return { code: Number(code), message: typeof message === 'string' ? decoded(message) : '' };
}

/** Messages are percent-encoded; one that is not is shown as it is. */
function decoded(message: string): string {
  try {
    return decodeURIComponent(message);
  } catch {
    return message;
  }
}

/** Why a call with this status has failed; undefined if it has not. */
export function failureOf({ code, message }: Status): CallFailed | undefined {
  if (code === 0) return undefined;
  const reason = message === '' ? `it answered with the status ${code}` : message;
  if (code === UNIMPLEMENTED) return new CallFailed('unimplemented', reason);
  if (code === UNAVAILABLE) return new CallFailed('lost', reason);
  if (code === CANCELLED) return new CallFailed('cancelled', reason);
  return new CallFailed('refused', reason);
}

/** Why a call without a status has failed: what answered was an HTTP server, but not one of gRPC. */
export function httpFailure(status: number | undefined): CallFailed {
  if (status === undefined) return new CallFailed('refused', 'it ended the call without an answer');
  if (status === 404) return new CallFailed('unimplemented', 'it does not know the call');
  if (status === 200) return new CallFailed('refused', 'it ended the call without a status');
  return new CallFailed('refused', `it answered with the HTTP status ${status}`);
}
