import type { Arrival, Reply } from '../system.js';
import type { Access } from './api.js';

/** How long a token is valid, in seconds. */
const LIVES = 3600;

interface Token {
  readonly scopes: readonly string[];
  /** In milliseconds since 1970. */
  readonly endsAt: number;
}

/**
 * The credentials that an emulator accepts. Its tokens are kept only in memory: after a restart, clients request new
 * ones.
 */
export class Gate {
  readonly #access: Access;
  readonly #tokens = new Map<string, Token>();

  constructor(access: Access) {
    this.#access = access;
  }

  /** Why a request is refused: not authenticated, or without the scopes. */
  refusal(arrival: Arrival): { readonly status: 401 | 403; readonly message: string } | undefined {
    const alternatives = this.#access.operations[arrival.operation.id] ?? [];
    if (alternatives.length === 0) return undefined;
    const verdicts = alternatives.map((together) =>
      Object.entries(together).map(([scheme, scopes]) => this.#verdict(scheme, scopes, arrival)),
    );
    if (verdicts.some((together) => together.every((verdict) => verdict === 'in'))) return undefined;
    const known = verdicts.some((together) => together.every((verdict) => verdict !== 'unknown'));
    return known
      ? { status: 403, message: 'The token lacks the required scopes.' }
      : { status: 401, message: 'The request is not authenticated.' };
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

  /** Replies to a request for a token (RFC 6749, section 4.4). */
  token({ headers, text, now }: Pick<Arrival, 'headers' | 'text' | 'now'>): Reply {
    const { client = '', secret = '' } = this.#access.login ?? {};
    const form = new URLSearchParams(text);
    const basic = `Basic ${btoa(`${client}:${secret}`)}`;
    const known =
      headers['authorization'] === basic || (form.get('client_id') === client && form.get('client_secret') === secret);
    if (!known) return refused(401, 'invalid_client', 'The client or its secret is wrong.');
    if (form.get('grant_type') !== 'client_credentials')
      return refused(400, 'unsupported_grant_type', 'Only client credentials are accepted as a grant.');
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
