import {
  isJsonList,
  compareText,
  ExactNumber,
  formatNumber,
  isLong,
  fromDouble,
  TextParts,
  type Json,
  type ResourcePart,
  type StateJson,
} from '../model/index.js';

/**
 * JSON text as Go's encoder prints it, which is what Terraform's state files look like: indented by two spaces, `<`,
 * `>` and `&` escaped, numbers in full. Keys inside attributes and values are sorted; those of the state's own records
 * keep their order.
 *
 * The text is produced in pieces: the whole text of a large state, in addition to the state itself, would be the peak
 * of a run's memory.
 */
export function* printState({ before, resources, after }: StateJson): Generator<string> {
  const inner = '\n  ';
  const start = newParts();
  start.add('{');
  printMembers(before, inner, false, start);
  start.add(`,${inner}"resources": `);
  yield* start.pieces();
  yield* printResources(resources, inner);
  const end = newParts();
  end.add(',');
  printMembers(after, inner, false, end);
  end.add('\n}\n');
  yield* end.pieces();
}

const newParts = (): TextParts => new TextParts(escapedForGo);

/** The keys below which the content belongs to providers and users. */
const CONTENT: ReadonlySet<string> = new Set(['attributes', 'identity', 'outputs']);

function print(json: Json, line: string, sorted: boolean, to: TextParts): void {
  if (typeof json === 'string') to.string(json);
  else if (typeof json === 'number') to.add(printNumber(json));
  else if (json === null || typeof json === 'boolean') to.add(String(json));
  else if (json instanceof ExactNumber) to.add(formatNumber(json));
  else if (isJsonList(json)) printList(json, line, sorted, to);
  else printRecord(json, line, sorted, to);
}

function printList(list: readonly Json[], line: string, sorted: boolean, to: TextParts): void {
  if (list.length === 0) {
    to.add('[]');
    return;
  }
  to.add('[');
  printItems(list, `${line}  `, sorted, to);
  to.add(`${line}]`);
}

function printItems(list: readonly Json[], line: string, sorted: boolean, to: TextParts): void {
  for (const [index, item] of list.entries()) {
    to.add(index === 0 ? line : `,${line}`);
    print(item, line, sorted, to);
  }
}

function printRecord(record: Readonly<Record<string, Json>>, line: string, sorted: boolean, to: TextParts): void {
  to.add('{');
  if (printMembers(record, `${line}  `, sorted, to)) to.add(line);
  to.add('}');
}

/** False if there are none. */
function printMembers(members: Readonly<Record<string, Json>>, line: string, sorted: boolean, to: TextParts): boolean {
  const keys = sorted ? sortedKeys(Object.keys(members)) : Object.keys(members);
  let before = line;
  for (const key of keys) {
    const member = members[key];
    if (member === undefined) continue;
    to.add(before);
    to.string(key);
    to.add(': ');
    print(member, line, sorted || CONTENT.has(key), to);
    before = `,${line}`;
  }
  return before !== line;
}

/** A resource's content in a part: possibly neither its beginning nor its end. */
function printPart({ json: { instances, ...head }, opens, closes }: ResourcePart, line: string): TextParts {
  const to = newParts();
  const inner = `${line}  `;
  if (opens) {
    to.add(`${line}{`);
    printMembers(head, inner, false, to);
    to.add(`,${inner}"instances": [`);
  }
  printItems(instances, `${inner}  `, false, to);
  if (closes) to.add(`${instances.length === 0 ? '' : inner}]${line}}`);
  return to;
}

/**
 * The resources of a state, which are nearly all of its text. Most contain nothing that JavaScript prints differently
 * from Go, and its own printer takes a fraction of the time, the more of them at once the better.
 */
function* printResources(parts: Iterable<ResourcePart>, line: string): Generator<string> {
  const inner = `${line}  `;
  let before = '[';
  let run: Json[] = [];
  let objects = 0;
  for (const part of parts) {
    const plain = plainForm(part.json, false);
    const joins = plain !== NOT_PLAIN && part.opens && part.closes;
    if (joins) {
      run.push(plain);
      objects += part.json.instances.length;
      if (objects < OBJECTS_AT_ONCE) continue;
    }
    if (run.length > 0) {
      yield before + printRun(run);
      before = ',';
      [run, objects] = [[], 0];
    }
    if (!joins) {
      yield before;
      before = ',';
      if (plain === NOT_PLAIN) yield* printPart(part, inner).pieces();
      else
        yield printRun([plain]).slice(
          part.opens ? 0 : PART_OPENING.length,
          part.closes ? undefined : -PART_CLOSING.length,
        );
    }
  }
  if (run.length > 0) {
    yield before + printRun(run);
    before = ',';
  }
  yield before === '[' ? '[]' : `${line}]`;
}

/** How many objects are printed at once. */
const OBJECTS_AT_ONCE = 512;

/** What is left out between two parts of a resource. */
const PART_OPENING = '\n    {\n      "instances": [';
const PART_CLOSING = '\n      ]\n    }';

/** The nesting depth of a state's resources. */
const RUN_OPENING = '{\n  "resources": [';
const RUN_CLOSING = '\n  ]\n}';

function printRun(resources: readonly Json[]): string {
  const text = JSON.stringify({ resources }, undefined, 2).slice(RUN_OPENING.length, -RUN_CLOSING.length);
  return text.replace(GO_ESCAPES, goEscape);
}

const NOT_PLAIN: unique symbol = Symbol('not plain');

/**
 * The same JSON with sorted keys where they are sorted; NOT_PLAIN if JavaScript would print a number or an order of
 * keys differently, or if a string is so long that its text should never be in memory as a whole.
 */
function plainForm(json: Json, sorted: boolean): Json | typeof NOT_PLAIN {
  if (typeof json === 'string') return isLong(json) ? NOT_PLAIN : json;
  if (typeof json === 'number')
    return Math.abs(json) < 1e21 && (Math.abs(json) >= 1e-6 || json === 0) ? json : NOT_PLAIN;
  if (typeof json !== 'object' || json === null) return json;
  if (json instanceof ExactNumber) return NOT_PLAIN;
  if (isJsonList(json)) return plainList(json, sorted);
  return plainRecord(json, sorted);
}

function plainList(list: readonly Json[], sorted: boolean): Json | typeof NOT_PLAIN {
  let changed = false;
  const result: Json[] = [];
  for (const item of list) {
    const plain = plainForm(item, sorted);
    if (plain === NOT_PLAIN) return NOT_PLAIN;
    changed ||= plain !== item;
    result.push(plain);
  }
  return changed ? result : list;
}

function plainRecord(record: Readonly<Record<string, Json>>, sorted: boolean): Json | typeof NOT_PLAIN {
  const given = Object.keys(record);
  const keys = sorted ? sortedKeys(given) : given;
  let changed = keys !== given;
  const result: Record<string, Json> = {};
  for (const key of keys) {
    // Keys that look like indexes come first in JavaScript, whatever the insertion order.
    if (isDigit(key.charCodeAt(0)) || key === '__proto__') return NOT_PLAIN;
    const value = record[key];
    if (value === undefined) return NOT_PLAIN;
    const plain = plainForm(value, sorted || CONTENT.has(key));
    if (plain === NOT_PLAIN) return NOT_PLAIN;
    changed ||= plain !== value;
    result[key] = plain;
  }
  return changed ? result : record;
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** A value of open type is beside its type, with the value first. So are the value and the type of an output. */
function sortedKeys(keys: readonly string[]): readonly string[] {
  if (keys[0] === 'value' && keys[1] === 'type' && (keys.length === 2 || isOutput(keys))) return keys;
  return isSorted(keys) ? keys : [...keys].sort(compareText);
}

function isSorted(keys: readonly string[]): boolean {
  let last = '';
  for (const key of keys) {
    if (compareText(last, key) > 0) return false;
    last = key;
  }
  return true;
}

const isOutput = (keys: readonly string[]): boolean => keys.length === 3 && keys[2] === 'sensitive';

/**
 * Characters that JSON escapes, that Go escapes additionally, and surrogate halves, which JSON.stringify handles
 * separately.
 */
// oxlint-disable-next-line no-control-regex
const SPECIAL = /["\\\u0000-\u001f<>&\u2028\u2029\ud800-\udfff]/;
const GO_ESCAPES = /[<>&\u2028\u2029]/g;

/** The content between the quotes of a string. */
function escapedForGo(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return JSON.stringify(text).slice(1, -1).replace(GO_ESCAPES, goEscape);
}

const goEscape = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

function printNumber(number: number): string {
  const text = String(number);
  return text.includes('e') ? formatNumber(fromDouble(number)) : text;
}
