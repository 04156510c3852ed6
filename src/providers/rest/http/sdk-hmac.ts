import { createHash, createHmac } from 'node:crypto';
import type { Direct, Unsigned } from './authentication.js';

/** An access key and its secret; temporary ones have a token. */
export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  readonly securityToken?: string;
  /** The project whose resources are meant, if the address does not contain it. */
  readonly projectId?: string;
}

const ALGORITHM = 'SDK-HMAC-SHA256';

/**
 * Signs each request with an access key (Huawei Cloud's API Request Signing Guide): a hash of the request, keyed with
 * the secret itself. The time is part of the signature, which is valid for 15 minutes.
 */
export function sdkHmac(key: AccessKey, now: () => number): Direct {
  return {
    scheme: 'sign',
    secrets: [key.secret, ...(key.securityToken === undefined ? [] : [key.securityToken])],
    sign: async (request) => signed(key, request, new Date(now())),
  };
}

function signed(key: AccessKey, request: Unsigned, time: Date): Record<string, string> {
  const date = time.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const added: Record<string, string> = {
    'x-sdk-date': date,
    ...(key.projectId === undefined ? {} : { 'x-project-id': key.projectId }),
    ...(key.securityToken === undefined ? {} : { 'x-security-token': key.securityToken }),
    // A form is split into parts only when it is sent, so its content cannot be hashed here.
    ...(request.body instanceof FormData ? { 'x-sdk-content-sha256': UNSIGNED } : {}),
  };
  const headers = signedHeaders({ ...request, headers: { ...request.headers, ...added } });
  const names = headers.map(([name]) => name).join(';');
  const canonical = [
    request.method,
    canonicalPath(request.url),
    canonicalQuery(request.url),
    ...headers.map(([name, value]) => `${name}:${value}`),
    '',
    names,
    request.body instanceof FormData ? UNSIGNED : sha256(request.body ?? ''),
  ].join('\n');
  const signature = createHmac('sha256', key.secret)
    .update(`${ALGORITHM}\n${date}\n${sha256(canonical)}`)
    .digest('hex');
  return { ...added, authorization: `${ALGORITHM} Access=${key.id}, SignedHeaders=${names}, Signature=${signature}` };
}

const UNSIGNED = 'UNSIGNED-PAYLOAD';

/** The signed headers: host, content type, and the scheme's own. A proxy may change others. */
function signedHeaders({ url, headers }: Unsigned): [string, string][] {
  const lower = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), value.trim()]);
  const kept = lower.filter(([name]) => name === 'content-type' || name.startsWith('x-'));
  return [...kept, ['host', url.host] satisfies [string, string]].sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Each segment of the path encoded again, with a trailing slash. */
function canonicalPath(url: URL): string {
  const path = url.pathname
    .split('/')
    .map((part) => encode(decodeURIComponent(part)))
    .join('/');
  return path.endsWith('/') ? path : `${path}/`;
}

/** Sorted by name, and by value if a name repeats. */
function canonicalQuery(url: URL): string {
  return [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
}

/** Encodes everything but letters, digits and `-._~` (RFC 3986). */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
