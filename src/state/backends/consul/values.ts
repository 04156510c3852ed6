import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { listIn, objectIn, parseJson, textMember } from '../../../model/index.js';
import { remoteGarbled } from '../remote/diagnostics.js';
import type { ObjectStore, Condition, StoredObject } from '../objects/store.js';
import { textOf, type ConsulClient } from './client.js';

/** What Consul accepts as one value, and Terraform writes as one chunk. */
const CHUNK_BYTES = 524_288;

/** A transaction, whose values are in Base64, may not be longer either. */
const WHOLE_BYTES = (CHUNK_BYTES - 4096) * 0.75;

/** Operations of one transaction. */
const MOST_OPERATIONS = 64;

/** Where the chunks of a value are, as Terraform writes it. */
interface Chunks {
  readonly hash: string;
  readonly keys: readonly string[];
}

interface Entry {
  readonly value: Buffer;
  readonly index: number;
  readonly now: number;
}

export interface ConsulValuesOptions {
  readonly client: ConsulClient;
  /** The key whose value is compressed if `compresses` is set. */
  readonly state: string;
  readonly compresses: boolean;
  readonly place: string;
}

type Operation = Readonly<Record<string, string | number>>;

/** Values in Consul. The tag of one is the index of its last change. */
export class ConsulValues implements ObjectStore {
  /** The lock of this process: Consul refuses what is written without it. */
  guard: { readonly key: string; readonly session: string } | undefined;
  readonly mostBytes: number;
  readonly #options: ConsulValuesOptions;

  constructor(options: ConsulValuesOptions) {
    // The names of all chunks are in one value, each with quotes, a comma and up to five digits.
    const name = chunkPrefix(options.state, md5(Buffer.alloc(0))).length + 8;
    this.mostBytes = Math.floor((WHOLE_BYTES - 100) / name) * CHUNK_BYTES;
    this.#options = options;
  }

  async get(what: string, key: string): Promise<StoredObject | undefined> {
    for (;;) {
      const entry = await this.#entry(what, key);
      if (entry === undefined) return undefined;
      const bytes = await this.#whole(what, entry.value);
      // The chunks were replaced meanwhile.
      if (bytes === undefined) continue;
      return { bytes, tag: String(entry.index), ageMs: 0, written: entry.now };
    }
  }

  async #entry(what: string, key: string): Promise<Entry | undefined> {
    const { client } = this.#options;
    const reply = await client.ask(what, 'GET', `kv/${key}`, { query: { consistent: '' } });
    if (reply.status === 404) return undefined;
    if (reply.status !== 200) throw client.refused(what, reply);
    const [first] = listIn(parseJson(textOf(reply)));
    const { ModifyIndex } = objectIn(first);
    const value = Buffer.from(textMember(objectIn(first), 'Value') ?? '', 'base64');
    const now = Date.parse(reply.header('date') ?? '') || 0;
    return { value, index: Number(ModifyIndex), now };
  }

  async #whole(what: string, value: Buffer): Promise<Buffer | undefined> {
    const chunks = chunksIn(value);
    if (chunks === undefined) return plain(value);
    const pieces: Buffer[] = [];
    for (const key of chunks.keys) {
      const entry = await this.#entry(what, key);
      if (entry === undefined) return undefined;
      pieces.push(entry.value);
    }
    const bytes = plain(Buffer.concat(pieces));
    if (md5(bytes) !== chunks.hash) throw remoteGarbled(this.#options.place);
    return bytes;
  }

  async put(what: string, key: string, bytes: Buffer<ArrayBuffer>, condition?: Condition): Promise<string | undefined> {
    const { client, state, compresses } = this.#options;
    const mayHaveChunks = condition === undefined || (key === state && condition !== 'absent');
    const old = mayHaveChunks ? await this.#entry(what, key) : undefined;
    const value = key === state && compresses ? gzipSync(bytes) : bytes;
    const hash = md5(bytes);
    const isWhole = value.length <= WHOLE_BYTES;
    const stored = isWhole ? value : await this.#writeChunks(what, key, hash, value);
    const reply = await client.ask(what, 'PUT', 'txn', {
      body: bodyOf([...this.#guarded(), writing(key, stored, condition)]),
    });
    if (reply.status === 200) {
      const previous = old && chunksIn(old.value);
      if (previous !== undefined && (isWhole || previous.hash !== hash))
        await this.#removeChunks(what, key, previous.hash);
      const result = listIn(objectIn(parseJson(textOf(reply)))['Results']).at(-1);
      return String(Number(objectIn(objectIn(result)['KV'])['ModifyIndex']));
    }
    if (reply.status !== 409 || condition === undefined) throw client.refused(what, reply);
    const found = await this.get(what, key);
    return found?.bytes.equals(bytes) === true ? found.tag : undefined;
  }

  #guarded(): readonly Operation[] {
    const { guard } = this;
    return guard === undefined ? [] : [{ Verb: 'check-session', Key: guard.key, Session: guard.session }];
  }

  /** Returns the value that says where the chunks are. */
  async #writeChunks(what: string, key: string, hash: string, value: Buffer): Promise<Buffer> {
    const { client } = this.#options;
    const keys: string[] = [];
    for (let at = 0; at < value.length; at += CHUNK_BYTES) {
      const name = `${chunkPrefix(key, hash)}${keys.length}`;
      const body = Buffer.from(value.subarray(at, at + CHUNK_BYTES));
      const reply = await client.ask(what, 'PUT', `kv/${name}`, { body });
      if (reply.status !== 200) throw client.refused(what, reply);
      keys.push(name);
    }
    return Buffer.from(JSON.stringify({ chunks: keys, 'current-hash': hash }));
  }

  async #removeChunks(what: string, key: string, hash: string): Promise<void> {
    await this.#options.client.ask(what, 'DELETE', `kv/${chunkPrefix(key, hash)}`, { query: { recurse: '' } });
  }

  remove(what: string, key: string): Promise<void> {
    return this.removeAll(what, [key]);
  }

  async removeAll(what: string, keys: readonly string[]): Promise<void> {
    const { client } = this.#options;
    for (let at = 0; at < keys.length; at += MOST_OPERATIONS / 2) {
      const operations = keys.slice(at, at + MOST_OPERATIONS / 2).flatMap((key) => [
        { Verb: 'delete', Key: key },
        { Verb: 'delete-tree', Key: chunkPrefix(key, '') },
      ]);
      const reply = await client.ask(what, 'PUT', 'txn', { body: bodyOf(operations) });
      if (reply.status !== 200) throw client.refused(what, reply);
    }
  }

  async list(what: string, prefix: string): Promise<readonly string[]> {
    const { client } = this.#options;
    const reply = await client.ask(what, 'GET', `kv/${prefix}`, { query: { keys: '', consistent: '' } });
    if (reply.status === 404) return [];
    if (reply.status !== 200) throw client.refused(what, reply);
    return listIn(parseJson(textOf(reply)))
      .filter((key) => typeof key === 'string')
      .filter((key) => !/\/tfstate\.[^/]*\/\d+$/.test(key))
      .sort();
  }
}

const writing = (key: string, value: Buffer, condition: Condition | undefined): Operation => ({
  Key: key,
  Value: value.toString('base64'),
  ...(condition === undefined
    ? { Verb: 'set' }
    : { Verb: 'cas', Index: condition === 'absent' ? 0 : Number(condition.is) }),
});

const bodyOf = (operations: readonly Operation[]): Buffer<ArrayBuffer> =>
  Buffer.from(JSON.stringify(operations.map((KV) => ({ KV }))));

/** Without a hash: of all chunks of the key, also of those that no value names any more. */
const chunkPrefix = (key: string, hash: string): string =>
  `${key.replace(/\/+$/, '')}/tfstate.${hash === '' ? '' : `${hash}/`}`;

/** Undefined if it is a value itself. */
function chunksIn(value: Buffer): Chunks | undefined {
  if (value[0] !== 0x7b || value.length > WHOLE_BYTES || !value.includes('"current-hash"')) return undefined;
  const fields = objectIn(parseJson(value.toString('utf8')));
  const hash = textMember(fields, 'current-hash');
  if (hash === undefined) return undefined;
  return { hash, keys: listIn(fields['chunks']).filter((key) => typeof key === 'string') };
}

/** Decompressed, if it is compressed. */
const plain = (value: Buffer): Buffer => (value[0] === 0x1f && value[1] === 0x8b ? gunzipSync(value) : value);

const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');
