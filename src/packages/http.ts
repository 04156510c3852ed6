import { withoutCredentials } from './mask.js';
import { PackageError } from './problem.js';

/** One request over the network; redirects are not followed. */
export interface PackageHttp {
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

/** Gets an address, following redirects. Returns the reply with the address it came from. Throws a {@link PackageError} for what failed. */
export async function follow(
  http: PackageHttp,
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

async function send(http: PackageHttp, url: URL, options: RequestOptions): Promise<HttpReply> {
  try {
    return await http.get(url, options);
  } catch (error) {
    if (error instanceof PackageError || !(error instanceof Error) || 'diagnostics' in error) throw error;
    const detail = `${withoutCredentials(url.href)}: ${withoutCredentials(error.message)}`;
    throw new PackageError('unreachable', detail, { host: url.host });
  }
}

const badRedirect = (url: URL, where: string): PackageError =>
  new PackageError('bad-redirect', `${withoutCredentials(url.href)} redirects ${where}.`, { host: url.host });

/** What went wrong with a request for `what`, by its reply. */
export function refusedReply({ status }: HttpReply, url: URL, what: string): PackageError {
  const detail = `${withoutCredentials(url.href)}: status ${status}.`;
  const place = { host: url.host, what };
  if (status === 404 || status === 410) return new PackageError('not-found', detail, place);
  if (status === 401 || status === 403) return new PackageError('access-denied', detail, place);
  return new PackageError('bad-status', detail, place);
}
