import type { Outcome } from './outcome.js';

export interface RetryRules {
  /** How often at most. */
  readonly retries: number;
  /** Whether doing the request twice is as doing it once. */
  readonly repeatable: boolean;
  /** From 0 to 1, for full jitter. */
  readonly random: () => number;
  readonly now: () => number;
}

export type Verdict =
  | { readonly again: false }
  | {
      readonly again: true;
      readonly delay: number;
      /** The service itself asked for this pause: others should keep it too. */
      readonly asked: boolean;
    };

const BASE = 250;
const LONGEST = 20_000;
/** A service that asks for more than this is not waited for. */
const LONGEST_ASKED = 5 * 60_000;

/** Nobody there, a few seconds long: more likely a wrong address than a service that starts again. */
const UNREACHABLE = 4;

const NO: Verdict = { again: false };

/**
 * Whether to send a request again, and when. What was not done may always be repeated. What may have been done is repeated
 * only when twice is as good as once; else the caller has to look first.
 */
export function retryVerdict(outcome: Outcome, attempt: number, rules: RetryRules): Verdict {
  if (outcome.kind === 'done' || outcome.kind === 'refused') return NO;
  const { reason } = outcome.problem;
  if (reason === 'unreachable' && attempt >= UNREACHABLE) return NO;
  if (attempt >= rules.retries || reason === 'stopped' || reason === 'login' || reason === 'redirected') return NO;
  if (outcome.kind === 'unclear' && !rules.repeatable) return NO;
  const asked = retryAfter(outcome.problem.reply?.headers.get('retry-after') ?? null, rules.now());
  if (asked === undefined) return { again: true, delay: backoff(attempt, rules.random), asked: false };
  if (asked > LONGEST_ASKED) return NO;
  // A little more than asked for, and not everybody at the same moment.
  return { again: true, delay: asked + Math.round(rules.random() * BASE), asked: true };
}

/** Full jitter: anywhere between nothing and a bound that doubles. */
export function backoff(attempt: number, random: () => number): number {
  return Math.round(random() * Math.min(LONGEST, BASE * 2 ** Math.min(attempt, 10)));
}

/** Milliseconds to wait by a Retry-After header: seconds, or an HTTP date. */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
