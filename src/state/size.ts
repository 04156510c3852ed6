import { ExactNumber, JsonWriter, type BeginEntry, type Json, type State } from '../model/index.js';
import { stateTooLarge } from './diagnostics.js';
import { statePieces } from './file.js';

/** A state is read into one string, and V8 holds none of more than 512 MiB. A little is left for what else a line of the journal holds. */
export const MOST_BYTES = 2 ** 29 - 2 ** 16;

/** Passes the pieces of a state on. Throws `state-too-large` as soon as there are so many that the text could never be read again. */
export function* withinLimit(pieces: Iterable<string>, place: string, limit = MOST_BYTES): Generator<string> {
  let bytes = 0;
  try {
    for (const piece of pieces) {
      bytes += Buffer.byteLength(piece);
      if (bytes > limit) throw stateTooLarge(place, limit);
      yield piece;
    }
  } catch (error) {
    // The text of one resource alone was longer than a string can be.
    throw error instanceof RangeError ? stateTooLarge(place, limit) : error;
  }
}

/**
 * Refuses a call whose result the state might have no room for, before the call is made. A result may hold what was planned twice, as
 * given and as computed from it.
 */
export class StateSize {
  readonly #place: string;
  readonly #limit: number;
  /** The state has at most so many bytes, the results of open calls included. */
  #most: number;

  constructor(place: string, stored: number, limit = MOST_BYTES) {
    this.#place = place;
    this.#limit = limit;
    this.#most = stored;
  }

  /** Throws `state-too-large` when there may be no room for the result. Cheap unless the state is nearly full: only then is it measured. */
  reserve(call: Pick<BeginEntry, 'intent'>, state: State, open: Iterable<Pick<BeginEntry, 'intent'>>): void {
    const needed = roomFor(call);
    if (this.#most + needed > this.#limit) {
      this.#most = 0;
      for (const piece of statePieces(state)) this.#most += Buffer.byteLength(piece);
      for (const other of open) this.#most += roomFor(other);
    }
    if (this.#most + needed > this.#limit) throw stateTooLarge(this.#place, this.#limit);
    this.#most += needed;
  }
}

function roomFor({ intent }: Pick<BeginEntry, 'intent'>): number {
  return 2 * sizeOf(intent.planned as Json | undefined);
}

/** In longer texts, escapes are counted exactly. */
const SHORT = 4096;

/** About as many bytes as the JSON has when it is printed. */
function sizeOf(json: Json | undefined): number {
  if (typeof json === 'string') return json.length <= SHORT ? Buffer.byteLength(json) + 2 : printedSize(json);
  if (typeof json !== 'object' || json === null || json instanceof ExactNumber) return 8;
  let bytes = 2;
  if (Array.isArray(json)) {
    for (const item of json as readonly Json[]) bytes += sizeOf(item) + 1;
    return bytes;
  }
  const record = json as Readonly<Record<string, Json>>;
  for (const name in record) bytes += name.length + 4 + sizeOf(record[name]);
  return bytes;
}

function printedSize(text: string): number {
  let bytes = 0;
  const writer = new JsonWriter((piece) => {
    bytes += Buffer.byteLength(piece);
  });
  writer.write(text);
  writer.flush();
  return bytes;
}
