import { parseJson } from '../../../model/index.js';
import { authenticate, type Authentication, type Direct } from './authentication.js';
import type { Clock } from './clock.js';
import { Credentials, type Pass, type Requirement } from './credentials.js';
import { TokenKeeper, type LoggedIn } from './login.js';
import { outcomeOfError, outcomeOfReply, type AnswerHeaders, type Outcome, type Reply } from './outcome.js';
import { exceeded, LimitExceeded, type Limits } from './limits.js';
import type { RateLimiter } from './rate.js';
import type { Receiver } from './reply-body.js';
import { retryVerdict } from './retry.js';
import { Silence } from './silence.js';
import { exceededBy } from './structure.js';

export type Fetch = (url: URL, init: FetchInit) => Promise<FetchAnswer>;

/** The part of the web's `fetch` that is used here, so that tests can pass in less. */
export interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData;
  readonly signal: AbortSignal;
  readonly redirect: 'manual';
  /** The path with names of parameters in place of their values, for traces. */
  readonly template?: string;
  readonly limits: Limits;
  readonly upload?: Upload;
  /** Gives up when nothing arrives for this long. */
  readonly idleMs?: number;
  /** Receives the body of a successful reply that is a file; an error's body is in the reply. */
  readonly receiver?: Receiver;
}

/** Observes a body that is sent in chunks. */
export interface Upload {
  /** Called before the first chunk and after each. */
  readonly moved: () => void;
  /** Awaited before the last chunk, without which the service cannot carry out the request. */
  readonly ending: () => Promise<void>;
}

export interface FetchAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  text(): Promise<string>;
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
  /** Whether an inconclusive reply comes from the service itself, whose work on the request has then ended. */
  readonly hasEnded?: (reply: Reply) => boolean;
  readonly limits: Limits;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData | undefined;
  readonly repeatable: boolean;
  /** The path with names of parameters in place of their values, for traces. */
  readonly template?: string;
  /** Alternatives for authentication; see {@link Credentials.for}. */
  readonly accepted?: readonly Requirement[] | undefined;
  /** Awaited right before each attempt is sent. */
  readonly sending?: () => Promise<void>;
  /** The reply is a file, unless it is an error. Called again for each attempt. */
  readonly receiver?: Receiver;
  /** When the result is no longer useful, in milliseconds since 1970. */
  readonly until?: number;
  /** Called for each pause that the service asks for. */
  readonly waiting?: (pause: number) => void;
}

/** Sends requests: authenticated, rate-limited, each with a deadline, and retried where that is safe. */
export class Client {
  readonly #options: ClientOptions;
  readonly #credentials: Credentials;

  constructor(options: ClientOptions) {
    const { authentication, clock } = options;
    this.#options = options;
    this.#credentials = new Credentials(authentication, () => clock.now());
  }

  /** Tokens obtained along the way, which must not be shown. */
  get secrets(): readonly string[] {
    return this.#credentials.tokens;
  }

  async send(request: HttpRequest, signal: AbortSignal): Promise<Outcome> {
    const { clock, random, rate, retries, limits } = this.#options;
    const { repeatable, until = Infinity } = request;
    let waited = 0;
    let late: number | undefined;
    const waiting = (pause: number): void => {
      waited += pause;
      request.waiting?.(pause);
    };
    const patience = (): number => Math.max(0, Math.min(limits.waitMs - waited, until - clock.now()));
    const ended = (outcome: Outcome): Outcome => (late === undefined ? outcome : { ...outcome, late });
    for (let attempt = 0, pause = 0; ; attempt++) {
      const place = await rate.enter(signal, request.url.pathname, { milliseconds: patience(), waiting });
      let complaint: number | undefined;
      try {
        if (place.tooLong !== undefined) return ended(this.#tooLong(BUSY, place.tooLong));
        const outcome = await this.#once(request, signal);
        late = outcome.late ?? late;
        const rules = { retries, repeatable, random, now: () => clock.now(), patience: patience() };
        const verdict = retryVerdict(outcome, attempt, rules);
        if (isThrottled(outcome)) complaint = verdict.again ? verdict.delay : (verdict.asked ?? 0);
        if (!verdict.again) return ended(verdict.asked === undefined ? outcome : this.#tooLong(outcome, verdict.asked));
        if (signal.aborted) return ended(outcome);
        waiting(verdict.delay);
        pause = verdict.delay;
      } finally {
        rate.leave(place, complaint);
      }
      await clock.sleep(pause, signal);
    }
  }

  /** Not sent again: the service asks for a longer pause than the call may take. */
  #tooLong(outcome: Outcome, asked: number): Outcome {
    if (!('problem' in outcome)) return outcome;
    const seconds = Number.isFinite(asked) ? `${Math.ceil(asked / 1000)} seconds` : 'ever';
    const pause = `It asks to wait for ${seconds}, longer than this call may wait; ${exceeded('waitMs', this.#options.limits)}.`;
    return { ...outcome, problem: { ...outcome.problem, pause } };
  }

  async #once(request: HttpRequest, signal: AbortSignal): Promise<Outcome> {
    if (signal.aborted)
      return { kind: 'undone', problem: { reason: 'stopped', message: 'stopped before it was sent' } };
    const passes = this.#credentials.for(request.accepted);
    if ('lacking' in passes) return { kind: 'undone', problem: { reason: 'credentials', message: passes.lacking } };
    const first = await this.#enter(passes, signal);
    if (first.kind === 'failed') return first.outcome;
    const outcome = await this.#exchange(request, first.directs, signal);
    if (first.tokens.size === 0 || outcome.kind !== 'refused' || outcome.reply.status !== 401) return outcome;
    // Nothing was done, possibly only because a token was revoked before it expired.
    for (const [keeper, token] of first.tokens) keeper.refused(token);
    const second = await this.#enter(passes, signal);
    return second.kind === 'failed' ? second.outcome : this.#exchange(request, second.directs, signal);
  }

  async #enter(passes: readonly Pass[], signal: AbortSignal): Promise<Entered> {
    const directs: Direct[] = [];
    const tokens = new Map<TokenKeeper, string>();
    for (const pass of passes) {
      if (!(pass instanceof TokenKeeper)) {
        directs.push(pass);
        continue;
      }
      const answer = await this.#logIn(pass, signal);
      if (answer.kind === 'failed') return answer;
      directs.push(answer.direct);
      tokens.set(pass, answer.token);
    }
    return { kind: 'entered', directs, tokens };
  }

  async #logIn(keeper: TokenKeeper, signal: AbortSignal): Promise<LoggedIn> {
    const ask = (): Promise<LoggedIn> =>
      keeper.current((request) => this.#exchange({ ...request, repeatable: true }, [], signal));
    const answer = await ask();
    const stoppedByOther = answer.kind === 'failed' && isStopped(answer.outcome) && !signal.aborted;
    return stoppedByOther ? ask() : answer;
  }

  /** One request and its reply. */
  async #exchange(request: HttpRequest, directs: readonly Direct[], signal: AbortSignal): Promise<Outcome> {
    const { clock, fetch, timeoutSeconds, limits } = this.#options;
    const { receiver } = request;
    await request.sending?.();
    let sent = clock.ticks();
    let isSending = false;
    let unrecorded: unknown;
    const silence = new Silence(clock, receiver === undefined ? timeoutSeconds * 1000 : limits.downloadMs, signal);
    const upload: Upload = {
      moved: () => {
        isSending = true;
        silence.moved();
      },
      ending: async () => {
        await request.sending?.().catch((error: unknown) => {
          unrecorded = error;
          throw error;
        });
        sent = clock.ticks();
        isSending = false;
      },
    };
    const { url, headers } = await this.#authenticated(request, directs);
    try {
      const answer = await fetch(url, {
        method: request.method,
        headers: { ...headers },
        ...(request.body === undefined ? {} : { body: request.body }),
        signal: silence.signal,
        redirect: 'manual',
        ...(request.template === undefined ? {} : { template: request.template }),
        limits,
        upload,
        ...(receiver === undefined ? {} : { receiver, idleMs: timeoutSeconds * 1000 }),
      });
      const { status, headers: answered } = answer;
      const reply = { status, headers: answered, ...readBody(await answer.text(), status, limits) };
      const outcome = outcomeOfReply(reply, request.method);
      return outcome.kind === 'unclear' && this.#options.hasEnded?.(reply) !== true
        ? { ...outcome, late: sent }
        : outcome;
    } catch (error) {
      if (unrecorded !== undefined) throw unrecorded;
      if (signal.aborted)
        return {
          kind: 'unclear',
          problem: { reason: 'stopped', message: 'stopped before it was answered' },
          late: sent,
        };
      if (silence.signal.aborted) {
        const quiet = `${isSending ? 'no request could be sent for' : 'no reply within'} ${timeoutSeconds} seconds`;
        const message = receiver === undefined ? quiet : exceeded('downloadMs', limits);
        return { kind: 'unclear', problem: { reason: 'timeout', message }, late: sent };
      }
      const outcome = outcomeOfError(error);
      // A success that is too large is still a reply.
      return outcome.kind === 'unclear' && outcome.problem.reason !== 'excess' ? { ...outcome, late: sent } : outcome;
    } finally {
      silence.close();
    }
  }

  async #authenticated(
    request: HttpRequest,
    directs: readonly Direct[],
  ): Promise<{ url: URL; headers: Readonly<Record<string, string>> }> {
    const { method, body } = request;
    const headers = { accept: 'application/json', ...this.#options.headers, ...request.headers };
    let sent: { url: URL; headers: Readonly<Record<string, string>> } = { url: request.url, headers };
    for (const direct of directs) sent = await authenticate(direct, { method, body, ...sent });
    return sent;
  }
}

/** The authentication of a request, with the tokens in it. */
type Entered =
  | {
      readonly kind: 'entered';
      readonly directs: readonly Direct[];
      readonly tokens: ReadonlyMap<TokenKeeper, string>;
    }
  | Extract<LoggedIn, { kind: 'failed' }>;

/** The result of a call that was never sent because the service asked for a pause. */
const BUSY: Outcome = { kind: 'undone', problem: { reason: 'throttled', message: 'the service asks for a pause' } };

function isThrottled(outcome: Outcome): boolean {
  return outcome.kind === 'undone' && outcome.problem.reason === 'throttled';
}

function isStopped(outcome: Outcome): boolean {
  return 'problem' in outcome && outcome.problem.reason === 'stopped';
}

/** An error whose body exceeds a limit is still an error; a success is useless without its body. */
function readBody(text: string, status: number, limits: Limits): Pick<Reply, 'body' | 'text'> {
  if (text === '') return { body: undefined, text };
  const limit = exceededBy(text, limits);
  if (limit !== undefined && status < 300) throw new LimitExceeded(limit, limits);
  if (limit !== undefined) return { body: undefined, text };
  try {
    return { body: parseJson(text), text };
  } catch {
    return { body: undefined, text };
  }
}
