import { parseJson } from '../../model/index.js';
import {
  READ_WHOLE,
  type Backend,
  type HistoryStore,
  type Lease,
  type LockAttempt,
  type LockHolder,
  type LockRequest,
  type Snapshot,
} from '../backend.js';
import { MOST_BYTES } from '../size.js';
import { contentOf, envelopePieces, findEnvelope, type Envelope, type StateName } from './envelope.js';
import { decryptJournal, EncryptedLines, isEncryptedJournal } from './encrypted-journal.js';
import type { Encryption, Encryptor } from './encryption.js';
import { replayed } from './diagnostics.js';
import { asBuffer, type CipherKey } from './cipher.js';

/** The newest serial of each state that was used on this machine. */
export interface SerialRecord {
  /** Where it is, for messages. */
  placeOf(lineage: string): string;
  last(lineage: string): number | undefined;
  /** Failures are ignored: only the detection of old states depends on it. */
  keep(name: StateName): void;
}

/**
 * A backend whose snapshots and journals are encrypted before they reach the storage. The storage gets documents of the
 * same kinds, and needs to know nothing about it.
 */
export class EncryptedBackend implements Backend {
  readonly place: string;
  readonly journalPlace: string;
  readonly #inner: Backend;
  readonly #encryption: Encryption;
  readonly #serials: SerialRecord;
  #lines: EncryptedLines | undefined;
  /** What was read, if it is stored as plain text. */
  #plain: Snapshot | undefined;

  constructor(inner: Backend, encryption: Encryption, serials: SerialRecord) {
    this.place = inner.place;
    this.journalPlace = inner.journalPlace;
    this.#inner = inner;
    this.#encryption = encryption;
    this.#serials = serials;
  }

  get writesElsewhere(): boolean {
    return this.#inner.writesElsewhere === true;
  }

  /** Of plain text: Base64 takes a third more, and the rest of the document little. */
  get mostBytes(): number {
    return Math.floor(((this.#inner.mostBytes ?? MOST_BYTES) - AROUND) * 0.75);
  }

  get keepsBackup(): boolean {
    return this.#inner.keepsBackup === true;
  }

  get hasRemoteJournal(): boolean {
    return this.#inner.hasRemoteJournal === true;
  }

  get history(): HistoryStore | undefined {
    const { history: inner } = this.#inner;
    if (inner === undefined) return undefined;
    return {
      ...inner,
      read: async () => {
        const bytes = await inner.read();
        if (bytes.length === 0) return bytes;
        if (isEncryptedJournal(bytes)) return decryptJournal(bytes, inner.place, this.#encryption);
        this.#encryption.checkPlain(inner.place);
        return bytes;
      },
      replace: async (lease, pieces) => {
        const encryptor = pieces && (await this.#encryption.encryptor());
        await inner.replace(lease, encryptor && pieces ? new EncryptedLines(encryptor).all(pieces) : pieces);
      },
    };
  }

  async read(): Promise<Snapshot | undefined> {
    const snapshot = await this.#inner.read();
    this.#plain = undefined;
    if (snapshot === undefined) return undefined;
    const envelope = findEnvelope(snapshot.chunks());
    if (envelope === undefined) {
      // An empty file is an empty state, and has nothing to protect.
      if (snapshot.size > 0) {
        this.#encryption.checkPlain(this.place);
        this.#plain = snapshot;
      }
      return snapshot;
    }
    const { serial, lineage } = envelope;
    const content = await this.#encryption.decrypt(envelope, this.place, (key) => opened(snapshot, envelope, key));
    const named = { ...(serial !== undefined && { serial }), ...(lineage !== undefined && { lineage }) };
    if (lineage !== undefined && serial !== undefined) {
      const last = this.#serials.last(lineage);
      if (last !== undefined && serial < last) throw replayed(this.place, serial, last, this.#serials.placeOf(lineage));
    }
    return { ...snapshot, ...content, named };
  }

  async write(
    lease: Lease,
    pieces: Iterable<string>,
    expected: string | undefined,
    replacing?: (version: string) => Promise<void>,
  ): Promise<string> {
    const encryptor = await this.#encryption.encryptor();
    if (encryptor === undefined) return this.#inner.write(lease, pieces, expected, replacing);
    const { name, whole } = nameIn(pieces);
    const current = await this.#encryptStored(lease, encryptor, expected);
    const version = await this.#inner.write(lease, envelopePieces(whole, encryptor, name), current, replacing);
    this.#serials.keep(name);
    return version;
  }

  /**
   * Where the replaced text is kept as the backup, plain text is first replaced with itself, encrypted. Returns the
   * version that is stored then.
   */
  async #encryptStored(lease: Lease, encryptor: Encryptor, expected: string | undefined): Promise<string | undefined> {
    const plain = this.#plain;
    this.#plain = undefined;
    if (plain === undefined || plain.version !== expected || !this.keepsBackup) return expected;
    const [head = new Uint8Array()] = plain.chunks();
    const name = NAME.exec(asBuffer(head).toString('utf8', 0, MOST_HEAD));
    return this.#inner.write(
      lease,
      envelopePieces(plain.chunks(), encryptor, name ? namedBy(name) : undefined),
      expected,
    );
  }

  async readJournal(): Promise<Uint8Array> {
    const journal = await this.#inner.readJournal();
    if (journal.length === 0) return journal;
    if (isEncryptedJournal(journal)) return decryptJournal(journal, this.journalPlace, this.#encryption);
    this.#encryption.checkPlain(this.journalPlace);
    return journal;
  }

  async appendJournal(lease: Lease, line: Iterable<Uint8Array>): Promise<void> {
    const lines = await this.#begun();
    await this.#inner.appendJournal(lease, lines === undefined ? line : lines.line(line));
  }

  async replaceJournal(lease: Lease, pieces: Iterable<Uint8Array> | undefined): Promise<void> {
    this.#lines = undefined;
    const lines = pieces && (await this.#begun());
    await this.#inner.replaceJournal(lease, pieces && (lines?.all(pieces) ?? pieces));
  }

  async #begun(): Promise<EncryptedLines | undefined> {
    if (this.#lines !== undefined) return this.#lines;
    const encryptor = await this.#encryption.encryptor();
    return (this.#lines ??= encryptor && new EncryptedLines(encryptor));
  }

  tryLock(request: LockRequest): Promise<LockAttempt> {
    return this.#inner.tryLock(request);
  }

  renew(lease: Lease): Promise<void> {
    return this.#inner.renew(lease);
  }

  unlock(lease: Lease): Promise<void> {
    return this.#inner.unlock(lease);
  }

  forceUnlock(id: string): Promise<LockHolder> {
    return this.#inner.forceUnlock(id);
  }
}

/** The content of an encrypted document, checked before anything of it is used. A large one is decrypted for each reading. */
export function opened(
  { chunks, size: stored }: Pick<Snapshot, 'chunks' | 'size'>,
  envelope: Envelope,
  key: CipherKey,
): Pick<Snapshot, 'size' | 'chunks'> {
  const pieces = (): Iterable<Uint8Array> => contentOf(envelope, chunks(), key);
  if (stored <= READ_WHOLE) {
    const content = Buffer.concat([...pieces()]);
    return { size: content.length, chunks: () => [content] };
  }
  let size = 0;
  for (const { length } of pieces()) size += length;
  return { size, chunks: pieces };
}

/** Bytes of a document beside the encrypted data. */
const AROUND = 1 << 20;

const NAME = /"serial":\s*(\d+),\s*"lineage":\s*("(?:[^"\\]|\\.)*")/;

/** Serial and lineage are near the start of a printed state. */
const MOST_HEAD = 1 << 16;

function namedBy([, serial, lineage = '""']: RegExpExecArray): StateName {
  const read = parseJson(lineage);
  return { serial: Number(serial), lineage: typeof read === 'string' ? read : '' };
}

function nameIn(pieces: Iterable<string>): { readonly name: StateName; readonly whole: Iterable<string> } {
  const iterator = pieces[Symbol.iterator]();
  let head = '';
  for (;;) {
    const found = NAME.exec(head);
    const next = found === null ? iterator.next() : undefined;
    if (next !== undefined && next.done !== true) {
      head += next.value;
      continue;
    }
    return { name: found === null ? { serial: 0, lineage: '' } : namedBy(found), whole: following(head, iterator) };
  }
}

function* following(head: string, rest: Iterator<string>): Generator<string> {
  yield head;
  for (let next = rest.next(); next.done !== true; next = rest.next()) yield next.value;
}
