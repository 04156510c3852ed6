import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { FaultyServer, json, type Asked, type Reply } from './faulty-server.js';

interface StoredObject {
  readonly bytes: Buffer;
  readonly generation: number;
  readonly modified: number;
  /** The digest of the customer's key it is encrypted with. */
  readonly key: string | undefined;
  readonly query: URLSearchParams;
}

/** One bucket, `states`, as Cloud Storage has it: the JSON API, and reading by the XML API as Google's own library does. */
export class GcsServer extends FaultyServer {
  readonly objects = new Map<string, StoredObject>();
  /** Tokens that are accepted; undefined: none is asked for, as by an emulator. */
  tokens: string[] | undefined = ['t0ken'];
  /** Keys per page of a list. */
  page = 1000;
  #generation = 1_700_000_000_000_000;

  get endpoint(): string {
    return `${this.address}/storage/v1/b`;
  }

  set(key: string, content: string): void {
    this.#store(key, Buffer.from(content), undefined, new URLSearchParams());
  }

  protected handle(asked: Asked): Reply {
    const { method, url, headers, body } = asked;
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
    if (this.tokens !== undefined && (token === undefined || !this.tokens.includes(token)))
      return problem(401, 'Invalid Credentials');
    const upload = /^\/upload\/storage\/v1\/b\/([^/]+)\/o$/.exec(url.pathname);
    if (upload !== null && method === 'POST') return this.#upload(upload[1] ?? '', url, headers, body);
    const [, bucket, part] = /^\/storage\/v1\/b\/([^/]+)\/o(?:\/(.+))?$/.exec(url.pathname) ?? [];
    if (bucket !== undefined) {
      if (bucket !== 'states') return problem(404, 'The specified bucket does not exist.');
      return part === undefined
        ? this.#list(url.searchParams)
        : this.#object(method, decodeURIComponent(part), url.searchParams, headers);
    }
    const [, xml] = /^\/states\/(.+)$/.exec(url.pathname) ?? [];
    return xml === undefined ? problem(404, 'Not Found') : this.#media(decodeURIComponent(xml), headers);
  }

  #upload(bucket: string, url: URL, headers: IncomingHttpHeaders, body: Buffer): Reply {
    if (bucket !== 'states') return problem(404, 'The specified bucket does not exist.');
    const parts = url.searchParams.get('uploadType') === 'multipart' ? partsOf(headers, body) : undefined;
    const key = url.searchParams.get('name') ?? parts?.name ?? '';
    const refused = this.#conflict(key, url.searchParams);
    if (refused !== undefined) return refused;
    const digest = digestOf(headers);
    if (digest === 'wrong') return problem(400, 'The SHA256 hash of the encryption key does not match');
    const stored = this.#store(key, parts?.bytes ?? body, digest, url.searchParams);
    return json(200, this.#described(key, stored));
  }

  #store(key: string, bytes: Buffer, digest: string | undefined, query: URLSearchParams): StoredObject {
    this.#generation += 7;
    const stored = { bytes, generation: this.#generation, modified: this.now(), key: digest, query };
    this.objects.set(key, stored);
    return stored;
  }

  #conflict(key: string, query: URLSearchParams): Reply | undefined {
    const expected = query.get('ifGenerationMatch');
    if (expected === null || expected === String(this.objects.get(key)?.generation ?? 0)) return undefined;
    return problem(412, 'At least one of the pre-conditions you specified did not hold.');
  }

  #object(method: string, key: string, query: URLSearchParams, headers: IncomingHttpHeaders): Reply {
    const stored = this.objects.get(key);
    if (stored === undefined) return problem(404, `No such object: states/${key}`);
    if (method === 'DELETE') {
      const refused = this.#conflict(key, query);
      if (refused !== undefined) return refused;
      this.objects.delete(key);
      return { status: 204 };
    }
    if (query.get('alt') === 'media') return this.#media(key, headers);
    return json(200, this.#described(key, stored));
  }

  #media(key: string, headers: IncomingHttpHeaders): Reply {
    const stored = this.objects.get(key);
    if (stored === undefined) return problem(404, `No such object: states/${key}`);
    if (digestOf(headers) !== stored.key)
      return problem(400, 'The target object is encrypted by a customer-supplied encryption key.');
    return {
      status: 200,
      body: stored.bytes,
      headers: {
        'content-type': 'application/json',
        'x-goog-generation': String(stored.generation),
        'x-goog-metageneration': '1',
        'x-goog-hash': `md5=${md5(stored.bytes)}`,
        'last-modified': new Date(stored.modified).toUTCString(),
      },
    };
  }

  #list(query: URLSearchParams): Reply {
    const after = query.get('pageToken') ?? '';
    const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter')];
    const all = [...this.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
    const page = all.slice(0, this.page);
    const isDeep = (key: string): boolean => delimiter !== null && key.slice(prefix.length).includes(delimiter);
    return json(200, {
      kind: 'storage#objects',
      items: page.filter((key) => !isDeep(key)).map((key) => ({ name: key })),
      prefixes: page.filter(isDeep).map((key) => key.slice(0, key.indexOf(delimiter ?? '', prefix.length) + 1)),
      ...(all.length > page.length && { nextPageToken: page.at(-1) }),
    });
  }

  #described(key: string, stored: StoredObject): object {
    return {
      kind: 'storage#object',
      bucket: 'states',
      name: key,
      generation: String(stored.generation),
      metageneration: '1',
      size: String(stored.bytes.length),
      md5Hash: md5(stored.bytes),
      updated: new Date(stored.modified).toISOString(),
    };
  }
}

const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('base64');

/** The digest of the customer's key of a request, if it has one. */
function digestOf(headers: IncomingHttpHeaders): string | undefined {
  const [key, digest] = [headers['x-goog-encryption-key'], headers['x-goog-encryption-key-sha256']];
  if (key === undefined && digest === undefined) return undefined;
  const actual = createHash('sha256')
    .update(Buffer.from(String(key), 'base64'))
    .digest('base64');
  return headers['x-goog-encryption-algorithm'] === 'AES256' && actual === digest ? actual : 'wrong';
}

/** The name and the content of an upload in two parts. */
function partsOf(headers: IncomingHttpHeaders, body: Buffer): { readonly name: string; readonly bytes: Buffer } {
  const boundary = /boundary="?([^";]+)/.exec(headers['content-type'] ?? '')?.[1] ?? '';
  const [, meta = '', content = ''] = body.toString('latin1').split(`--${boundary}`);
  const contentOf = (part: string): Buffer => Buffer.from(part.slice(part.indexOf('\r\n\r\n') + 4, -2), 'latin1');
  const { name } = JSON.parse(contentOf(meta).toString()) as { readonly name: string };
  return { name, bytes: contentOf(content) };
}

const problem = (status: number, message: string): Reply => json(status, { error: { code: status, message } });
