import { createHash, createHmac } from 'node:crypto';

import type { Arrival } from '../system.js';

const FORM = /^SDK-HMAC-SHA256 Access=([^,\s]+), SignedHeaders=([^,\s]+), Signature=([0-9a-f]{64})$/;
const QUARTER_OF_AN_HOUR = 15 * 60 * 1000;

/** Why a request is not signed with this key; undefined if it is. */
export function signatureProblem(
  key: { readonly id: string; readonly secret: string },
  arrival: Arrival,
): string | undefined {
  const { headers, now } = arrival;
  const [, id, list = '', signature] = FORM.exec(headers['authorization'] ?? '') ?? [];
  if (id === undefined) return 'neither a token nor a signature';
  if (id !== key.id) return 'the access key does not exist';
  const names = list.split(';');
  const date = headers['x-sdk-date'] ?? '';
  const time = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!names.includes('x-sdk-date') || Number.isNaN(time)) return 'the time is not signed';
  if (Math.abs(now.getTime() - time) > QUARTER_OF_AN_HOUR) return 'the signature has expired';
  if (headers['x-security-token'] !== undefined && !names.includes('x-security-token'))
    return 'the security token is not signed';
  const wanted = createHmac('sha256', key.secret)
    .update(['SDK-HMAC-SHA256', date, hash(canonicalRequest(arrival, names))].join('\n'))
    .digest('hex');
  return signature === wanted ? undefined : 'verify aksk signature fail';
}

function canonicalRequest({ operation, url, headers, text }: Arrival, names: readonly string[]): string {
  const path = url.pathname.split('/').map((part) => plain(decodeURIComponent(part)));
  if (path.at(-1) !== '') path.push('');
  const query = [...url.searchParams].map((pair) => pair.map(plain).join('='));
  return [
    operation.method,
    path.join('/'),
    query.toSorted().join('&'),
    ...names.map((name) => `${name}:${(headers[name] ?? '').trim()}`),
    '',
    names.join(';'),
    headers['x-sdk-content-sha256'] ?? hash(text),
  ].join('\n');
}

/** Percent-encodes all but unreserved characters, byte by byte. */
function plain(text: string): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const letter = String.fromCharCode(byte);
      return /[A-Za-z0-9_.~-]/.test(letter) ? letter : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
