import type { Outcome, Problem, Reply } from './outcome.js';

export interface RetryRules {
  /** Maximum number of retries. */
  readonly retries: number;
  /** Whether sending the request twice has the same effect as once. */
  readonly repeatable: boolean;
  /** From 0 to 1, for full jitter. */
  readonly random: () => number;
  readonly now: () => number;
  /** How many milliseconds this call may still wait. */
  readonly patience: number;
}

export type Verdict =
  | {
      readonly again: false;
      /** The service asks for a pause of this many milliseconds, longer than the call may take. */
      readonly asked?: number;
    }
  | {
      readonly again: true;
      readonly delay: number;
    };

const BASE = 250;
const LONGEST = 20_000;
/** The host has not answered for a few seconds: more likely a wrong address than a service that is restarting. */
const UNREACHABLE = 4;

/** Retrying changes nothing. */
const FINAL: ReadonlySet<Problem['reason']> = new Set([
  'stopped',
  'login',
  'credentials',
  'redirected',
  'excess',
  'upgrade',
]);

const NO: Verdict = { again: false };

/**
 * Whether and when to retry a request. A request that had no effect may always be retried. One that may have had an
 * effect is only retried if it is idempotent; otherwise the caller has to check first.
 */
export function retryVerdict(outcome: Outcome, attempt: number, rules: RetryRules): Verdict {
  if (outcome.kind === 'done' || outcome.kind === 'refused') return NO;
  const { reason } = outcome.problem;
  if (reason === 'unreachable' && attempt >= UNREACHABLE) return NO;
  if (attempt >= rules.retries || FINAL.has(reason)) return NO;
  if (outcome.kind === 'unclear' && !rules.repeatable) return NO;
  const asked = pauseAskedFor(outcome.problem.reply, rules.now());
  // A little longer than requested, with jitter so that clients do not all return at once.
  const delay = asked === undefined ? backoff(attempt, rules.random) : asked + Math.round(rules.random() * BASE);
  if (delay <= rules.patience) return { again: true, delay };
  return asked === undefined ? NO : { again: false, asked };
}

/** Full jitter: anywhere between zero and a bound that doubles. */
export function backoff(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(LONGEST, BASE * 2 ** Math.min(attempt, 10)));
}

/** A date is relative to the service's clock, if the reply shows it. */
export function pauseAskedFor(reply: Reply | undefined, now: number): number | undefined {
  const sent = httpDate(reply?.headers.get('date')?.trim() ?? '');
  return retryAfter(reply?.headers.get('retry-after') ?? null, sent ?? now);
}

/** Milliseconds to wait according to a Retry-After header: seconds, or an HTTP date. Any other value is ignored. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = httpDate(text);
  return date === undefined ? undefined : Math.max(0, date - now);
}

/** `Thu, 01 Jan 2026 00:01:00 GMT` and the older forms; `Date.parse` alone would also accept `-5` as a date. */
function httpDate(text: string): number | undefined {
  const date = /^[A-Z][a-z]+,? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : date;
}
