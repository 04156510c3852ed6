import { placeOfPath } from '../../state/index.js';
import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import path from 'node:path';
import {
  isError,
  DiagnosticError,
  errorDiagnostic,
  JsonScanner,
  JsonSyntaxError,
  JsonWriter,
  parseJson,
  readPlan,
  ShapeError,
  type ByteSource,
  type JsonObject,
  type LazyRecord,
  type ReadPlan,
  objectIn,
  type Path,
} from '../../model/index.js';
import { binary, contradicting, edited, invalid, unreadable } from './diagnostics.js';
import { ENCRYPTED_START } from './destination.js';
import type { PlanVerifier } from './signature.js';
import { indexPlace, readIndex, SET_START, type PlanSetEntry } from './set-index.js';
import { BEFORE_CHECKSUM } from './write.js';

const CHUNK = 1 << 20;

/** The checksum and the signature at the end of the file are shorter than this. */
const END = 1 << 12;

/** Lines are not counted in a larger file, whose text does not fit into one string. */
const MOST_SEARCHED = 1 << 28;

/** A plan file open for reading. Its content stays as it was when opened, even if another plan takes its name. */
export class PlanFile {
  /** As the user gave it. */
  readonly name: string;
  /** Whether the file itself is encrypted. */
  readonly isEncrypted: boolean;
  readonly #content: Content;
  readonly #size: number;
  /** Where the document begins: not at 0 if it is one of several in the file. */
  readonly #start: number;

  private constructor(name: string, content: Content, isEncrypted: boolean, size = content.size, start = 0) {
    this.name = name;
    this.isEncrypted = isEncrypted;
    this.#content = content;
    this.#size = size;
    this.#start = start;
  }

  /** Opens the file while `use` runs. An encrypted one is decrypted into memory. */
  static async open<T>(
    directory: string,
    name: string,
    decrypt: Decrypt,
    use: (file: PlanFile) => T | Promise<T>,
  ): Promise<T> {
    let descriptor: number | undefined;
    try {
      descriptor = openSync(path.resolve(directory, name), 'r');
      const found = fstatSync(descriptor);
      if (!found.isFile()) throw unreadable(name, 'It is not a regular file');
      const stored = storedContent(descriptor, found.size);
      const isEncrypted = ENCRYPTED_START.test(startOf(stored));
      const content = isEncrypted ? contentInMemory(await decrypt(name, () => chunksOf(stored))) : stored;
      return await use(new PlanFile(name, content, isEncrypted));
    } catch (error) {
      if (isError(error) && 'syscall' in error) throw unreadable(name, error.message);
      throw error;
    } finally {
      if (descriptor !== undefined) closeSync(descriptor);
    }
  }

  /**
   * The plans of several stacks in this file, which must be unchanged, and signed if there is a verifier; a file with one plan
   * is its only part. Throws a DiagnosticError otherwise.
   */
  parts(verifier?: PlanVerifier): PlanParts {
    const start = this.#text(0, SET_START.length);
    if (start !== SET_START) return { parts: [{ file: this, needs: [], read: this.read(verifier) }], complete: true };
    const offset = Math.max(0, this.#size - END);
    const end = this.#text(offset, this.#size, 'latin1');
    const at = end.lastIndexOf(BEFORE_CHECKSUM);
    const match = at === -1 ? null : SET_END.exec(end.slice(at + BEFORE_CHECKSUM.length));
    const place = at === -1 ? undefined : indexPlace(end.slice(0, at));
    if (match === null || place === undefined || place > offset + at) throw edited(this.name);
    const text = this.#text(place, offset + at);
    const [, checksum = '', signature] = match;
    if (createHash('sha256').update(text).digest('hex') !== checksum) throw edited(this.name);
    const signed = signatureIn(signature);
    if (signed === undefined) throw edited(this.name);
    if (verifier !== undefined) this.#checkSignature({ start: 0, checksum, ...signed }, verifier);
    const index = readIndex(text);
    if (index === undefined || index.entries.some((entry) => entry.end > this.#size)) throw edited(this.name);
    return { complete: index.complete, parts: index.entries.map((entry) => this.#part(entry)) };
  }

  #part({ stack, needs, start, end, checksum }: PlanSetEntry): PlanPart {
    const file = new PlanFile(`${this.name}, stack ${stack}`, this.#content, this.isEncrypted, end - start, start);
    const read = file.read();
    if (file.#end()?.checksum !== checksum || read.seal?.stack !== stack) throw edited(this.name);
    return { file, needs, read };
  }

  #text(start: number, end: number, encoding: 'utf8' | 'latin1' = 'utf8'): string {
    const bytes = Buffer.alloc(Math.max(0, end - start));
    return bytes.toString(encoding, 0, this.#read(bytes, bytes.length, start));
  }

  #read(bytes: Uint8Array, length: number, offset: number): number {
    return this.#content.read(bytes, 0, length, this.#start + offset);
  }

  /**
   * Reads the plan. A plan written by Landform must be unchanged, and signed if there is a verifier. Throws a DiagnosticError
   * otherwise.
   */
  read(verifier?: PlanVerifier): ReadPlan {
    const end = this.#end();
    const hash = createHash('sha256');
    const source = this.#source(0, this.#size, (bytes, offset) => {
      if (end !== undefined && offset < end.start) hash.update(bytes.subarray(0, end.start - offset));
    });
    let read: ReadPlan | JsonSyntaxError | ShapeError;
    try {
      read = readPlan(new JsonScanner(source));
    } catch (error) {
      if (!(error instanceof JsonSyntaxError || error instanceof ShapeError)) throw error;
      read = error;
    }
    while (source() !== undefined);
    if (end !== undefined && hash.digest('hex') !== end.checksum) throw edited(this.name);
    if (read instanceof Error) throw this.#isArchive() ? binary(this.name) : invalid(this.name, read);
    if (end === undefined && read.places.has('landform')) throw edited(this.name);
    if (verifier !== undefined) this.#checkSignature(end, verifier);
    this.#checkPlaces(read);
    return read;
  }

  /** Checks that the document describes exactly this plan, so that the plan shown is the plan applied. */
  check(read: ReadPlan, document: LazyRecord): void {
    document.each((name, section) => {
      if (OF_PLANNING.has(name)) return;
      const [start, end] = read.places.get(name) ?? [0, 0];
      if (!this.#holds(start, end, (writer) => writer.write(section))) throw contradicting(this.name, name);
    });
  }

  /** Checks that the key `landform` is exactly this, up to the checksum. */
  checkPart(read: ReadPlan, part: LazyRecord): void {
    const [start] = read.places.get('landform') ?? [];
    const end = this.#end()?.start;
    const isSame =
      start !== undefined &&
      end !== undefined &&
      this.#holds(start, end, (writer) => {
        writer.raw('{');
        writer.members(part);
      });
    if (!isSame) throw contradicting(this.name, 'landform');
  }

  /** The file, line and column of a part of the document, or of the innermost part of its path that exists. */
  placeOf(path: Path): string {
    if (this.#size > MOST_SEARCHED || this.#start > 0) return this.name;
    const chunks: Uint8Array[] = [];
    const source = this.#source(0, this.#size);
    for (let bytes = source(); bytes !== undefined; bytes = source()) chunks.push(bytes);
    const { line, column } = placeOfPath(Buffer.concat(chunks).toString('utf8'), path);
    return `${this.name}, line ${line}, column ${column}`;
  }

  /** The text of a section; undefined if the document has none of that name. */
  section(read: ReadPlan, name: string): string | undefined {
    const [start, end] = read.places.get(name) ?? [];
    return start === undefined || end === undefined ? undefined : this.#text(start, end);
  }

  /** Copies Terraform's part of the document: everything except the final key `landform`. */
  copy(read: ReadPlan, take: (bytes: Uint8Array) => void): void {
    const end = read.places.get('errored')?.[1];
    const source = this.#source(0, read.places.has('landform') && end !== undefined ? end : this.#size);
    for (let bytes = source(); bytes !== undefined; bytes = source()) take(bytes);
    if (read.places.has('landform')) take(Buffer.from('}\n'));
  }

  /** Terraform's own plan files are ZIP archives. */
  #isArchive(): boolean {
    const start = Buffer.alloc(4);
    this.#read(start, start.length, 0);
    return start.toString('latin1') === 'PK\u0003\u0004';
  }

  #checkSignature(end: FileEnd | undefined, verifier: PlanVerifier): void {
    if (end?.signature === undefined) {
      throw new DiagnosticError([
        errorDiagnostic('unsigned-plan', `${this.name} is not signed`, {
          detail: 'A verify key is set, so only signed plans are applied. Plan again with --sign-key.',
        }),
      ]);
    }
    if (verifier(end.checksum, end.signature)) return;
    throw new DiagnosticError([
      errorDiagnostic('wrong-signature', `${this.name} is not signed with the right key`, {
        detail: 'Nothing was changed. Check where the plan comes from, or plan again.',
      }),
    ]);
  }

  /** Checks that the document has no sections that this version does not write, since they would not be checked. */
  #checkPlaces(read: ReadPlan): void {
    if (!read.places.has('landform')) return;
    const names = [...read.places.keys()];
    const strange = names.find((name) => !KNOWN.has(name));
    if (strange !== undefined) throw contradicting(this.name, strange);
    if (names.at(-1) !== 'landform' || names.at(-2) !== 'errored') throw contradicting(this.name, 'errored');
  }

  #holds(start: number, end: number, write: (writer: JsonWriter) => void): boolean {
    let offset = start;
    let same = true;
    const writer = new JsonWriter((text) => {
      if (!same) return;
      const bytes = Buffer.from(text);
      const found = Buffer.allocUnsafe(bytes.length);
      const length = this.#read(found, Math.min(found.length, end - offset), offset);
      same = length === bytes.length && bytes.equals(found);
      offset += length;
    });
    write(writer);
    writer.flush();
    return same && offset === end;
  }

  #end(): FileEnd | undefined {
    const offset = Math.max(0, this.#size - END);
    const bytes = Buffer.alloc(this.#size - offset);
    const text = bytes.toString('latin1', 0, this.#read(bytes, bytes.length, offset));
    const at = text.lastIndexOf(BEFORE_CHECKSUM);
    if (at === -1) return undefined;
    const match = /^([0-9a-f]{64})"(?:,\n"signature":(\{[^{}]*\}))?\}\}\n$/.exec(
      // In a file with several plans, no line ends after each.
      text.slice(at + BEFORE_CHECKSUM.length) + (this.#start > 0 ? '\n' : ''),
    );
    if (match === null) return undefined;
    const start = offset + at;
    const [, checksum = '', signature] = match;
    const signed = signatureIn(signature);
    return signed && { start, checksum, ...signed };
  }

  #source(start: number, end: number, seen?: (bytes: Uint8Array, offset: number) => void): ByteSource {
    let offset = start;
    return () => {
      const bytes = Buffer.allocUnsafe(Math.min(CHUNK, end - offset));
      const length = bytes.length === 0 ? 0 : this.#read(bytes, bytes.length, offset);
      if (length === 0) return undefined;
      const chunk = bytes.subarray(0, length);
      seen?.(chunk, offset);
      offset += length;
      return chunk;
    };
  }
}

/** One of the plans in a file. */
export interface PlanPart {
  readonly file: PlanFile;
  /** Names of the stacks in the file that are applied before it. */
  readonly needs: readonly string[];
  readonly read: ReadPlan;
}

export interface PlanParts {
  readonly parts: readonly PlanPart[];
  /** False if a stack could not be planned. */
  readonly complete: boolean;
}

/** The end of a file with several plans, after the beginning of the checksum. */
const SET_END = /^([0-9a-f]{64})"(?:,\n"signature":(\{[^{}]*\}))?\}\n$/;

/** Undefined if it cannot be read. */
function signatureIn(text: string | undefined): { readonly signature?: JsonObject } | undefined {
  if (text === undefined) return {};
  try {
    return { signature: objectIn(parseJson(text)) };
  } catch {
    return undefined;
  }
}

/** The bytes of a file, wherever they are. Reading is like `readSync`. */
interface Content {
  readonly size: number;
  readonly read: (into: Uint8Array, at: number, length: number, position: number) => number;
}

/** Decrypts a document with the configuration of the project. Rejects with a DiagnosticError. */
export type Decrypt = (name: string, chunks: () => Iterable<Uint8Array>) => Promise<Uint8Array>;

const storedContent = (descriptor: number, size: number): Content => ({
  size,
  read: (into, at, length, position) => readSync(descriptor, into, at, length, position),
});

const contentInMemory = (bytes: Uint8Array): Content => ({
  size: bytes.length,
  read: (into, at, length, position) => {
    const part = bytes.subarray(position, position + length);
    into.set(part, at);
    return part.length;
  },
});

function startOf({ read }: Content): string {
  const start = Buffer.alloc(64);
  return start.toString('latin1', 0, read(start, 0, start.length, 0));
}

function* chunksOf({ size, read }: Content): Generator<Uint8Array> {
  for (let position = 0; position < size;) {
    const bytes = Buffer.allocUnsafe(Math.min(CHUNK, size - position));
    const length = read(bytes, 0, bytes.length, position);
    if (length === 0) return;
    yield bytes.subarray(0, length);
    position += length;
  }
}

interface FileEnd {
  /** The end of the part that the checksum covers. */
  readonly start: number;
  readonly checksum: string;
  readonly signature?: JsonObject;
}

/** Sections known only while planning. A plan does not keep them, and nothing that is applied depends on them. */
const OF_PLANNING: ReadonlySet<string> = new Set(['prior_state']);

const KNOWN: ReadonlySet<string> = new Set([
  'format_version',
  'terraform_version',
  'variables',
  'planned_values',
  'resource_drift',
  'resource_changes',
  'deferred_changes',
  'output_changes',
  'action_invocations',
  'prior_state',
  'configuration',
  'relevant_attributes',
  'checks',
  'timestamp',
  'applyable',
  'complete',
  'errored',
  'landform',
]);
