import {
  isJsonList,
  ExactNumber,
  JsonWriter,
  type BeginEntry,
  type Json,
  type ObjectState,
  type State,
} from '../model/index.js';
import { stateTooLarge } from './diagnostics.js';
import { statePieces } from './file.js';

/**
 * What is read into one string, as a line of the journal is, must be shorter than the 512 MiB to which V8 limits it. Some
 * room is reserved for the rest of a line.
 */
export const MOST_BYTES = 2 ** 29 - 2 ** 16;

/** Passes the pieces of a state on. Throws `state-too-large` as soon as the text could never be read again. */
export function* withinLimit(pieces: Iterable<string>, place: string, limit = MOST_BYTES): Generator<string> {
  let bytes = 0;
  try {
    for (const piece of pieces) {
      bytes += Buffer.byteLength(piece);
      if (bytes > limit) throw stateTooLarge(place, limit);
      yield piece;
    }
  } catch (error) {
    // The text of one resource alone exceeded the maximum string length.
    throw error instanceof RangeError ? stateTooLarge(place, limit) : error;
  }
}

/**
 * Rejects a call whose result might not fit into the state, before the call is made. A result may contain planned
 * values twice, as given and as computed from them.
 */
export class StateSize {
  readonly #place: string;
  readonly #limit: number;
  /** The maximum size of the state in bytes, including the results of open calls. */
  #most: number;

  constructor(place: string, stored: number, limit = MOST_BYTES) {
    this.#place = place;
    this.#limit = limit;
    this.#most = stored;
  }

  /**
   * The object, without its largest attributes if the state has no room for all of it; `left` names them, `private` for
   * the provider's own bytes. `reserved` is the call with this object as its result, if any.
   */
  fit(object: ObjectState, state: State, open: Iterable<Call>, reserved?: Call): Fitting {
    const extra = sizeOfObject(object) - (reserved === undefined ? 0 : roomFor(reserved));
    if (extra <= 0) return { object, left: [] };
    if (this.#most + extra > this.#limit) this.#measure(state, open, reserved);
    const room = this.#limit - this.#most;
    const fitting = extra > room ? without(object, extra - room) : { object, left: [] };
    this.#most += Math.min(extra, Math.max(0, room));
    return fitting;
  }

  #measure(state: State, open: Iterable<Call>, reserved?: Call): void {
    this.#most = reserved === undefined ? 0 : roomFor(reserved);
    for (const piece of statePieces(state)) this.#most += Buffer.byteLength(piece);
    for (const call of open) this.#most += roomFor(call);
  }

  /**
   * Throws `state-too-large` if there may be no room for the result. Cheap unless the state is nearly full: only then
   * is it measured.
   */
  reserve(call: Call, state: State, open: Iterable<Call>): void {
    const needed = roomFor(call);
    if (this.#most + needed > this.#limit) this.#measure(state, open);
    if (this.#most + needed > this.#limit) throw stateTooLarge(this.#place, this.#limit);
    this.#most += needed;
  }
}

type Call = Pick<BeginEntry, 'intent'>;

export interface Fitting {
  readonly object: ObjectState;
  readonly left: readonly string[];
}

/** The object reduced by this many bytes: its largest attributes become null, one after the other. */
function without(object: ObjectState, bytes: number): Fitting {
  const sizes = Object.entries(object.attributes).map(([name, value]) => [name, sizeOf(value)] as const);
  const attributes: Record<string, Json> = { ...object.attributes };
  const left: string[] = [];
  let rest = bytes;
  for (const [name, size] of sizes.sort(([, one], [, other]) => other - one)) {
    if (rest <= 0) break;
    attributes[name] = null;
    left.push(name);
    rest -= size;
  }
  const { private: bytesOfProvider, ...others } = object;
  if (rest <= 0 || bytesOfProvider === undefined) return { object: { ...object, attributes }, left };
  return { object: { ...others, attributes }, left: [...left, 'private'] };
}

const sizeOfObject = ({ attributes, private: bytes = '' }: ObjectState): number => sizeOf(attributes) + bytes.length;

function roomFor({ intent }: Call): number {
  return 2 * sizeOf(intent.planned);
}

/** In longer texts, escapes are counted exactly. */
const SHORT = 4096;

/** Approximate size of the printed JSON in bytes. */
function sizeOf(json: Json | undefined): number {
  if (typeof json === 'string') return json.length <= SHORT ? Buffer.byteLength(json) + 2 : printedSize(json);
  if (typeof json !== 'object' || json === null || json instanceof ExactNumber) return 8;
  let bytes = 2;
  if (isJsonList(json)) {
    for (const item of json) bytes += sizeOf(item) + 1;
    return bytes;
  }
  for (const name in json) bytes += name.length + 4 + sizeOf(json[name]);
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
