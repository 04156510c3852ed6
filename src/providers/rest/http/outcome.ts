import type { Json } from '../../../model/index.js';
import { LimitExceeded } from './limits.js';

/** Names in any case; repeated values are joined by commas. */
export type AnswerHeaders = Pick<Headers, 'get' | 'has' | 'keys'>;

/** A reply received from the network. */
export interface Reply {
  readonly status: number;
  readonly headers: AnswerHeaders;
  /** The body as JSON; undefined if there is none or it is not JSON. */
  readonly body: Json | undefined;
  readonly text: string;
}

/** Why there is no reply, or none that is conclusive. */
export interface Problem {
  readonly reason:
    | 'unreachable'
    | 'throttled'
    | 'timeout'
    | 'dropped'
    | 'failed'
    | 'redirected'
    | 'stopped'
    | 'login'
    /** None of the ways that the operation accepts is configured. */
    | 'credentials'
    /** The reply exceeds a limit. */
    | 'excess'
    /** The reply has a status below 200 after which no HTTP follows. */
    | 'upgrade';
  /** Redacted and safe to show. */
  readonly message: string;
  /** The service asks for a longer pause than the call may take; for use in a sentence. */
  readonly pause?: string;
  readonly reply?: Reply | undefined;
  /** The request was for a token: its address, the credentials to check, and the reply. */
  readonly login?: {
    readonly address: string;
    readonly credentials: string | undefined;
    readonly said?: string | undefined;
  };
}

/** The outcome of a request, by what may have happened in the service. */
export type Outcome = Ended & Late;

export type Failure = Exclude<Outcome, { kind: 'done' }>;

interface Late {
  /**
   * Monotonic time of the last request of this call that may still be carried out although this is not its reply.
   * Absent if there is none.
   */
  readonly late?: number;
}

type Ended =
  /** Done, and answered with 2xx. */
  | { readonly kind: 'done'; readonly reply: Reply }
  /** Not done: the service refused (4xx), or it was only a read and the object is elsewhere (3xx). */
  | { readonly kind: 'refused'; readonly reply: Reply }
  /** Not done: it never reached the service, or the service was too busy to handle it. */
  | { readonly kind: 'undone'; readonly problem: Problem }
  /** Perhaps done. */
  | { readonly kind: 'unclear'; readonly problem: Problem };

/** Failures before a connection is established: nothing can have been done. */
const BEFORE_SENDING = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'PROXY_REFUSED',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

/** Classifies an error thrown by `fetch`. */
export function outcomeOfError(error: unknown): Outcome {
  if (error instanceof LimitExceeded) return { kind: 'unclear', problem: { reason: 'excess', message: error.message } };
  const { code, message } = rootCause(error);
  if (code !== undefined && BEFORE_SENDING.has(code)) {
    return { kind: 'undone', problem: { reason: 'unreachable', message: `${message} (${code})` } };
  }
  return {
    kind: 'unclear',
    problem: { reason: 'dropped', message: code === undefined ? message : `${message} (${code})` },
  };
}

export function outcomeOfReply(reply: Reply, method = 'GET'): Outcome {
  if (reply.status < 200)
    return { kind: 'unclear', problem: { reason: 'upgrade', message: `status ${reply.status}`, reply } };
  if (reply.status < 300) return { kind: 'done', reply };
  if (reply.status === 429 || (reply.status === 503 && reply.headers.has('retry-after'))) {
    return { kind: 'undone', problem: { reason: 'throttled', message: `status ${reply.status}`, reply } };
  }
  if (reply.status >= 500 || reply.status === 408) {
    return { kind: 'unclear', problem: { reason: 'failed', message: `status ${reply.status}`, reply } };
  }
  const reads = method === 'GET' || method === 'HEAD';
  // A redirect may also point to an object that was just created.
  if (reply.status < 400 && !reads) {
    return { kind: 'unclear', problem: { reason: 'redirected', message: `status ${reply.status}`, reply } };
  }
  return { kind: 'refused', reply };
}

function rootCause(error: unknown): { readonly code: string | undefined; readonly message: string } {
  let here: unknown = error;
  let code: string | undefined;
  let message = '';
  for (let depth = 0; depth < 5 && typeof here === 'object' && here !== null; depth++) {
    if ('code' in here && typeof here.code === 'string') ({ code } = here);
    if ('message' in here && typeof here.message === 'string' && here.message !== '') ({ message } = here);
    const cause = 'cause' in here ? here.cause : undefined;
    // A host with several IP addresses gives an error for each.
    here = cause ?? (here instanceof AggregateError ? here.errors[0] : undefined);
  }
  return { code, message: message === '' ? String(error) : message };
}
