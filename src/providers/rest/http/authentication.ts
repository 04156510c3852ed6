import type { Reply } from './outcome.js';

/** How requests authenticate, as data. */
export type Authentication = Direct | Login | Described;

/** Schemes without a login; `sign` is for those that need the whole request. */
export type Direct =
  | { readonly scheme: 'none' }
  /** One header: `Authorization: Token …`, `ApiKey: …`, `X-Auth-Token: …`, `Authorization: Bearer …`. */
  | { readonly scheme: 'header'; readonly header: string; readonly prefix?: string; readonly secret: string }
  | { readonly scheme: 'basic'; readonly user: string; readonly password: string }
  | { readonly scheme: 'query'; readonly parameter: string; readonly secret: string }
  | { readonly scheme: 'cookie'; readonly cookie: string; readonly secret: string }
  | {
      readonly scheme: 'sign';
      readonly secrets: readonly string[];
      sign(request: Unsigned): Promise<Readonly<Record<string, string>>>;
    };

/** A token that a separate request obtains, sent in a header. It is only kept in memory. */
export interface Login {
  readonly scheme: 'login';
  readonly header: string;
  readonly prefix?: string;
  /** Passwords and the like. The token itself is always hidden. */
  readonly secrets: readonly string[];
  /** Requests a token; requesting it twice is harmless. */
  readonly request: LoginRequest;
  /** The token and its lifetime in the reply; undefined if there is no token. */
  readonly grant: (reply: Reply) => Grant | undefined;
  /** The reason in a refusal. Default: read like the service's other errors. */
  readonly reason?: (reply: Reply) => string | undefined;
  /** What to check after a refusal, as an object of "Check". Default: the user and the password. */
  readonly credentials?: string;
  /** Requests the next token with one that is about to expire. If that fails, a new login follows. */
  readonly renew?: (token: string) => LoginRequest;
}

/**
 * Several ways to authenticate, by their names in the description's `securitySchemes`. Each request uses what its
 * operation accepts (`security`): the first alternative that is configured.
 */
export interface Described {
  readonly scheme: 'described';
  readonly ways: Readonly<Record<string, Way>>;
}

/** A way to authenticate, or the settings that it lacks, for use in a sentence: `token (ACME_TOKEN)`. */
export type Way = Direct | Login | { readonly scheme: 'unset'; readonly settings: string };

export interface LoginRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Grant {
  readonly token: string;
  /** In milliseconds since 1970; a token without an expiry is used until it is refused. */
  readonly endsAt?: number;
  /** Used instead of an expiry, for a service that only documents how long its tokens live. */
  readonly livesMs?: number;
}

export interface Unsigned {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | FormData | undefined;
}

/** Address and headers with authentication added. */
export async function authenticate(
  authentication: Direct,
  request: Unsigned,
): Promise<{ readonly url: URL; readonly headers: Readonly<Record<string, string>> }> {
  switch (authentication.scheme) {
    case 'none':
      return request;
    case 'header':
      return withHeaders(request, {
        [authentication.header]: `${authentication.prefix ?? ''}${authentication.secret}`,
      });
    case 'basic':
      return withHeaders(request, { authorization: `Basic ${basicPair(authentication)}` });
    case 'query': {
      const url = new URL(request.url);
      url.searchParams.set(authentication.parameter, authentication.secret);
      return { url, headers: request.headers };
    }
    case 'cookie': {
      const own = `${authentication.cookie}=${authentication.secret}`;
      const { cookie } = request.headers;
      return withHeaders(request, { cookie: cookie === undefined ? own : `${cookie}; ${own}` });
    }
    case 'sign':
      return withHeaders(request, await authentication.sign(request));
  }
}

/** Everything that must never be shown, apart from tokens obtained later. */
export function secretsOf(authentication: Authentication | Way): readonly string[] {
  switch (authentication.scheme) {
    case 'none':
    case 'unset':
      return [];
    case 'described':
      return Object.values(authentication.ways).flatMap(secretsOf);
    case 'header':
    case 'query':
    case 'cookie':
      return [authentication.secret];
    case 'basic':
      return [authentication.password, basicPair(authentication)];
    case 'sign':
    case 'login':
      return authentication.secrets;
  }
}

function basicPair({ user, password }: { readonly user: string; readonly password: string }): string {
  return Buffer.from(`${user}:${password}`, 'utf8').toString('base64');
}

function withHeaders(
  request: Unsigned,
  more: Readonly<Record<string, string>>,
): { url: URL; headers: Record<string, string> } {
  return { url: request.url, headers: { ...request.headers, ...more } };
}
