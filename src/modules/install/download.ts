import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { follow, refusedReply, withoutCredentials, type PackageHttp } from '../../packages/index.js';
import { archiveFormat, unpack } from './archive.js';
import { ModuleError } from '../problem.js';
import type { HttpSource } from '../source.js';

/**
 * Fetches a package over HTTP. A response other than an archive gives the source of the package in the header `X-Terraform-Get`
 * or in a `meta` element of the page. Returns that source, or undefined if the package is in the folder.
 */
export async function download(
  { url, archive, checksum, text }: HttpSource,
  http: PackageHttp,
  temporary: string,
  folder: string,
): Promise<string | undefined> {
  const format = archiveFormat(url.pathname, archive);
  const { address, headers } = withAuthorization(url);
  if (format === undefined) return sourceAt(address, headers, http);
  const file = path.join(temporary, 'archive');
  const expected = checksum === undefined ? undefined : parseChecksum(checksum);
  const hash = createHash(expected?.algorithm ?? 'sha256');
  const { reply, url: from } = await follow(http, address, {
    headers,
    save: (bytes) =>
      pipeline(async function* () {
        for await (const chunk of bytes) {
          hash.update(chunk);
          yield chunk;
        }
      }, createWriteStream(file)),
  });
  if (reply.status !== 200) throw refusedReply(reply, from, 'this archive');
  const digest = hash.digest('hex');
  if (expected !== undefined && expected.digest !== digest) {
    throw new ModuleError(
      'wrong-module-checksum',
      'The archive of this module does not have the checksum in its source',
      `${withoutCredentials(text)}: its ${expected.algorithm} is ${digest}. Nothing was installed. If the new archive is the right one, change "checksum".`,
    );
  }
  await unpack(file, format, folder);
  return undefined;
}

/** User and password in an address become a header, so that no redirect and no message repeats them. */
function withAuthorization(url: URL): { readonly address: URL; readonly headers: Record<string, string> } {
  if (url.username === '' && url.password === '') return { address: url, headers: {} };
  const given = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const address = new URL(url);
  address.username = '';
  address.password = '';
  return { address, headers: { authorization: `Basic ${Buffer.from(given).toString('base64')}` } };
}

async function sourceAt(url: URL, headers: Readonly<Record<string, string>>, http: PackageHttp): Promise<string> {
  const asking = new URL(url);
  asking.search += `${asking.search === '' ? '?' : '&'}terraform-get=1`;
  const { reply, url: from } = await follow(http, asking, { headers });
  if (reply.status !== 200 && reply.status !== 204) throw refusedReply(reply, from, 'this module');
  const source = reply.header('x-terraform-get') ?? metaIn(await reply.text());
  if (source === undefined || source === '') {
    throw new ModuleError(
      'module-fetch-failed',
      `${url.host} returns neither an archive nor the source of a module`,
      `${withoutCredentials(url.href)} is not named .zip, .tar.gz, .tar.bz2, .tar.xz or .tar, and its reply has no X-Terraform-Get. If it is an archive, add ?archive=zip or ?archive=tar.gz to the source.`,
    );
  }
  return /^(?:\/|\.\.?\/)/.test(source) ? new URL(source, from).href : source;
}

/** `<meta name="terraform-get" content="…">` */
function metaIn(page: string): string | undefined {
  for (const [element] of page.slice(0, 1 << 20).matchAll(/<meta\b[^>]{0,4096}>/gi)) {
    if (!/\bname\s*=\s*(["']?)terraform-get\1[\s/>]/i.test(element)) continue;
    const [, , content] = /\bcontent\s*=\s*(["'])(.*?)\1/is.exec(element) ?? [];
    return content?.replaceAll('&amp;', '&');
  }
  return undefined;
}

const LENGTHS: Readonly<Record<number, string>> = { 32: 'md5', 40: 'sha1', 64: 'sha256', 128: 'sha512' };

function parseChecksum(text: string): { readonly algorithm: string; readonly digest: string } {
  const [, named, digest = ''] = /^(?:(md5|sha1|sha256|sha512):)?([0-9a-f]+)$/i.exec(text) ?? [];
  const algorithm = LENGTHS[digest.length];
  if (algorithm === undefined || (named !== undefined && named.toLowerCase() !== algorithm)) {
    throw new ModuleError(
      'invalid-module-source',
      '"checksum" is not a checksum',
      'Write sha256: followed by 64 hexadecimal digits. Files with checksums are not supported.',
    );
  }
  return { algorithm, digest: digest.toLowerCase() };
}
