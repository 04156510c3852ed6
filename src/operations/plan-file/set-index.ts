import { isJsonObject, JsonSyntaxError, objectIn, parseJson, type Json } from '../../model/index.js';

/** The beginning of a file with several plans. */
export const SET_START = '{"landform_plans":1,"stacks":[\n';
export const SET_SEPARATOR = ',\n';
export const BEFORE_INDEX = '],\n"index":';

/** One of several plans in a file. */
export interface PlanSetEntry {
  readonly stack: string;
  /** Names of the stacks in the set that are applied before it. */
  readonly needs: readonly string[];
  /** Its document, in bytes from the beginning of the file. */
  readonly start: number;
  readonly end: number;
  readonly checksum: string;
}

export interface PlanSetIndex {
  readonly entries: readonly PlanSetEntry[];
  /** False if a stack could not be planned. */
  readonly complete: boolean;
}

/** What the checksum of the file covers. `at` is where it begins, so that it is found from the end. */
export const indexText = (entries: readonly PlanSetEntry[], complete: boolean, at: number): string =>
  `${JSON.stringify(entries)},\n"complete":${complete},\n"at":${at}`;

/** Where the index begins, according to its own end. */
export function indexPlace(end: string): number | undefined {
  const digits = /,\n"at":(\d{1,16})$/.exec(end)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * Reads the index. Undefined unless it lists the documents one after another, without a gap in which something else could be,
 * and up to the index itself.
 */
export function readIndex(text: string): PlanSetIndex | undefined {
  let json: Json;
  try {
    json = parseJson(`{"entries":${text}}`);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
  const { entries: listed, complete, at } = objectIn(json);
  if (!Array.isArray(listed) || typeof complete !== 'boolean') return undefined;
  const entries: PlanSetEntry[] = [];
  let next = SET_START.length;
  for (const item of listed) {
    const entry = readEntry(item);
    if (entry === undefined || entry.start !== next || entry.end <= entry.start) return undefined;
    if (entries.some(({ stack }) => stack === entry.stack)) return undefined;
    entries.push(entry);
    next = entry.end + SET_SEPARATOR.length;
  }
  const last = entries.at(-1)?.end ?? SET_START.length;
  if (Number(at) !== last + BEFORE_INDEX.length) return undefined;
  return { entries, complete };
}

function readEntry(json: Json): PlanSetEntry | undefined {
  if (!isJsonObject(json)) return undefined;
  const { stack, needs, checksum } = json;
  const [start, end] = [Number(json['start']), Number(json['end'])];
  if (typeof stack !== 'string' || typeof checksum !== 'string' || !Array.isArray(needs)) return undefined;
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end)) return undefined;
  return { stack, needs: needs.filter((name) => typeof name === 'string'), start, end, checksum };
}
