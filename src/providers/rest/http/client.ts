import { parseJson } from '../../../model/index.js';
import { authenticate, type Authentication, type Direct } from './authentication.js';
import type { Clock } from './clock.js';
import { TokenKeeper, type LoggedIn } from './login.js';
import { outcomeOfError, outcomeOfReply, type AnswerHeaders, type Outcome, type Reply } from './outcome.js';
import type { RateLimiter } from './rate.js';
import { retryVerdict } from './retry.js';

export type Fetch = (url: URL, init: FetchInit) => Promise<FetchAnswer>;

/** As much of the web's `fetch` as is used here, so that tests can hand in less. */
export interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData;
  readonly signal: AbortSignal;
  readonly redirect: 'manual';
}

export interface FetchAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  text(): Promise<string>;
  /** For a reply that is a file. */
  arrayBuffer?(): Promise<ArrayBuffer>;
}

export interface ClientOptions {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: () => number;
  readonly rate: RateLimiter;
  readonly authentication: Authentication;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly retries: number;
  /** Whether an answer that does not say what happened is the service's own, which has ended its work on the request then. */
  readonly hasEnded?: (reply: Reply) => boolean;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData | undefined;
  readonly repeatable: boolean;
  /** Awaited right before it is sent, each time. */
  readonly sending?: () => Promise<void>;
  /** The reply is a file, unless it is an error. */
  readonly binary?: boolean;
}

/** Sends requests: authenticated, within the rate, each with a deadline, and again where that is safe. */
export class Client {
  readonly #options: ClientOptions;
  readonly #asks: Direct | TokenKeeper;

  constructor(options: ClientOptions) {
    const { authentication, clock } = options;
    this.#options = options;
    this.#asks =
      authentication.scheme === 'login' ? new TokenKeeper(authentication, () => clock.now()) : authentication;
  }

  /** What was got on the way and must not be shown. */
  get secrets(): readonly string[] {
    return this.#asks instanceof TokenKeeper ? this.#asks.tokens : [];
  }

  async send(request: HttpRequest, signal: AbortSignal): Promise<Outcome> {
    const { clock, random, rate, retries } = this.#options;
    const rules = { retries, repeatable: request.repeatable, random, now: () => clock.now() };
    let late: number | undefined;
    for (let attempt = 0; ; attempt++) {
      const outcome = await this.#inTurn(request, signal);
      late = outcome.late ?? late;
      const verdict = retryVerdict(outcome, attempt, rules);
      if (!verdict.again || signal.aborted) return late === undefined ? outcome : { ...outcome, late };
      if (isThrottled(outcome)) rate.slowDown(verdict.delay);
      await clock.sleep(verdict.delay, signal);
    }
  }

  async #inTurn(request: HttpRequest, signal: AbortSignal): Promise<Outcome> {
    const { rate } = this.#options;
    await rate.enter(signal, request.url.pathname);
    let outcome: Outcome | undefined;
    try {
      outcome = await this.#once(request, signal);
      return outcome;
    } finally {
      rate.leave(outcome !== undefined && isThrottled(outcome));
    }
  }

  async #once(request: HttpRequest, signal: AbortSignal): Promise<Outcome> {
    if (signal.aborted)
      return { kind: 'undone', problem: { reason: 'stopped', message: 'stopped before it was sent' } };
    const asks = this.#asks;
    if (!(asks instanceof TokenKeeper)) return this.#exchange(request, asks, signal);
    const first = await this.#logIn(asks, signal);
    if (first.kind === 'failed') return first.outcome;
    const outcome = await this.#exchange(request, first.direct, signal);
    if (outcome.kind !== 'refused' || outcome.reply.status !== 401) return outcome;
    // Nothing was done, and perhaps only because the token was taken back before its end.
    asks.refused(first.token);
    const second = await this.#logIn(asks, signal);
    return second.kind === 'failed' ? second.outcome : this.#exchange(request, second.direct, signal);
  }

  async #logIn(keeper: TokenKeeper, signal: AbortSignal): Promise<LoggedIn> {
    const ask = (): Promise<LoggedIn> =>
      keeper.current((request) => this.#exchange({ ...request, repeatable: true }, { scheme: 'none' }, signal));
    const answer = await ask();
    const stoppedByOther = answer.kind === 'failed' && isStopped(answer.outcome) && !signal.aborted;
    return stoppedByOther ? ask() : answer;
  }

  /** One request and its answer. */
  async #exchange(request: HttpRequest, direct: Direct, signal: AbortSignal): Promise<Outcome> {
    const { clock, fetch, timeoutSeconds } = this.#options;
    await request.sending?.();
    const sent = clock.ticks();
    const deadline = clock.deadline(timeoutSeconds * 1000);
    const { url, headers } = await this.#authenticated(request, direct);
    try {
      const answer = await fetch(url, {
        method: request.method,
        headers: { ...headers },
        ...(request.body === undefined ? {} : { body: request.body }),
        signal: AbortSignal.any([signal, deadline]),
        redirect: 'manual',
      });
      if (request.binary === true && answer.status < 300 && answer.arrayBuffer !== undefined) {
        const bytes = new Uint8Array(await answer.arrayBuffer());
        return outcomeOfReply({ status: answer.status, headers: answer.headers, body: undefined, text: '', bytes });
      }
      const text = await answer.text();
      const reply = { status: answer.status, headers: answer.headers, ...readBody(text) };
      const outcome = outcomeOfReply(reply, request.method);
      return outcome.kind === 'unclear' && this.#options.hasEnded?.(reply) !== true
        ? { ...outcome, late: sent }
        : outcome;
    } catch (error) {
      if (signal.aborted)
        return {
          kind: 'unclear',
          problem: { reason: 'stopped', message: 'stopped before it was answered' },
          late: sent,
        };
      if (deadline.aborted) {
        return {
          kind: 'unclear',
          problem: { reason: 'timeout', message: `no answer within ${timeoutSeconds} seconds` },
          late: sent,
        };
      }
      const outcome = outcomeOfError(error);
      return outcome.kind === 'unclear' ? { ...outcome, late: sent } : outcome;
    }
  }

  async #authenticated(
    request: HttpRequest,
    direct: Direct,
  ): Promise<{ url: URL; headers: Readonly<Record<string, string>> }> {
    const headers = { accept: 'application/json', ...this.#options.headers, ...request.headers };
    const unsigned = { method: request.method, url: request.url, headers, body: request.body };
    return authenticate(direct, unsigned);
  }
}

function isThrottled(outcome: Outcome): boolean {
  return outcome.kind === 'undone' && outcome.problem.reason === 'throttled';
}

function isStopped(outcome: Outcome): boolean {
  return 'problem' in outcome && outcome.problem.reason === 'stopped';
}

function readBody(text: string): Pick<Reply, 'body' | 'text'> {
  if (text === '') return { body: undefined, text };
  try {
    return { body: parseJson(text), text };
  } catch {
    return { body: undefined, text };
  }
}
