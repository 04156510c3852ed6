import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface StoredObject {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly modified: number;
  readonly headers: IncomingMessage['headers'];
}

interface Reply {
  readonly status: number;
  readonly body?: string | Buffer;
  readonly headers?: Record<string, string>;
}

const SECRET = 'sEcret/Key';

export const S3_CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: SECRET };

/** One bucket, `states`, as S3 has it: signatures, conditional writes, pages of lists, deletion of many. */
export class S3Server {
  readonly objects = new Map<string, StoredObject>();
  /** How far the clock is ahead of the machine's. */
  aheadMs = 0;
  calls = 0;
  /** Keys per page of a list. */
  page = 1000;
  /** Time that each request takes. */
  delayMs = 0;
  fate: (method: string, key: string) => 'lost' | { readonly status: number } | undefined = () => undefined;
  readonly #server = createServer((request, response) => void this.#receive(request, response));

  async start(): Promise<this> {
    await new Promise<void>((resolve) => void this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => void this.#server.close(resolve));
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    this.calls += 1;
    const body = Buffer.concat(chunks);
    const url = new URL(request.url ?? '', 'http://localhost');
    const key = decodeURIComponent(url.pathname).replace(/^\/states\/?/, '');
    const fate = this.fate(request.method ?? '', key);
    if (this.delayMs > 0) await new Promise((resolve) => void setTimeout(resolve, this.delayMs));
    const reply: Reply =
      typeof fate === 'object' ? fate : (this.#refusal(request, body) ?? this.#handle(request, url, key, body));
    if (fate === 'lost') return void request.socket.destroy();
    response.writeHead(reply.status, { date: new Date(this.#now()).toUTCString(), ...reply.headers });
    response.end(reply.body);
  }

  #now(): number {
    return Date.now() + this.aheadMs;
  }

  /** Checks the signature as AWS describes it, from the bytes that arrived. */
  #refusal({ method = '', url = '', headers }: IncomingMessage, body: Buffer): Reply | undefined {
    const authorization = headers.authorization ?? '';
    const [, who, day, region, service, list = '', signature] =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d+)\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([^,]+), Signature=(\w+)$/.exec(
        authorization,
      ) ?? [];
    const moment = String(headers['x-amz-date']);
    if (who !== S3_CREDENTIALS.AWS_ACCESS_KEY_ID) return problem(403, 'InvalidAccessKeyId');
    const digest = createHash('sha256').update(body).digest('hex');
    if (headers['x-amz-content-sha256'] !== digest) return problem(400, 'XAmzContentSHA256Mismatch');
    const [path = '', query = ''] = url.split('?');
    const sorted = query
      .split('&')
      .filter((one) => one !== '')
      .map((one) => (one.includes('=') ? one : `${one}=`).replaceAll('+', '%20'))
      .sort()
      .join('&');
    const lines = list.split(';').map((name) => `${name}:${String(headers[name]).trim()}`);
    const canonical = [method, path, sorted, ...lines, '', list, digest].join('\n');
    const scope = `${day}/${region}/${service}/aws4_request`;
    const text = ['AWS4-HMAC-SHA256', moment, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
    let key: Buffer = Buffer.from(`AWS4${SECRET}`);
    for (const part of [day ?? '', region ?? '', service ?? '', 'aws4_request'])
      key = createHmac('sha256', key).update(part).digest();
    if (createHmac('sha256', key).update(text).digest('hex') !== signature)
      return problem(403, 'SignatureDoesNotMatch');
    const sent = Date.parse(moment.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
    if (this.checksTime && Math.abs(sent - this.#now()) > 15 * 60_000) return problem(403, 'RequestTimeTooSkewed');
    return undefined;
  }

  /** Whether requests with a wrong time are refused, as S3 does after 15 minutes. */
  checksTime = false;

  #handle({ method, headers }: IncomingMessage, url: URL, key: string, body: Buffer): Reply {
    if (key === '' && method === 'GET') return this.#list(url.searchParams);
    if (key === '' && method === 'POST' && url.searchParams.has('delete')) return this.#deleteMany(headers, body);
    const stored = this.objects.get(key);
    if (method === 'GET' || method === 'HEAD') {
      if (stored === undefined) return problem(404, 'NoSuchKey');
      const customer = 'x-amz-server-side-encryption-customer-key';
      if (headers[customer] !== stored.headers[customer]) return problem(400, 'InvalidRequest');
      const modified = new Date(stored.modified).toUTCString();
      return {
        status: 200,
        headers: { etag: stored.etag, 'last-modified': modified },
        ...(method === 'GET' && { body: stored.bytes }),
      };
    }
    if (method === 'DELETE') {
      this.objects.delete(key);
      return { status: 204 };
    }
    if (method !== 'PUT') return problem(405, 'MethodNotAllowed');
    if (headers['if-none-match'] === '*' && stored !== undefined) return problem(412, 'PreconditionFailed');
    const match = headers['if-match'];
    if (match !== undefined && stored === undefined) return problem(404, 'NoSuchKey');
    if (match !== undefined && match !== stored?.etag) return problem(412, 'PreconditionFailed');
    const checksum = headers['x-amz-checksum-sha256'];
    if (checksum !== undefined && checksum !== createHash('sha256').update(body).digest('base64'))
      return problem(400, 'BadDigest');
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    this.objects.set(key, { bytes: body, etag, modified: this.#now(), headers });
    return { status: 200, headers: { etag } };
  }

  #list(query: URLSearchParams): Reply {
    const after = query.get('continuation-token') ?? '';
    const keys = [...this.objects.keys()]
      .filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after)
      .sort();
    const page = keys.slice(0, this.page);
    const more = keys.length > page.length;
    const next = more ? `<NextContinuationToken>${xml(page.at(-1) ?? '')}</NextContinuationToken>` : '';
    const contents = page.map((key) => `<Contents><Key>${xml(key)}</Key><Size>1</Size></Contents>`).join('');
    const body = `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents}</ListBucketResult>`;
    return { status: 200, headers: { 'content-type': 'application/xml' }, body };
  }

  #deleteMany(headers: IncomingMessage['headers'], body: Buffer): Reply {
    if (headers['content-md5'] !== createHash('md5').update(body).digest('base64')) return problem(400, 'BadDigest');
    for (const [, key = ''] of body.toString().matchAll(/<Key>([^<]*)<\/Key>/g))
      this.objects.delete(key.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));
    return { status: 200, body: '<DeleteResult/>' };
  }
}

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const problem = (status: number, code: string): Reply => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>refused</Message></Error>`,
});
