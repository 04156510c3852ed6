import type { Direct, Grant, Login, LoginRequest } from './authentication.js';
import type { Outcome } from './outcome.js';

export type LoggedIn =
  | { readonly kind: 'direct'; readonly direct: Direct; readonly token: string }
  | { readonly kind: 'failed'; readonly outcome: Exclude<Outcome, { kind: 'done' }> };

/** A token is renewed this long before its end, so that none ends on its way; one that lives shortly, after half of its life. */
const MARGIN_MS = 30_000;

/** Holds the token of one connection. Those who need one at the same time wait for the same login. */
export class TokenKeeper {
  readonly #login: Login;
  readonly #now: () => number;
  readonly #tokens: string[] = [];
  #grant: Grant | undefined;
  /** When the next one is asked for. */
  #renewAt = Infinity;
  #pending: Promise<LoggedIn> | undefined;

  constructor(login: Login, now: () => number) {
    this.#login = login;
    this.#now = now;
  }

  /** All tokens there have been, for none of them may be shown. */
  get tokens(): readonly string[] {
    return this.#tokens;
  }

  /** `send` asks the service, once. */
  async current(send: (request: LoginRequest) => Promise<Outcome>): Promise<LoggedIn> {
    const grant = this.#grant;
    if (grant !== undefined && this.#now() < this.#renewAt) return this.#with(grant);
    this.#pending ??= this.#ask(send).finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  /** The service does not take this token any more. The next who asks gets another. */
  refused(token: string): void {
    if (this.#grant?.token === token) this.#grant = undefined;
  }

  async #ask(send: (request: LoginRequest) => Promise<Outcome>): Promise<LoggedIn> {
    const outcome = (await this.#renewed(send)) ?? (await send(this.#login.request));
    if (outcome.kind !== 'done') return { kind: 'failed', outcome: notLoggedIn(outcome, this.#login) };
    const grant = this.#login.grant(outcome.reply);
    if (grant === undefined) {
      const login = { address: addressOf(this.#login), credentials: this.#login.credentials };
      const problem = { reason: 'login', message: 'there is no token in the answer', login } as const;
      return { kind: 'failed', outcome: { kind: 'undone', problem } };
    }
    const now = this.#now();
    this.#grant = grant.livesMs === undefined ? grant : { ...grant, endsAt: now + grant.livesMs };
    const { endsAt = Infinity } = this.#grant;
    this.#renewAt = endsAt - Math.min(MARGIN_MS, (endsAt - now) / 2);
    this.#tokens.push(grant.token);
    return this.#with(grant);
  }

  /** What came of asking with the token there is, while it still lives; undefined when another login is needed. */
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
 * Whatever became of the login, the request behind it was not made. A refusal is told as one of the login: its 404 must not be
 * taken for a missing object.
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

/** Without a user part and without a query, which may hold secrets. */
const addressOf = ({ request: { url } }: Login): string => url.origin + url.pathname;
