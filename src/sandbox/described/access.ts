import type { Arrival, Reply } from '../system.js';
import type { Access } from './api.js';

/** How long a token lives, in seconds. */
const LIVES = 3600;

interface Token {
  readonly scopes: readonly string[];
  /** In milliseconds since 1970. */
  readonly endsAt: number;
}

/** Whom an emulator lets in. Its tokens are in memory alone: after a restart, clients ask for others. */
export class Gate {
  readonly #access: Access;
  readonly #tokens = new Map<string, Token>();

  constructor(access: Access) {
    this.#access = access;
  }

  /** Why a request is not let in: unknown who asks, or without the scopes. */
  refusal(arrival: Arrival): { readonly status: 401 | 403; readonly message: string } | undefined {
    const alternatives = this.#access.operations[arrival.operation.id] ?? [];
    if (alternatives.length === 0) return undefined;
    const verdicts = alternatives.map((together) =>
      Object.entries(together).map(([scheme, scopes]) => this.#verdict(scheme, scopes, arrival)),
    );
    if (verdicts.some((together) => together.every((verdict) => verdict === 'in'))) return undefined;
    const known = verdicts.some((together) => together.every((verdict) => verdict !== 'unknown'));
    return known
      ? { status: 403, message: 'The token has not the scopes that this needs.' }
      : { status: 401, message: 'Who asks is not known.' };
  }

  #verdict(name: string, scopes: readonly string[], { headers, url, now }: Arrival): 'in' | 'unknown' | 'not-allowed' {
    const admission = this.#access.schemes[name];
    switch (admission?.scheme) {
      case undefined:
        return 'in';
      case 'header':
        return headers[admission.header] === admission.value ? 'in' : 'unknown';
      case 'query':
        return url.searchParams.get(admission.parameter) === admission.value ? 'in' : 'unknown';
      case 'cookie':
        return (headers['cookie'] ?? '').split('; ').includes(`${admission.cookie}=${admission.value}`)
          ? 'in'
          : 'unknown';
      case 'token': {
        const token = this.#tokens.get((headers['authorization'] ?? '').replace(/^Bearer /, ''));
        if (token === undefined || token.endsAt <= now.getTime()) return 'unknown';
        return scopes.every((scope) => token.scopes.includes(scope)) ? 'in' : 'not-allowed';
      }
    }
  }

  /** Answers a request for a token (RFC 6749, section 4.4). */
  token({ headers, text, now }: Pick<Arrival, 'headers' | 'text' | 'now'>): Reply {
    const { client = '', secret = '' } = this.#access.login ?? {};
    const form = new URLSearchParams(text);
    const basic = `Basic ${btoa(`${client}:${secret}`)}`;
    const known =
      headers['authorization'] === basic || (form.get('client_id') === client && form.get('client_secret') === secret);
    if (!known) return refused(401, 'invalid_client', 'The client or its secret is not known.');
    if (form.get('grant_type') !== 'client_credentials')
      return refused(400, 'unsupported_grant_type', 'Tokens are given for client credentials alone.');
    const scopes = (form.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
    const token = crypto.randomUUID();
    this.#tokens.set(token, { scopes, endsAt: now.getTime() + LIVES * 1000 });
    const body = { access_token: token, token_type: 'Bearer', expires_in: LIVES, scope: scopes.join(' ') };
    return { status: 200, headers: { 'cache-control': 'no-store' }, body };
  }
}

const refused = (status: number, error: string, description: string): Reply => ({
  status,
  body: { error, error_description: description },
});
