import type { Reply } from './outcome.js';

/** How requests say who asks, as data. */
export type Authentication = Direct | Login | Described;

/** What can be said without asking anybody first; `sign` is for schemes that need the whole request. */
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

/** A token that a request of its own gives, sent in a header. It is kept in memory alone. */
export interface Login {
  readonly scheme: 'login';
  readonly header: string;
  readonly prefix?: string;
  /** Passwords and the like. The token is hidden without being named here. */
  readonly secrets: readonly string[];
  /** Asks for a token; asking twice does no harm. */
  readonly request: LoginRequest;
  /** What the answer grants; undefined when there is no token in it. */
  readonly grant: (reply: Reply) => Grant | undefined;
  /** Why a refusal says no. Default: it is read as the other errors of the service are. */
  readonly reason?: (reply: Reply) => string | undefined;
  /** What to check after a refusal, as it stands after "Check". Default: the user and the password. */
  readonly credentials?: string;
  /** Asks for the next token with one that is about to end. Where that fails, a new login follows. */
  readonly renew?: (token: string) => LoginRequest;
}

/**
 * Several ways in, by their names in the description's `securitySchemes`. Each request has what its operation accepts (`security`): the
 * first of the alternatives that is configured.
 */
export interface Described {
  readonly scheme: 'described';
  readonly ways: Readonly<Record<string, Way>>;
}

/** A way in, or the settings that it lacks, as a sentence names them: `token (ACME_TOKEN)`. */
export type Way = Direct | Login | { readonly scheme: 'unset'; readonly settings: string };

export interface LoginRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Grant {
  readonly token: string;
  /** In milliseconds since 1970; a token without an end is used until it is refused. */
  readonly endsAt?: number;
  /** Instead of the end, for a service that only says how long its tokens live. */
  readonly livesMs?: number;
}

export interface Unsigned {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | FormData | undefined;
}

/** Address and headers with what authenticates them added. */
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

/** Everything that must never be shown, apart from tokens that are got later. */
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
