import type { Json } from '../../../model/index.js';
import { LimitExceeded } from './limits.js';

/** Names in any case; several values of one name are joined by commas. */
export type AnswerHeaders = Pick<Headers, 'get' | 'has'>;

/** An answer that came over the wire. */
export interface Reply {
  readonly status: number;
  readonly headers: AnswerHeaders;
  /** The body as JSON; undefined when there is none or it is no JSON. */
  readonly body: Json | undefined;
  readonly text: string;
}

/** Why there is no answer, or none that says what happened. */
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
    /** Nothing that the operation accepts is configured. */
    | 'credentials'
    /** The reply exceeds a limit. */
    | 'excess'
    /** The reply is one of the statuses below 200, after which no HTTP follows. */
    | 'upgrade';
  /** Without secrets and fit to be shown. */
  readonly message: string;
  /** The service asks for a longer pause than the call may wait: in a sentence. */
  readonly pause?: string;
  readonly reply?: Reply | undefined;
  /** It is about the request for a token: where that went, what may be wrong with it, and what the answer says. */
  readonly login?: {
    readonly address: string;
    readonly credentials: string | undefined;
    readonly said?: string | undefined;
  };
}

/** What became of a request, told by what may have happened at the other end. */
export type Outcome = Ended & Late;

export type Failure = Exclude<Outcome, { kind: 'done' }>;

interface Late {
  /**
   * By the clock's ticks: when the last request of this call was sent that may still be carried out, though this is not its answer.
   * Absent when there is none.
   */
  readonly late?: number;
}

type Ended =
  /** Done, and answered with 2xx. */
  | { readonly kind: 'done'; readonly reply: Reply }
  /** Not done: the service says no (4xx), or it was only asked to read and is elsewhere (3xx). */
  | { readonly kind: 'refused'; readonly reply: Reply }
  /** Not done: it never reached the service, or the service was too busy to look at it. */
  | { readonly kind: 'undone'; readonly problem: Problem }
  /** Perhaps done. */
  | { readonly kind: 'unclear'; readonly problem: Problem };

/** Failures before a connection stands: nothing can have been done. */
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

/** What an error thrown by `fetch` says about the request. */
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
  // "Look there" may well be said of what has just been made.
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
    const { code: own, message: words, cause } = here as { code?: unknown; message?: unknown; cause?: unknown };
    if (typeof own === 'string') code = own;
    if (typeof words === 'string' && words !== '') message = words;
    // An address with several numbers gives an error for each.
    here = cause ?? (here instanceof AggregateError ? here.errors[0] : undefined);
  }
  return { code, message: message === '' ? String(error) : message };
}
