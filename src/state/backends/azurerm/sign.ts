import { createHmac } from 'node:crypto';

export interface SharedKeyRequest {
  readonly method: string;
  readonly url: URL;
  /** With names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The size of its body in bytes. */
  readonly size: number;
}

/** The header that authorizes a request with the key of its account: Azure's scheme "Shared Key". */
export function sharedKey(
  { method, url, headers, size }: SharedKeyRequest,
  { account, key }: { readonly account: string; readonly key: string },
): string {
  const own = Object.keys(headers)
    .filter((name) => name.startsWith('x-ms-'))
    .sort()
    .map((name) => `${name}:${(headers[name] ?? '').trim()}`);
  const query = [...url.searchParams]
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}:${value}`);
  const text = [
    method,
    ...NAMED.map((name) => (name === 'content-length' && size > 0 ? String(size) : (headers[name] ?? ''))),
    ...own,
    [`/${account}${url.pathname}`, ...query].join('\n'),
  ].join('\n');
  const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64');
  return `SharedKey ${account}:${signature}`;
}

/** Headers whose values are signed in this order; the date is in `x-ms-date`. */
const NAMED = [
  'content-encoding',
  'content-language',
  'content-length',
  'content-md5',
  'content-type',
  'date',
  'if-modified-since',
  'if-match',
  'if-none-match',
  'if-unmodified-since',
  'range',
];
