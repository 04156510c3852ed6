import { withoutCredentials } from '../mask.js';
import { ModuleError } from '../problem.js';

/** One request over the network; redirects are not followed. */
export interface ModuleHttp {
  get(url: URL, options: RequestOptions): Promise<HttpReply>;
}

export interface RequestOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** Receives the body of a successful reply, as it arrives. */
  readonly save?: (bytes: AsyncIterable<Uint8Array>) => Promise<void>;
}

export interface HttpReply {
  readonly status: number;
  header(name: string): string | undefined;
  text(): Promise<string>;
}

const MOST_REDIRECTS = 10;

/** Gets an address, following redirects. Returns the reply with the address it came from. Throws a {@link ModuleError} for what failed. */
export async function follow(
  http: ModuleHttp,
  start: URL,
  options: RequestOptions,
): Promise<{ readonly reply: HttpReply; readonly url: URL }> {
  let url = start;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
    const reply = await send(http, url, { ...options, headers: headersFor(url, start, options.headers) });
    const location = reply.header('location');
    if (reply.status < 300 || reply.status > 399 || location === undefined) return { reply, url };
    if (!URL.canParse(location, url.href)) throw badRedirect(url, 'to something that is not an address');
    const next = new URL(location, url);
    if (next.protocol !== 'https:' && (next.protocol !== 'http:' || url.protocol === 'https:'))
      throw badRedirect(url, `to ${withoutCredentials(next.protocol)}//, which is not encrypted or not HTTP`);
    url = next;
  }
  throw badRedirect(start, `more than ${MOST_REDIRECTS} times`);
}

/** Credentials are only for the server that they were given for. */
function headersFor(url: URL, start: URL, headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { authorization, ...rest } = headers;
  return authorization === undefined || url.origin !== start.origin ? rest : { ...rest, authorization };
}

async function send(http: ModuleHttp, url: URL, options: RequestOptions): Promise<HttpReply> {
  try {
    return await http.get(url, options);
  } catch (error) {
    if (error instanceof ModuleError || !(error instanceof Error) || 'diagnostics' in error) throw error;
    throw new ModuleError(
      'module-unreachable',
      `${url.host} cannot be reached`,
      `${withoutCredentials(url.href)}: ${withoutCredentials(error.message)}\nCheck the address, the network and the proxy, and run the command again.`,
    );
  }
}

const badRedirect = (url: URL, where: string): ModuleError =>
  new ModuleError(
    'module-fetch-failed',
    `${url.host} redirects to an address that cannot be used`,
    `${withoutCredentials(url.href)} redirects ${where}. Correct the source of the module.`,
  );

/** The problem of a reply that is no success. */
export function refusedReply({ status }: HttpReply, url: URL, what: string): ModuleError {
  const address = withoutCredentials(url.href);
  if (status === 404 || status === 410) {
    return new ModuleError(
      'module-not-found',
      `${url.host} does not have ${what}`,
      `${address}: status ${status}. Correct the source, or get access: many services hide what is private.`,
    );
  }
  if (status === 401 || status === 403) {
    return new ModuleError(
      'module-access-denied',
      `${url.host} refuses access to ${what}`,
      `${address}: status ${status}. For a registry, set ${tokenVariable(url.host)}. For other servers, write user and password in the address, or use Git with its own credentials.`,
    );
  }
  return new ModuleError(
    'module-fetch-failed',
    `${url.host} does not answer as it should`,
    `${address}: status ${status}. Run the command again later, or correct the source.`,
  );
}

/** The variable with the token for a host, as Terraform names it. */
export const tokenVariable = (host: string): string =>
  `TF_TOKEN_${host.replace(/:\d+$/, '').replaceAll('-', '__').replaceAll('.', '_')}`;
