import process from 'node:process';
import type * as zlib from 'node:zlib';
import {
  isJsonList,
  expectedText,
  formatPath,
  JsonSyntaxError,
  JsonWriter,
  MAX_JSON_DEPTH,
  parseJson,
  ShapeError,
  TextParts,
  tooDeepAt,
  typeToJson,
  valueToJson,
  ValueShapeError,
  type Json,
} from '../model/index.js';
import { recordFromJson, type JournalRecord } from './journal-record.js';
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
    if (line.length > KEPT) return framed(this.#start(encoding(line)), encoding(line));
    const body = [...encoding(line)];
    return [Buffer.concat([this.#start(body), ...body, NEWLINE])];
  }

  /** The checksum that a line begins with. */
  #start(body: Iterable<Uint8Array>): Uint8Array {
    let length = 0;
    for (const bytes of body) {
      length += bytes.length;
      if (length > this.#most) throw new RangeError('a line of the journal is too long to be read again');
      this.#checksum = crc32(bytes, this.#checksum);
    }
    return Buffer.from(`${hex(this.#checksum)} `);
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
    const newline = bytes.indexOf(NEWLINE, start);
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
      yield recordFromJson(record);
    } catch (error) {
      const message = messageOf(error);
      throw message === undefined ? error : new ShapeError(`record ${index + 1}: ${message}`);
    }
  }
}

const hex = (checksum: number): string => checksum.toString(16).padStart(8, '0');

/**
 * An entry is JSON as it is in memory, which the compiler cannot see in interfaces, but for the values of outputs. An instance
 * without a key has the key `undefined`, which does not exist in JSON and is not printed.
 */
function recordToJson(record: JournalRecord): Json {
  if (record.kind !== 'outputs') return record as unknown as Json;
  const outputs: Record<string, Json> = {};
  for (const [name, { value, type, sensitive }] of Object.entries(record.outputs)) {
    outputs[name] = { value: valueToJson(value, type), type: typeToJson(type), sensitive };
  }
  return { kind: 'outputs', seq: record.seq, outputs };
}
