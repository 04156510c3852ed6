import process from 'node:process';
import type * as zlib from 'node:zlib';
import {
  isJsonList,
  expectedText,
  Fields,
  formatPath,
  foundText,
  JsonSyntaxError,
  JsonWriter,
  MAX_JSON_DEPTH,
  parseJson,
  ShapeError,
  TextParts,
  tooDeepAt,
  typeFromJson,
  typeToJson,
  valueAloneFromJson,
  valueToJson,
  ValueShapeError,
  type InstanceKey,
  type Json,
  type JsonObject,
  type OutputState,
} from '../model/index.js';
import { SHAPES, type JournalRecord } from './journal-record.js';
import { MOST_BYTES } from './size.js';

const NEWLINE = Buffer.from('\n');

let loaded: typeof zlib | undefined;

/** Loads its dependencies with the first record: most runs have none. */
function crc32(bytes: Uint8Array, before: number): number {
  loaded ??= process.getBuiltinModule('node:zlib');
  return loaded.crc32(bytes, before);
}

/** A line is ended at this length, since a line has to fit into one string. */
const LONG_LINE = 1 << 25;

/** A longer line is encoded twice, for its checksum and for writing, rather than kept. */
const KEPT = 1 << 22;

/**
 * One line: a checksum, a space, a JSON list of the records that were flushed together. The checksum covers the
 * preceding lines as well, so that a missing or misplaced line is detected like a damaged one.
 */
export class JournalLines {
  readonly #most: number;
  #checksum = 0;

  /** `most`: the maximum size of a readable line in bytes. */
  constructor(most = MOST_BYTES) {
    this.#most = most;
  }

  /**
   * Usually one line; several if the records are very large. Each as its bytes, in several pieces if it is long. Throws
   * a RangeError for a record that fits into no line.
   */
  *format(records: readonly JournalRecord[]): Generator<Iterable<Uint8Array>> {
    let line = new TextParts();
    for (const record of records) {
      if (line.length > LONG_LINE) {
        yield this.#line(line);
        line = new TextParts();
      }
      line.add(line.length === 0 ? '[' : ',');
      const writer = new JsonWriter(
        (text) => line.add(text),
        (text) => line.string(text),
      );
      writer.write(recordToJson(record));
      writer.flush();
    }
    yield this.#line(line);
  }

  #line(line: TextParts): Iterable<Uint8Array> {
    line.add(']');
    const body = line.length > KEPT ? encoding(line) : [...encoding(line)];
    let length = 0;
    for (const bytes of body) {
      length += bytes.length;
      if (length > this.#most) throw new RangeError('a line of the journal is too long to be read again');
      this.#checksum = crc32(bytes, this.#checksum);
    }
    const start = Buffer.from(`${hex(this.#checksum)} `);
    return Array.isArray(body) ? [Buffer.concat([start, ...(body as Uint8Array[]), NEWLINE])] : framed(start, body);
  }
}

/** The bytes of a text, encoded for each call. */
const encoding = (text: TextParts): Iterable<Uint8Array> => ({
  *[Symbol.iterator]() {
    for (const piece of text.pieces()) yield Buffer.from(piece);
  },
});

function* framed(start: Uint8Array, body: Iterable<Uint8Array>): Generator<Uint8Array> {
  yield start;
  yield* body;
  yield NEWLINE;
}

export type JournalText =
  | {
      readonly ok: true;
      readonly records: readonly JournalRecord[];
      /** The last line was incomplete and is left out. */ readonly torn: boolean;
    }
  | { readonly ok: false; readonly line: number; readonly message: string };

/** Reads a journal. A write that was interrupted can only affect the last line, which was not acknowledged. */
export function parseJournal(journal: Uint8Array): JournalText {
  const bytes = Buffer.from(journal.buffer, journal.byteOffset, journal.byteLength);
  const records: JournalRecord[] = [];
  let checksum = 0;
  for (let line = 1, start = 0; start < bytes.length; line += 1) {
    const newline = bytes.indexOf(NEWLINE[0]!, start);
    const end = newline === -1 ? bytes.length : newline;
    const body = bytes.subarray(Math.min(start + 9, end), end);
    const next = crc32(body, checksum);
    if (bytes.toString('latin1', start, Math.min(start + 9, end)) !== `${hex(next)} `) {
      if (end + 1 >= bytes.length) return { ok: true, records, torn: true };
      return {
        ok: false,
        line,
        message: 'the checksum does not match: this line, or one before it, was changed, added or removed',
      };
    }
    // A line without a newline may look complete; it was not flushed, and nothing relies on it.
    if (newline === -1) return { ok: true, records, torn: true };
    checksum = next;
    try {
      records.push(...recordsOf(parseJson(body.toString('utf8'))));
    } catch (error) {
      const message = messageOf(error);
      if (message === undefined) throw error;
      return { ok: false, line, message };
    }
    start = end + 1;
  }
  return { ok: true, records, torn: false };
}

/** Undefined for an error that the journal did not cause. */
function messageOf(error: unknown): string | undefined {
  // The checksum comes first in a line.
  if (error instanceof JsonSyntaxError) return `column ${error.offset + 10}: not valid JSON: ${error.message}`;
  return error instanceof ShapeError || error instanceof ValueShapeError ? error.message : undefined;
}

function* recordsOf(json: Json): Generator<JournalRecord> {
  if (!isJsonList(json)) throw new ShapeError(expectedText('a list of records', json));
  const deep = tooDeepAt(json);
  if (deep !== undefined)
    throw new ShapeError(`${formatPath(deep)}: expected at most ${MAX_JSON_DEPTH} levels of values, found more`);
  for (const [index, record] of json.entries()) {
    try {
      yield recordFromJson(new Fields(record, 'the record'), record as JsonObject);
    } catch (error) {
      const message = messageOf(error);
      throw message === undefined ? error : new ShapeError(`record ${index + 1}: ${message}`);
    }
  }
}

const hex = (checksum: number): string => checksum.toString(16).padStart(8, '0');

/** An instance without a key has the key `undefined`, which does not exist in JSON and is not printed. */
function recordToJson(record: JournalRecord): Json {
  if (record.kind !== 'outputs') return record;
  const outputs: Record<string, Json> = {};
  for (const [name, { value, type, sensitive }] of Object.entries(record.outputs)) {
    outputs[name] = { value: valueToJson(value, type), type: typeToJson(type) as Json, sensitive };
  }
  return { kind: 'outputs', seq: record.seq, outputs };
}

const KINDS = Object.keys(SHAPES) as readonly JournalRecord['kind'][];

const shownVersion = (json: Json | undefined): string => (typeof json === 'number' ? String(json) : foundText(json));

const WITH_KEY: ReadonlySet<string> = new Set(['begin', 'object', 'remove', 'depose']);

function recordFromJson(record: Fields, json: JsonObject): JournalRecord {
  const kind = record.word('kind', KINDS);
  const check = SHAPES[kind];
  const fields = new Fields(json, kind);
  if (kind === 'header' && json['version'] !== 1)
    throw new ShapeError(
      `header.version: expected 1, which this program knows, found ${shownVersion(json['version'])}`,
    );
  if (kind !== 'header') fields.count('seq');
  check(fields);
  if (kind === 'outputs')
    return { ...json, outputs: outputsFromJson(json['outputs'] as JsonObject) } as unknown as JournalRecord;
  if (WITH_KEY.has(kind)) return { ...json, key: json['key'] as InstanceKey } as unknown as JournalRecord;
  return json as unknown as JournalRecord;
}

function outputsFromJson(json: JsonObject): Record<string, OutputState> {
  const outputs: Record<string, OutputState> = {};
  for (const [name, entry] of Object.entries(json)) {
    const { value, type: typeJson, sensitive } = entry as { value: Json; type: Json; sensitive: boolean };
    const type = typeFromJson(typeJson);
    if (type === undefined) throw new ShapeError(`outputs.${name}.type: ${expectedText('a type', typeJson)}`);
    outputs[name] = { value: valueAloneFromJson(value, type), type, sensitive };
  }
  return outputs;
}
