import { constants } from 'node:buffer';
import {
  EMPTY_STATE,
  formatPath,
  type IntegrityProblem,
  type Json,
  JsonScanner,
  JsonSyntaxError,
  MAX_JSON_DEPTH,
  objectIn,
  parseJson,
  type Path,
  type ResourceState,
  type State,
  stateFromJson,
  stateToJson,
  tooDeepAt,
} from '../model/index.js';
import { READ_WHOLE, type Snapshot } from './backend.js';
import { corruptState, failure, unsupportedVersion } from './diagnostics.js';
import { isEncrypted } from './encryption/diagnostics.js';
import { partsOf } from './parts.js';
import { placeAt, placeOfPath, type Place } from './place-in-text.js';
import { printState } from './state-text.js';

/** The origin of a text, for messages. */
export interface TextOrigin {
  readonly place: string;
  readonly backup?: string;
}

const SHOWN_PROBLEMS = 10;

/** The bytes of a state: from first to last, read again for each call of `chunks`. */
export type StateBytes = Pick<Snapshot, 'size' | 'chunks' | 'backup'>;

/** Reads a stored state, like `readState`; one of more than `whole` bytes without loading all of its text. */
export function readSnapshot(snapshot: StateBytes, place: string, whole = READ_WHOLE): State {
  // As in Terraform, an empty file is an empty state. Beside a backup, it is more likely what a crash left of one.
  return readBytes(snapshot, place, whole, snapshot.backup === undefined);
}

/** Reads a state that a user names, in the same way. An empty file is an error. */
export const readGivenState = (given: StateBytes, place: string, whole = READ_WHOLE): State =>
  readBytes(given, place, whole, false);

function readBytes(bytes: StateBytes, place: string, whole: number, mayBeEmpty: boolean): State {
  const state = bytes.size > whole ? readInChunks(bytes) : undefined;
  if (state !== undefined) return state;
  const { backup } = bytes;
  if (bytes.size > constants.MAX_STRING_LENGTH)
    throw failure(
      corruptState(place, undefined, 'not a valid state of version 4; too large to locate the error', backup),
    );
  // Locating an error requires the text.
  const text = textOf(bytes);
  if (mayBeEmpty && text.trim() === '') return EMPTY_STATE;
  return readState(text, { place, ...(backup === undefined ? {} : { backup }) });
}

/** Undefined if the state is invalid. */
function readInChunks(bytes: StateBytes): State | undefined {
  try {
    const json = jsonInChunks(bytes);
    if (versionOf(json) !== 4 || tooDeepAt(json) !== undefined) return undefined;
    return stateFromJson(json).state;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}

/** Parses bytes without ever holding all of their text. Throws a JsonSyntaxError. */
export function jsonInChunks(bytes: Pick<StateBytes, 'chunks'>): Json {
  const chunks = bytes.chunks()[Symbol.iterator]();
  const scanner = new JsonScanner(() => {
    const next = chunks.next();
    return next.done === true ? undefined : next.value;
  });
  try {
    const json = scanner.value();
    scanner.end();
    return json;
  } finally {
    chunks.return?.();
  }
}

/** The state that parsed JSON describes. Throws a DiagnosticError like `readState`, which names no line. */
export function stateOfJson(json: Json, place: string): State {
  const version = versionOf(json);
  if (version !== 4) throw failure(unsupportedVersion(place, version));
  const { state, problems } = stateFromJson(json);
  if (state !== undefined) return state;
  throw failure(
    ...problems
      .slice(0, SHOWN_PROBLEMS)
      .map(({ message, path }) => corruptState(place, undefined, inside(path, message), undefined)),
  );
}

function textOf({ chunks }: Pick<StateBytes, 'chunks'>): string {
  const [first = Buffer.alloc(0), ...more] = chunks();
  const bytes = more.length === 0 ? first : Buffer.concat([first, ...more]);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

/** Reads a state file. Throws a DiagnosticError (`corrupt-state`, `state-version`) that names file, line and column. */
export function readState(text: string, { place, backup }: TextOrigin): State {
  const json = parse(text, place, backup);
  const version = versionOf(json);
  if (typeof objectIn(json)['encryption_version'] === 'string') throw isEncrypted(place);
  if (version !== 4) throw failure(unsupportedVersion(place, version));
  const { state, problems } = stateFromJson(json);
  if (state !== undefined) return state;
  throw failure(
    ...problems
      .slice(0, SHOWN_PROBLEMS)
      .map(({ message, path }) => corruptState(place, placeOfPath(text, path), inside(path, message), backup)),
  );
}

/** Where in a stored state the parts are that its problems are about. */
export function placesIn(snapshot: Snapshot): (problem: IntegrityProblem) => Place {
  const text = textOf(snapshot);
  const pathOf = partsOf(parseJson(text));
  return (problem) => placeOfPath(text, pathOf(problem));
}

const versionOf = (json: Json): Json | undefined => objectIn(json)['version'];

function parse(text: string, place: string, backup: string | undefined): Json {
  if (text.trim() === '')
    throw failure(corruptState(place, undefined, 'the file is empty; delete it to start with an empty state', backup));
  let json: Json;
  try {
    json = parseJson(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw failure(corruptState(place, placeAt(text, error.offset), `not valid JSON: ${error.message}`, backup));
  }
  const deep = tooDeepAt(json);
  if (deep === undefined) return json;
  const message = `expected at most ${MAX_JSON_DEPTH} levels of values, found more`;
  throw failure(corruptState(place, placeOfPath(text, deep), inside(deep, message), backup));
}

const inside = (path: Path, message: string): string =>
  path.length === 0 ? message : `${formatPath(path)}: ${message}`;

/** The text of the state file, piece by piece. Equal states give equal texts. */
export function statePieces(state: State): Iterable<string> {
  return printState(stateToJson(state));
}

export function stateText(state: State): string {
  return [...statePieces(state)].join('');
}

/** Whether two states have the same content, apart from serial and lineage. Fast if they share most of it. */
export function sameContent(left: State, right: State): boolean {
  if (left === right) return true;
  if (left.resources.size !== right.resources.size) return false;
  if (!sameText(besideResources(left), besideResources(right))) return false;
  for (const [address, resource] of left.resources) {
    const other = right.resources.get(address);
    if (other === undefined) return false;
    if (other !== resource && !sameResource(resource, other)) return false;
  }
  return true;
}

const besideResources = (state: State): State => ({
  ...state,
  terraformVersion: '',
  serial: 0,
  lineage: '',
  resources: new Map(),
});

/** Instances that both share are skipped. */
function sameResource(left: ResourceState, right: ResourceState): boolean {
  if (left.instances.size !== right.instances.size) return false;
  const others = (resource: ResourceState, beside: ResourceState): State => {
    const instances = [...resource.instances].filter(([key, instance]) => beside.instances.get(key) !== instance);
    return { ...EMPTY_STATE, resources: new Map([['', { ...resource, instances: new Map(instances) }]]) };
  };
  return sameText(others(left, right), others(right, left));
}

/** No piece is empty. */
function sameText(left: State, right: State): boolean {
  const [lefts, rights] = [statePieces(left)[Symbol.iterator](), statePieces(right)[Symbol.iterator]()];
  let [one, other] = ['', ''];
  for (;;) {
    if (one === '') one = lefts.next().value ?? '';
    if (other === '') other = rights.next().value ?? '';
    if (one === '' || other === '') return one === other;
    const length = Math.min(one.length, other.length);
    if (one.slice(0, length) !== other.slice(0, length)) return false;
    [one, other] = [one.slice(length), other.slice(length)];
  }
}
