import type { Direct, Grant, Login, LoginRequest } from './authentication.js';
import type { Outcome } from './outcome.js';

export type LoggedIn =
  | { readonly kind: 'direct'; readonly direct: Direct; readonly token: string }
  | { readonly kind: 'failed'; readonly outcome: Exclude<Outcome, { kind: 'done' }> };

/**
 * A token is renewed this long before it expires, so that none expires in transit; a short-lived one, after half of its
 * life.
 */
const MARGIN_MS = 30_000;

/** Holds the token of one connection. Concurrent requests share one login. */
export class TokenKeeper {
  readonly #login: Login;
  readonly #now: () => number;
  readonly #tokens: string[] = [];
  #grant: Grant | undefined;
  /** When the next one is requested. */
  #renewAt = Infinity;
  #pending: Promise<LoggedIn> | undefined;

  constructor(login: Login, now: () => number) {
    this.#login = login;
    this.#now = now;
  }

  /** All tokens obtained so far; none of them may be shown. */
  get tokens(): readonly string[] {
    return this.#tokens;
  }

  /** `send` makes one request to the service. */
  async current(send: (request: LoginRequest) => Promise<Outcome>): Promise<LoggedIn> {
    const grant = this.#grant;
    if (grant !== undefined && this.#now() < this.#renewAt) return this.#with(grant);
    this.#pending ??= this.#ask(send).finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  /** The service no longer accepts this token. The next request obtains a new one. */
  refused(token: string): void {
    if (this.#grant?.token === token) this.#grant = undefined;
  }

  async #ask(send: (request: LoginRequest) => Promise<Outcome>): Promise<LoggedIn> {
    const outcome = (await this.#renewed(send)) ?? (await send(this.#login.request));
    if (outcome.kind !== 'done') return { kind: 'failed', outcome: notLoggedIn(outcome, this.#login) };
    const grant = this.#login.grant(outcome.reply);
    if (grant === undefined) {
      const login = { address: addressOf(this.#login), credentials: this.#login.credentials };
      const problem = { reason: 'login', message: 'there is no token in the reply', login } as const;
      return { kind: 'failed', outcome: { kind: 'undone', problem } };
    }
    const now = this.#now();
    this.#grant = grant.livesMs === undefined ? grant : { ...grant, endsAt: now + grant.livesMs };
    const { endsAt = Infinity } = this.#grant;
    this.#renewAt = endsAt - Math.min(MARGIN_MS, (endsAt - now) / 2);
    this.#tokens.push(grant.token);
    return this.#with(grant);
  }

  /** The result of renewing with the current token while it is valid; undefined if a new login is needed. */
  async #renewed(send: (request: LoginRequest) => Promise<Outcome>): Promise<Outcome | undefined> {
    const { renew, grant: read } = this.#login;
    const old = this.#grant;
    if (renew === undefined || old === undefined || old.endsAt === undefined || this.#now() >= old.endsAt)
      return undefined;
    const outcome = await send(renew(old.token));
    return outcome.kind === 'done' && read(outcome.reply) !== undefined ? outcome : undefined;
  }

  #with({ token }: Grant): LoggedIn {
    const { header, prefix } = this.#login;
    const direct = { scheme: 'header', header, ...(prefix === undefined ? {} : { prefix }), secret: token } as const;
    return { kind: 'direct', direct, token };
  }
}

/**
 * Whatever the login's outcome, the actual request was not made. A refusal is reported as the login's: its 404 must not
 * count as a missing object.
 */
function notLoggedIn(outcome: Exclude<Outcome, { kind: 'done' }>, login: Login): Exclude<Outcome, { kind: 'done' }> {
  const reply = outcome.kind === 'refused' ? outcome.reply : outcome.problem.reply;
  const said = reply && login.reason?.(reply);
  const told = { address: addressOf(login), credentials: login.credentials, said };
  if (outcome.kind !== 'refused') return { kind: 'undone', problem: { ...outcome.problem, login: told } };
  return {
    kind: 'undone',
    problem: { reason: 'login', message: `status ${outcome.reply.status}`, reply, login: told },
  };
}

/** Without user info and query, which may hold secrets. */
const addressOf = ({ request: { url } }: Login): string => url.origin + url.pathname;
