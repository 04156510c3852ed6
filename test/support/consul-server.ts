import { randomUUID } from 'node:crypto';
import { FaultyServer, json, type Asked, type Reply } from './faulty-server.js';

interface Entry {
  value: Buffer;
  flags: string;
  createIndex: number;
  modifyIndex: number;
  lockIndex: number;
  session: string | undefined;
}

interface Session {
  readonly ttlMs: number;
  ends: number;
}

interface Operation {
  readonly Verb: string;
  readonly Key: string;
  readonly Value?: string;
  readonly Index?: number;
  readonly Session?: string;
  readonly Flags?: number;
}

const LARGEST = 512 * 1024;

/** The part of Consul's API that locks and values need. Sessions end when they were not renewed for their duration. */
export class ConsulServer extends FaultyServer {
  readonly entries = new Map<string, Entry>();
  readonly sessions = new Map<string, Session>();
  token: string | undefined = 't0ken';
  #index = 10;

  /** A lock as Terraform takes it. */
  lock(path: string, info: string): void {
    const session = randomUUID();
    this.sessions.set(session, { ttlMs: Infinity, ends: Infinity });
    this.#write(`${path}/.lockinfo`, Buffer.from(info), '0');
    const lock = this.#write(`${path}/.lock`, Buffer.alloc(0), '3304740253564472344');
    lock.session = session;
    lock.lockIndex += 1;
  }

  isLocked(path: string): boolean {
    this.#expire();
    return this.entries.get(`${path}/.lock`)?.session !== undefined;
  }

  #write(key: string, value: Buffer, flags: string): Entry {
    this.#index += 1;
    const entry = this.entries.get(key);
    if (entry !== undefined) return Object.assign(entry, { value, flags, modifyIndex: this.#index });
    const created: Entry = {
      value,
      flags,
      createIndex: this.#index,
      modifyIndex: this.#index,
      lockIndex: 0,
      session: undefined,
    };
    this.entries.set(key, created);
    return created;
  }

  #expire(): void {
    for (const [id, { ends }] of this.sessions) if (ends <= this.now()) this.#end(id);
  }

  #end(id: string): void {
    this.sessions.delete(id);
    for (const entry of this.entries.values()) {
      if (entry.session !== id) continue;
      entry.session = undefined;
      this.#index += 1;
      entry.modifyIndex = this.#index;
    }
  }

  protected handle(asked: Asked): Reply {
    this.#expire();
    const { method, url, headers, body } = asked;
    if (this.token !== undefined && headers['x-consul-token'] !== this.token)
      return { status: 403, body: 'Permission denied: token lacks permission' };
    const [, part = '', rest = ''] = /^\/v1\/(kv|txn|session)\/?(.*)$/.exec(url.pathname) ?? [];
    const name = decodeURIComponent(rest);
    if (part === 'txn' && method === 'PUT') return this.#transaction(body);
    if (part === 'session') return this.#session(method, name, body);
    if (part !== 'kv') return { status: 404, body: 'Invalid URL path' };
    if (method === 'GET') return this.#read(name, url.searchParams);
    if (method === 'DELETE') return this.#delete(name, url.searchParams);
    if (method !== 'PUT') return { status: 405 };
    if (body.length > LARGEST)
      return { status: 413, body: `Request body(${body.length} bytes) too large, max size: ${LARGEST} bytes.` };
    return this.#put(name, url.searchParams, body);
  }

  #read(name: string, query: URLSearchParams): Reply {
    const index = { 'x-consul-index': String(this.#index) };
    if (query.has('keys')) {
      const separator = query.get('separator') ?? '';
      const keys = [...this.entries.keys()].filter((key) => key.startsWith(name)).sort();
      const cut = keys.map((key) => {
        const at = separator === '' ? -1 : key.indexOf(separator, name.length);
        return at === -1 ? key : key.slice(0, at + separator.length);
      });
      return keys.length === 0 ? { status: 404, headers: index } : json(200, [...new Set(cut)], index);
    }
    const entry = this.entries.get(name);
    if (entry === undefined) return { status: 404, headers: index };
    const described = `[${JSON.stringify({
      Key: name,
      Value: entry.value.length === 0 ? null : entry.value.toString('base64'),
      CreateIndex: entry.createIndex,
      ModifyIndex: entry.modifyIndex,
      LockIndex: entry.lockIndex,
      ...(entry.session !== undefined && { Session: entry.session }),
    }).replace(/}$/, `,"Flags":${entry.flags}}`)}]`;
    return { status: 200, body: described, headers: { 'content-type': 'application/json', ...index } };
  }

  #delete(name: string, query: URLSearchParams): Reply {
    if (query.has('recurse')) {
      for (const key of this.entries.keys()) if (key.startsWith(name)) this.entries.delete(key);
      return json(200, true);
    }
    const expected = query.get('cas');
    if (expected !== null && Number(expected) !== this.entries.get(name)?.modifyIndex) return json(200, false);
    this.entries.delete(name);
    return json(200, true);
  }

  #put(name: string, query: URLSearchParams, body: Buffer): Reply {
    const flags = query.get('flags') ?? '0';
    const entry = this.entries.get(name);
    const [acquire, release, expected] = [query.get('acquire'), query.get('release'), query.get('cas')];
    if (acquire !== null) {
      if (!this.sessions.has(acquire)) return { status: 500, body: `rpc error: invalid session "${acquire}"` };
      if (entry?.session !== undefined && entry.session !== acquire) return json(200, false);
      const isNew = entry?.session !== acquire;
      const written = this.#write(name, body, flags);
      written.session = acquire;
      if (isNew) written.lockIndex += 1;
      return json(200, true);
    }
    if (release !== null) {
      if (entry?.session !== release) return json(200, false);
      this.#write(name, body, flags).session = undefined;
      return json(200, true);
    }
    if (expected !== null && Number(expected) !== (entry?.modifyIndex ?? 0)) return json(200, false);
    this.#write(name, body, flags);
    return json(200, true);
  }

  /** All or nothing. */
  #transaction(body: Buffer): Reply {
    if (body.length > LARGEST)
      return { status: 413, body: `Request body(${body.length} bytes) too large, max size: ${LARGEST} bytes.` };
    const operations = (JSON.parse(body.toString()) as { KV: Operation }[]).map(({ KV }) => KV);
    if (operations.length > 64) return { status: 413, body: 'Transaction contains too many operations' };
    for (const [at, { Verb, Key, Index, Session }] of operations.entries()) {
      const entry = this.entries.get(Key);
      const fails =
        (Verb === 'cas' && (entry?.modifyIndex ?? 0) !== (Index ?? 0)) ||
        (Verb === 'check-session' && entry?.session !== Session);
      if (fails) return json(409, { Results: null, Errors: [{ OpIndex: at, What: `failed ${Verb} for "${Key}"` }] });
    }
    const results = operations.map((operation) => this.#apply(operation));
    return json(200, { Results: results.filter((one) => one !== undefined), Errors: null });
  }

  #apply({ Verb, Key, Value = '', Flags = 0 }: Operation): object | undefined {
    switch (Verb) {
      case 'set':
      case 'cas': {
        const { modifyIndex } = this.#write(Key, Buffer.from(Value, 'base64'), String(Flags));
        return { KV: { Key, Value: null, ModifyIndex: modifyIndex } };
      }
      case 'delete':
        this.entries.delete(Key);
        return undefined;
      case 'delete-tree':
        for (const key of this.entries.keys()) if (key.startsWith(Key)) this.entries.delete(key);
        return undefined;
      default:
        return { KV: { Key, Value: null, ModifyIndex: this.entries.get(Key)?.modifyIndex ?? 0 } };
    }
  }

  #session(method: string, name: string, body: Buffer): Reply {
    if (method !== 'PUT') return json(200, []);
    const [action, id = ''] = name.split('/');
    if (action === 'create') {
      const { TTL = '' } = JSON.parse(body.toString() || '{}') as { TTL?: string };
      const ttlMs = Number(/^(\d+)s$/.exec(TTL)?.[1] ?? Number.NaN) * 1000;
      if (Number.isNaN(ttlMs) || ttlMs < 10_000) return { status: 500, body: `Invalid Session TTL '${TTL}'` };
      const created = randomUUID();
      this.sessions.set(created, { ttlMs, ends: this.now() + ttlMs });
      return json(200, { ID: created });
    }
    const session = this.sessions.get(id);
    if (action === 'renew') {
      if (session === undefined) return { status: 404, body: `Session id '${id}' not found` };
      session.ends = this.now() + session.ttlMs;
      return json(200, [{ ID: id, TTL: `${session.ttlMs / 1000}s` }]);
    }
    if (action === 'destroy') {
      this.#end(id);
      return json(200, true);
    }
    return { status: 404 };
  }
}
