import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { FaultyServer, type Asked, type Reply } from './faulty-server.js';

interface Blob {
  bytes: Buffer;
  etag: string;
  modified: number;
  metadata: Record<string, string>;
  lease: Lease | undefined;
  snapshots: number;
}

interface Lease {
  readonly id: string;
  /** Undefined: it does not end by itself. */
  readonly durationMs: number | undefined;
  ends: number;
}

export const AZURE_KEY = Buffer.from('a key of sixty-four bytes'.padEnd(64, '.')).toString('base64');
export const AZURE_SAS = 'sv=2022-11-02&ss=b&srt=sco&sp=rwdlac&sig=abc%2Fdef%3D';

/** One container, `states`, of the account `landform`, as Blob Storage has it: signatures, conditions, leases, pages. */
export class AzureServer extends FaultyServer {
  readonly blobs = new Map<string, Blob>();
  token = 't0ken';
  /** Keys per page of a list. */
  page = 5000;
  /** Whether requests with a wrong time are refused, as Azure does after a quarter of an hour. */
  checksTime = false;
  #writes = 0;

  set(key: string, content: string, metadata: Record<string, string> = {}): Blob {
    const blob = { bytes: Buffer.from(content), etag: '', modified: 0, metadata, lease: undefined, snapshots: 0 };
    this.blobs.set(key, blob);
    this.#touch(blob);
    return blob;
  }

  /** As Terraform locks it: without an end. */
  lockForever(key: string, info: string, id: string): void {
    const metadata = { terraformlockid: Buffer.from(info).toString('base64') };
    const blob = this.blobs.get(key) ?? this.set(key, '');
    Object.assign(blob.metadata, metadata);
    blob.lease = { id, durationMs: undefined, ends: Infinity };
  }

  isLeased(key: string): boolean {
    return (this.blobs.get(key)?.lease?.ends ?? 0) > this.now();
  }

  protected handle(asked: Asked): Reply {
    const refused = this.#refusal(asked);
    if (refused !== undefined) return refused;
    const { method, url, headers, body } = asked;
    const [, container, part] = /^\/([^/]+)(?:\/(.+))?$/.exec(url.pathname) ?? [];
    if (container !== 'states') return problem(404, 'ContainerNotFound');
    if (part === undefined) return this.#list(url.searchParams);
    const key = decodeURIComponent(part);
    const blob = this.blobs.get(key);
    const comp = url.searchParams.get('comp');
    if (comp === null && method === 'PUT') return this.#put(key, blob, headers, body);
    if (blob === undefined) return problem(404, 'BlobNotFound');
    if (comp === 'lease') return this.#lease(blob, headers);
    if (comp === null && (method === 'GET' || method === 'HEAD')) return this.#read(blob, headers);
    const conflict = this.#leaseConflict(blob, headers);
    if (conflict !== undefined) return conflict;
    if (comp === 'metadata') {
      blob.metadata = metadataOf(headers);
      this.#touch(blob);
      return { status: 200, headers: { etag: blob.etag } };
    }
    if (comp === 'snapshot') {
      blob.snapshots += 1;
      return { status: 201 };
    }
    if (method !== 'DELETE') return problem(405, 'UnsupportedHttpVerb');
    if (blob.snapshots > 0 && headers['x-ms-delete-snapshots'] === undefined) return problem(409, 'SnapshotsPresent');
    this.blobs.delete(key);
    return { status: 202 };
  }

  #put(key: string, blob: Blob | undefined, headers: IncomingHttpHeaders, body: Buffer): Reply {
    if (headers['x-ms-blob-type'] !== 'BlockBlob') return problem(400, 'InvalidHeaderValue');
    if (headers['if-none-match'] === '*' && blob !== undefined) return problem(409, 'BlobAlreadyExists');
    const match = headers['if-match'];
    if (match !== undefined && match !== blob?.etag) return problem(412, 'ConditionNotMet');
    const conflict = this.#leaseConflict(blob, headers);
    if (conflict !== undefined) return conflict;
    const next: Blob = blob ?? this.set(key, '');
    next.bytes = body;
    next.metadata = metadataOf(headers);
    this.#touch(next);
    return { status: 201, headers: { etag: next.etag } };
  }

  #touch(blob: Blob): void {
    this.#writes += 1;
    blob.etag = `"0x${this.#writes.toString(16)}"`;
    blob.modified = this.now();
    // A write to a blob whose lease has ended forgets that lease.
    if (blob.lease !== undefined && blob.lease.ends <= this.now()) blob.lease = undefined;
  }

  /** Writing needs the lease if there is one, and must not name another one. */
  #leaseConflict(blob: Blob | undefined, headers: IncomingHttpHeaders): Reply | undefined {
    const named = headers['x-ms-lease-id'];
    const active = blob?.lease !== undefined && blob.lease.ends > this.now() ? blob.lease : undefined;
    if (active === undefined) return named === undefined ? undefined : problem(412, 'LeaseLost');
    if (named === undefined) return problem(412, 'LeaseIdMissing');
    return named === active.id ? undefined : problem(412, 'LeaseIdMismatchWithBlobOperation');
  }

  #lease(blob: Blob, headers: IncomingHttpHeaders): Reply {
    const { lease } = blob;
    const isActive = lease !== undefined && lease.ends > this.now();
    const id = String(headers['x-ms-lease-id'] ?? headers['x-ms-proposed-lease-id']);
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) return problem(400, 'InvalidHeaderValue');
    switch (headers['x-ms-lease-action']) {
      case 'acquire': {
        const seconds = Number(headers['x-ms-lease-duration']);
        if (seconds !== -1 && (seconds < 15 || seconds > 60)) return problem(400, 'InvalidHeaderValue');
        if (isActive && lease.id !== id) return problem(409, 'LeaseAlreadyPresent');
        const durationMs = seconds === -1 ? undefined : seconds * 1000;
        blob.lease = { id, durationMs, ends: this.now() + (durationMs ?? Infinity) };
        return { status: 201, headers: { 'x-ms-lease-id': id } };
      }
      case 'renew':
        if (lease === undefined) return problem(409, 'LeaseNotPresentWithLeaseOperation');
        if (lease.id !== id) return problem(409, 'LeaseIdMismatchWithLeaseOperation');
        lease.ends = this.now() + (lease.durationMs ?? Infinity);
        return { status: 200, headers: { 'x-ms-lease-id': id } };
      case 'release':
        if (lease?.id !== id) return problem(409, 'LeaseIdMismatchWithLeaseOperation');
        blob.lease = undefined;
        return { status: 200 };
      default:
        return problem(400, 'InvalidHeaderValue');
    }
  }

  #read(blob: Blob, headers: IncomingHttpHeaders): Reply {
    const isLeased = blob.lease !== undefined && blob.lease.ends > this.now();
    const named = headers['x-ms-lease-id'];
    if (named !== undefined && named !== blob.lease?.id) return problem(412, 'LeaseIdMismatchWithBlobOperation');
    const metadata = Object.entries(blob.metadata).map(([name, value]) => [`x-ms-meta-${name}`, value]);
    return {
      status: 200,
      body: blob.bytes,
      headers: {
        etag: blob.etag,
        'last-modified': new Date(blob.modified).toUTCString(),
        'content-length': String(blob.bytes.length),
        'content-type': 'application/json',
        'x-ms-blob-type': 'BlockBlob',
        'x-ms-lease-state': isLeased ? 'leased' : blob.lease === undefined ? 'available' : 'expired',
        'x-ms-lease-status': isLeased ? 'locked' : 'unlocked',
        ...(Object.fromEntries(metadata) as Record<string, string>),
      },
    };
  }

  #list(query: URLSearchParams): Reply {
    if (query.get('restype') !== 'container' || query.get('comp') !== 'list')
      return problem(400, 'InvalidQueryParameterValue');
    const after = query.get('marker') ?? '';
    const all = [...this.blobs.keys()].filter((key) => key.startsWith(query.get('prefix') ?? '') && key > after).sort();
    const page = all.slice(0, this.page);
    const blobs = page.map((key) => `<Blob><Name>${xml(key)}</Name><Properties/></Blob>`).join('');
    const next = all.length > page.length ? xml(page.at(-1) ?? '') : '';
    const body = `<?xml version="1.0" encoding="utf-8"?><EnumerationResults><Blobs>${blobs}</Blobs><NextMarker>${next}</NextMarker></EnumerationResults>`;
    return { status: 200, headers: { 'content-type': 'application/xml' }, body };
  }

  /** A signature, checked as Azure describes it; a signed address; or a token. */
  #refusal({ method, url, headers, body }: Asked): Reply | undefined {
    if (url.searchParams.has('sig')) {
      for (const [name, value] of new URLSearchParams(AZURE_SAS))
        if (url.searchParams.get(name) !== value) return problem(403, 'AuthenticationFailed');
      return undefined;
    }
    const authorization = headers.authorization ?? '';
    if (authorization === `Bearer ${this.token}`) return undefined;
    const sent = Date.parse(String(headers['x-ms-date'] ?? headers.date));
    if (this.checksTime && Math.abs(sent - this.now()) > 15 * 60_000) return problem(403, 'AuthenticationFailed');
    const own = Object.entries(headers)
      .filter(([name]) => name.startsWith('x-ms-'))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, value]) => `${name}:${String(value)}\n`);
    const query = [...url.searchParams]
      .map(([name, value]) => `\n${name.toLowerCase()}:${value}`)
      .sort()
      .join('');
    const size = body.length > 0 ? String(body.length) : '';
    const named = ['content-encoding', 'content-language', size, 'content-md5', 'content-type', 'date'];
    const conditions = ['if-modified-since', 'if-match', 'if-none-match', 'if-unmodified-since', 'range'];
    const values = [...named, ...conditions].map((name) => (name === size ? size : String(headers[name] ?? '')));
    const text = `${method}\n${values.join('\n')}\n${own.join('')}/landform${url.pathname}${query}`;
    const signature = createHmac('sha256', Buffer.from(AZURE_KEY, 'base64')).update(text).digest('base64');
    return authorization === `SharedKey landform:${signature}` ? undefined : problem(403, 'AuthenticationFailed');
  }
}

function metadataOf(headers: IncomingHttpHeaders): Record<string, string> {
  const own = Object.entries(headers).filter(([name]) => name.startsWith('x-ms-meta-'));
  return Object.fromEntries(own.map(([name, value]) => [name.slice('x-ms-meta-'.length), String(value)]));
}

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const problem = (status: number, code: string): Reply => ({
  status,
  headers: { 'content-type': 'application/xml', 'x-ms-error-code': code },
  body: `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>refused\nRequestId:1</Message></Error>`,
});
