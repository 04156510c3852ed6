import type { Outcome, Problem, Reply } from './outcome.js';

export interface RetryRules {
  /** How often at most. */
  readonly retries: number;
  /** Whether doing the request twice is as doing it once. */
  readonly repeatable: boolean;
  /** From 0 to 1, for full jitter. */
  readonly random: () => number;
  readonly now: () => number;
  /** For how many milliseconds this call may still wait. */
  readonly patience: number;
}

export type Verdict =
  | {
      readonly again: false;
      /** The service asks for a pause of so many milliseconds, longer than the call may wait. */
      readonly asked?: number;
    }
  | {
      readonly again: true;
      readonly delay: number;
    };

const BASE = 250;
const LONGEST = 20_000;
/** Nobody there, a few seconds long: more likely a wrong address than a service that starts again. */
const UNREACHABLE = 4;

/** Asking again changes nothing. */
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
 * Whether to send a request again, and when. What was not done may always be repeated. What may have been done is repeated
 * only when twice is as good as once; else the caller has to look first.
 */
export function retryVerdict(outcome: Outcome, attempt: number, rules: RetryRules): Verdict {
  if (outcome.kind === 'done' || outcome.kind === 'refused') return NO;
  const { reason } = outcome.problem;
  if (reason === 'unreachable' && attempt >= UNREACHABLE) return NO;
  if (attempt >= rules.retries || FINAL.has(reason)) return NO;
  if (outcome.kind === 'unclear' && !rules.repeatable) return NO;
  const asked = pauseAskedFor(outcome.problem.reply, rules.now());
  // A little more than asked for, and not everybody at the same moment.
  const delay = asked === undefined ? backoff(attempt, rules.random) : asked + Math.round(rules.random() * BASE);
  if (delay <= rules.patience) return { again: true, delay };
  return asked === undefined ? NO : { again: false, asked };
}

/** Full jitter: anywhere between nothing and a bound that doubles. */
export function backoff(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(LONGEST, BASE * 2 ** Math.min(attempt, 10)));
}

/** A date counts by the service's own clock, where the reply shows it. */
export function pauseAskedFor(reply: Reply | undefined, now: number): number | undefined {
  const sent = httpDate(reply?.headers.get('date')?.trim() ?? '');
  return retryAfter(reply?.headers.get('retry-after') ?? null, sent ?? now);
}

/** Milliseconds to wait by a Retry-After header: seconds, or an HTTP date. Anything else asks for nothing. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = httpDate(text);
  return date === undefined ? undefined : Math.max(0, date - now);
}

/** `Thu, 01 Jan 2026 00:01:00 GMT` and the older forms; `Date.parse` alone reads `-5` as a date, too. */
function httpDate(text: string): number | undefined {
  const date = /^[A-Z][a-z]+,? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : date;
}
